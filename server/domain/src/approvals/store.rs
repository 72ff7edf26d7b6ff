//! Storage of requests for approval. One that is approved is written by the decision about the passcode, see
//! [`crate::sign_in::attempt::Target::Approve`].

use super::approval::{ApprovalView, NewApproval};
use crate::{
    InternalError, Timestamp,
    kernel::id::{AccessTokenId, AccountId, ApprovalId, MemberId},
    profile::member::Member,
    sessions::change::{AccountChange, Changed},
    store::Effects,
    tokens::token::NewToken,
};
use async_trait::async_trait;

/// The outcome of storing a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It waits for a person.
    Done,
    /// The member's programs wait for the maximum number of approvals; the first of them ends at this moment.
    TooMany(Timestamp),
    /// The token that asks has ended.
    TokenEnded,
}

/// Storage of requests for approval.
#[async_trait]
pub trait ApprovalStore: Send + Sync {
    /// Stores a request, if the token that asks still exists and there is room.
    async fn ask_approval(&self, new: &NewApproval, effects: &Effects) -> Result<Placed, InternalError>;
    /// Returns a request of this account, whatever became of it.
    async fn approval(&self, id: &ApprovalId, account: &AccountId) -> Result<Option<ApprovalView>, InternalError>;
    /// Returns requests that wait, oldest first: those of this member and, where the account wants a second person, those
    /// of everybody in it.
    async fn pending_approvals(
        &self,
        account: &AccountId,
        member: &MemberId,
        now: Timestamp,
    ) -> Result<Vec<ApprovalView>, InternalError>;
    /// Rejects a request; false if it does not wait any more.
    async fn reject_approval(
        &self,
        id: &ApprovalId,
        by: &MemberId,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Stores the one token of an approved request, if `by`, the token that asks for it, still exists and belongs to the
    /// same key or password; else false.
    async fn buy_approved(
        &self,
        id: &ApprovalId,
        by: &AccessTokenId,
        new: &NewToken,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Since when another person has to approve in this account; `None` if the same one does.
    async fn second_person(&self, account: &AccountId) -> Result<Option<Timestamp>, InternalError>;
    /// Changes that, if the session is live and satisfies the required step-up.
    async fn choose_approver(&self, change: &AccountChange, second_person: bool) -> Result<Changed, InternalError>;
    /// Returns the owners and admins of an account except this member, at most twenty.
    async fn other_approvers(&self, account: &AccountId, but: &MemberId) -> Result<Vec<Member>, InternalError>;
}

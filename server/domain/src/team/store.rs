//! Storage of an account's members and invitations.

use super::{
    invitation::{Invitation, InvitationView},
    member::{TeamCounts, TeamMember, TeamQuery},
};
use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{AccountId, InvitationId, MemberId},
        token::TokenDigest,
    },
    profile::member::Member,
    registration::{link::Link, store::Joined},
    sessions::change::{AccountChange, Changed},
    store::Effects,
};
use async_trait::async_trait;
use terms::Role;

/// What becomes of the API keys of a member who is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeysOfRemoved {
    /// They end.
    End,
    /// Who removes the member holds them from now on.
    Move,
}

/// A request to send an invitation again.
#[derive(Clone, Copy, Debug)]
pub struct SendAgain<'a> {
    /// The invitation.
    pub id: &'a InvitationId,
    /// It must have been sent at or before this moment.
    pub not_after: Timestamp,
    /// Its new link; `None` if no mail is sent, because the address got too many.
    pub link: Option<&'a Link>,
}

/// Storage of an account's members and invitations. Changes lock the account first, so that they come one after the other.
///
/// They return [`Changed::NotProved`] if the session is over or its step-up is missing, and [`Changed::NotFound`] if the
/// asking member may not do this to the other one, who is read under the lock.
#[async_trait]
pub trait TeamStore: Send + Sync {
    /// Returns up to `limit` members of an account in the order of their names.
    async fn team(&self, query: &TeamQuery, limit: i64) -> Result<Vec<TeamMember>, InternalError>;
    /// Counts the members of an account.
    async fn team_counts(&self, account: &AccountId, now: Timestamp) -> Result<TeamCounts, InternalError>;
    /// Returns a member of this account.
    async fn team_member(&self, id: &MemberId, account: &AccountId) -> Result<Option<TeamMember>, InternalError>;
    /// Returns the invitations of an account that were sent since this moment, newest first.
    async fn invitations(&self, account: &AccountId, since: Timestamp) -> Result<Vec<InvitationView>, InternalError>;
    /// Returns an invitation.
    async fn invitation(&self, id: &InvitationId) -> Result<Option<InvitationView>, InternalError>;
    /// Stores an invitation, in place of another one of the account to the same address, and its link if there is one.
    async fn invite(
        &self,
        change: &AccountChange,
        invitation: &Invitation,
        link: Option<&Link>,
    ) -> Result<Changed, InternalError>;
    /// Records that an invitation is sent again and stores its new link.
    async fn invite_again(&self, change: &AccountChange, again: SendAgain<'_>) -> Result<Changed, InternalError>;
    /// Erases an invitation with its link.
    async fn revoke_invitation(&self, change: &AccountChange, id: &InvitationId) -> Result<Changed, InternalError>;
    /// Consumes the held link of an invitation, and creates this member of its account with its role. Erases the invitation
    /// and all sign-ups of the same address.
    async fn join_team(
        &self,
        link: &Link,
        member: &Member,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Joined, InternalError>;
    /// Gives a member another role. Ends the member's sessions, challenges and tokens, and what they invited beyond the new
    /// role.
    async fn change_role(&self, change: &AccountChange, of: &MemberId, to: Role) -> Result<Changed, InternalError>;
    /// Makes a member an owner, and the asking owner an admin, whose session gets this token. Ends all their other sessions,
    /// challenges and tokens.
    async fn hand_over(
        &self,
        change: &AccountChange,
        to: &MemberId,
        new_digest: &TokenDigest,
    ) -> Result<Changed, InternalError>;
    /// Erases a member with everything of theirs, except keys that move.
    async fn remove_member(
        &self,
        change: &AccountChange,
        of: &MemberId,
        keys: KeysOfRemoved,
    ) -> Result<Changed, InternalError>;
    /// Erases the asking member, unless they are the last owner.
    async fn leave_team(&self, change: &AccountChange) -> Result<Changed, InternalError>;
}

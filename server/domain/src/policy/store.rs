//! Storage of policies, and of what overdue members prove before they set up their first device.

use super::rules::Policy;
use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{AccountId, MemberId, SessionId},
        mailed_code::{NewCode, Proved},
        token::TokenDigest,
    },
    profile::member::Member,
    sessions::change::{AccountChange, Changed},
    store::Effects,
};
use async_trait::async_trait;

/// What another policy would change at once, and what the last days would have been under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyEffect {
    /// Number of members whose two-factor is off and of whom it would be required.
    pub without_factor: u32,
    /// Number of sessions that would end at once.
    pub sessions: u32,
    /// Number of trusted browsers that would end.
    pub trusted_browsers: u32,
    /// Sign-ins of those of whom two-factor would be required.
    pub sign_ins: Past,
    /// Access tokens that were bought in their names.
    pub tokens: Past,
}

/// How often something was done, see [`super::LOOKED_BACK`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// In total.
    pub all: u32,
    /// Without a second factor.
    pub without_factor: u32,
}

impl Past {
    /// Adds what others have done.
    pub const fn add(&mut self, more: Self) {
        self.all = self.all.saturating_add(more.all);
        self.without_factor = self.without_factor.saturating_add(more.without_factor);
    }
}

/// A try of a mailed code in a session.
#[derive(Clone, Copy, Debug)]
pub struct MailboxTry<'a> {
    /// The session's id.
    pub session: &'a SessionId,
    /// The digest of the session's token.
    pub digest: &'a TokenDigest,
    /// The digest of the token that the session gets if the code is right.
    pub new_digest: &'a TokenDigest,
    /// The digest of what was typed.
    pub typed: &'a TokenDigest,
    /// The current time.
    pub now: Timestamp,
}

/// A member who may have to be reminded.
#[derive(Clone, Debug)]
pub struct Reminded {
    /// The member.
    pub member: Member,
    /// When the member was last told until when two-factor has to be on.
    pub at: Option<Timestamp>,
}

/// Storage of policies.
#[async_trait]
pub trait PolicyStore: Send + Sync {
    /// Changes the policy of an account. Members to whom the requirement of two-factor applies for the first time get their
    /// grace. [`Changed::TwoFactorOff`] if it requires what the asking member has not.
    async fn change_policy(&self, change: &AccountChange, policy: &Policy) -> Result<Changed, InternalError>;
    /// Returns what another policy would change.
    async fn policy_effect(
        &self,
        account: &AccountId,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<PolicyEffect, InternalError>;
    /// Stores a code of a session, instead of the one before; false if the session is over.
    async fn put_mailbox_code(
        &self,
        session: &SessionId,
        code: &NewCode,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Until when the last code of a session works; `None` if there is none.
    async fn mailbox_code_until(&self, session: &SessionId) -> Result<Option<Timestamp>, InternalError>;
    /// Uses up a try of the session's code, and records that the mailbox is proved if the code is right.
    async fn prove_mailbox(&self, tried: MailboxTry<'_>, effects: &Effects) -> Result<Proved, InternalError>;
    /// Returns up to `limit` members, in the order of their ids, whose two-factor is off in an account that requires it, from
    /// after this one on.
    async fn without_factor(&self, after: Option<&MemberId>, limit: i64) -> Result<Vec<Reminded>, InternalError>;
    /// Records that a member is reminded now; false if another node has done so since `before`.
    async fn reminded(
        &self,
        member: &MemberId,
        before: Option<Timestamp>,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
}

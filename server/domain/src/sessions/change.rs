//! Changes of a member's rights or of an account, requested by one of a member's sessions.

use super::session::ProofRequirement;
use crate::{
    Timestamp,
    freeze::kept::Keeper,
    kernel::{
        id::{AccountId, MemberId},
        token::TokenDigest,
    },
    store::Effects,
};
use terms::{Conflict, Rejection};

/// A change that gives the requesting session a new token and may require a fresh step-up.
#[derive(Clone, Debug)]
pub struct Change {
    /// The member whose rights change.
    pub member: MemberId,
    /// The digest of the requesting session's token. The session must be live.
    pub session: TokenDigest,
    /// The digest of the session's new token; `None` ends the session with the change.
    pub new_digest: Option<TokenDigest>,
    /// The step-up that the session must have made; `None` if the table of rights requires none.
    pub required: Option<ProofRequirement>,
    /// The current time.
    pub now: Timestamp,
    /// Seals what the change replaces, so that it can be undone.
    pub keeper: Keeper,
    /// Writes that are committed with the change.
    pub effects: Effects,
}

/// A change of what the members of an account have in common, requested by an owner or admin.
#[derive(Clone, Debug)]
pub struct AccountChange {
    /// The account.
    pub account: AccountId,
    /// Who asks for it.
    pub member: MemberId,
    /// The digest of the session's token. The session must be live.
    pub session: TokenDigest,
    /// The step-up that the session must have made; `None` if the table of rights requires none.
    pub required: Option<ProofRequirement>,
    /// The current time.
    pub now: Timestamp,
    /// Writes that are committed with the change.
    pub effects: Effects,
}

/// The outcome of a [`Change`] or an [`AccountChange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The change was made.
    Done,
    /// The session is over or its step-up is not fresh enough. Nothing changed.
    NotProved,
    /// The thing to be changed does not exist. Nothing changed.
    NotFound,
    /// The device was to be removed as the last one, but there are others. Nothing changed.
    NotLast,
    /// The device is the last confirmed one, but the request did not say that this switches two-factor off. Nothing
    /// changed.
    LastDevice,
    /// The account would be without an owner. Nothing changed.
    LastOwner,
    /// The address belongs to a member of the account. Nothing changed.
    AlreadyMember,
    /// The asking member has not the role for it. Nothing changed.
    MissingRole,
    /// Two-factor is off, but has to be on. Nothing changed.
    TwoFactorOff,
    /// The account's policy requires two-factor of the member. Nothing changed.
    TwoFactorRequired,
    /// Another reset of the member's second factor is under way. Nothing changed.
    ResetRuns,
    /// The account has the maximum number of invitations. Nothing changed.
    ManyInvitations,
    /// The new holder would have too many API keys. Nothing changed.
    ManyKeys,
    /// Another app of the account has the name. Nothing changed.
    AppNameTaken,
    /// The account has the maximum number of apps. Nothing changed.
    ManyApps,
    /// Two-factor may not be switched off before this moment, see [`crate::profile::member::Member::quarantined_until`].
    /// Nothing changed.
    RecentRepair(Timestamp),
}

impl Changed {
    /// Converts the outcome into the rejection that a use case returns.
    pub fn into_result(self) -> Result<(), Rejection> {
        match self {
            Self::Done => Ok(()),
            Self::NotProved => Err(Rejection::StepUpNeeded),
            Self::NotFound => Err(Rejection::NotFound),
            Self::NotLast => Err(Rejection::Conflict(Conflict::NotLast)),
            Self::LastDevice => Err(Rejection::Conflict(Conflict::LastDevice)),
            Self::LastOwner => Err(Rejection::Conflict(Conflict::LastOwner)),
            Self::AlreadyMember => Err(Rejection::Conflict(Conflict::AlreadyMember)),
            Self::MissingRole => Err(Rejection::Forbidden),
            Self::TwoFactorOff => Err(Rejection::Conflict(Conflict::TwoFactorNeeded)),
            Self::TwoFactorRequired => Err(Rejection::Conflict(Conflict::TwoFactorRequired)),
            Self::ResetRuns => Err(Rejection::Conflict(Conflict::ResetRuns)),
            Self::ManyInvitations => Err(Rejection::Conflict(Conflict::ManyInvitations)),
            Self::ManyKeys => Err(Rejection::Conflict(Conflict::ManyKeys)),
            Self::AppNameTaken => Err(Rejection::Conflict(Conflict::AppName)),
            Self::ManyApps => Err(Rejection::Conflict(Conflict::ManyApps)),
            Self::RecentRepair(until) => Err(Rejection::Conflict(Conflict::RecentRepair(until))),
        }
    }
}

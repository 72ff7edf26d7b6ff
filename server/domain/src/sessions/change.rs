//! A change of a member's rights, made by one of their sessions.

use super::session::Proof;
use crate::{
    Timestamp,
    kernel::{id::MemberId, token::TokenDigest},
    store::Effects,
};
use terms::{Conflict, Rejection};

/// A change that ends in a new token for the session that makes it and may need fresh step-up.
#[derive(Clone, Debug)]
pub struct Change {
    /// The member whose rights change.
    pub member: MemberId,
    /// The session that asks for it. It must be live.
    pub session: TokenDigest,
    /// Its token from then on; `None`: the asking session ends with the change.
    pub new_digest: Option<TokenDigest>,
    /// What the session must have proved; `None`: the table of rights asks for nothing.
    pub proof: Option<Proof>,
    /// The present moment.
    pub now: Timestamp,
    /// Committed with the change.
    pub effects: Effects,
}

/// How a [`Change`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Done.
    Done,
    /// The session is over or not stepped up any more; nothing changed.
    NotProved,
    /// What was to be changed is not there (any more); nothing changed.
    NotFound,
    /// Removing a device was asked for as *Switch off*, but there are others (by now); nothing changed.
    NotLast,
    /// Removing the last confirmed device was asked for without saying that it switches two-factor off; nothing changed.
    LastDevice,
}

impl Changed {
    /// The outcome in the words of the rules.
    pub fn into_result(self) -> Result<(), Rejection> {
        match self {
            Self::Done => Ok(()),
            Self::NotProved => Err(Rejection::StepUpNeeded),
            Self::NotFound => Err(Rejection::NotFound),
            Self::NotLast => Err(Rejection::Conflict(Conflict::NotLast)),
            Self::LastDevice => Err(Rejection::Conflict(Conflict::LastDevice)),
        }
    }
}

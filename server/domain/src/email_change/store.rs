//! Storage of changes of an address.

use crate::{
    InternalError, Timestamp,
    freeze::kept::Keeper,
    kernel::{email::Email, id::MemberId},
    profile::member::Member,
    registration::{GONE, link::Link},
    sessions::change::{AccountChange, Changed},
    store::Effects,
};
use async_trait::async_trait;
use terms::{Conflict, Rejection};

/// A change of an address that is not confirmed yet. A member has at most one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailChange {
    /// The new address.
    pub email: Email,
    /// When the last mail was sent.
    pub mailed_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// A confirmed change.
#[derive(Clone, Copy)]
pub struct ConfirmedEmail<'a> {
    /// The link that the browser holds.
    pub link: &'a Link,
    /// The member, whose password must still be this one.
    pub member: &'a Member,
    /// The new address, which must still be the one that is asked for.
    pub email: &'a Email,
    /// Seals the address before, so that it can come back.
    pub keeper: &'a Keeper,
    /// The current time.
    pub now: Timestamp,
}

/// The outcome of a [`ConfirmedEmail`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailChanged {
    /// The member has the new address.
    Done,
    /// The link is over, or the password was changed.
    LinkGone,
    /// The address belongs to another member.
    EmailTaken,
}

impl EmailChanged {
    /// Converts the outcome into the rejection that a use case returns.
    pub(crate) fn into_result(self) -> Result<(), Rejection> {
        match self {
            Self::Done => Ok(()),
            Self::LinkGone => Err(GONE),
            Self::EmailTaken => Err(Rejection::Conflict(Conflict::EmailTaken)),
        }
    }
}

/// Storage of changes of an address.
#[async_trait]
pub trait EmailChangeStore: Send + Sync {
    /// Stores a change instead of the one before, and its link if there is one.
    async fn ask_email_change(
        &self,
        change: &AccountChange,
        asked: &EmailChange,
        link: Option<&Link>,
    ) -> Result<Changed, InternalError>;
    /// Returns the member's change that waits for its confirmation.
    async fn email_change(&self, member: &MemberId, now: Timestamp) -> Result<Option<EmailChange>, InternalError>;
    /// The same by the link's subject, with the member.
    async fn member_changing_email(
        &self,
        subject: &str,
        now: Timestamp,
    ) -> Result<Option<(Member, EmailChange)>, InternalError>;
    /// Records that the link is mailed again; false if the last mail is newer than `not_after`, or nothing waits.
    async fn email_change_again(
        &self,
        member: &MemberId,
        (not_after, now): (Timestamp, Timestamp),
        link: Option<&Link>,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Erases the change and its link; false if there is none.
    async fn discard_email_change(&self, member: &MemberId, effects: &Effects) -> Result<bool, InternalError>;
    /// Consumes the link and changes the address. Ends the link of a password reset that went to the old one.
    async fn change_email(
        &self,
        confirmed: ConfirmedEmail<'_>,
        effects: &Effects,
    ) -> Result<EmailChanged, InternalError>;
}

//! Storage of frozen accounts and of what may come back.

use super::kept::{Keeper, Kept, KeptChange};
use crate::{
    InternalError, Timestamp,
    email_change::store::EmailChanged,
    kernel::{
        email::Email,
        id::{KeptChangeId, MailId, MemberId},
        password::PasswordHash,
        token::TokenDigest,
    },
    profile::member::Member,
    registration::link::Link,
    store::Effects,
};
use async_trait::async_trait;

/// The link of a mail, *this wasn't me*. Each mail has one of its own, and none ends another.
#[derive(Clone, Debug)]
pub struct NotMeLink {
    /// The digest of the link's token.
    pub digest: TokenDigest,
    /// The member whom the mail is about.
    pub member: MemberId,
    /// The address that the mail goes to.
    pub address: Email,
    /// When the link expires.
    pub expires_at: Timestamp,
}

/// An opened link of a mail.
#[derive(Clone, Debug)]
pub struct HeldNotMe {
    /// The link that the browser holds.
    pub link: Link,
    /// The member whom the mail was about.
    pub member: Member,
    /// The address that the mail went to.
    pub address: Email,
    /// When the account was frozen with this link, or the freeze ended in the browser that holds it.
    pub froze_at: Option<Timestamp>,
    /// Whether the link that ends the freeze was mailed and still works.
    pub mailed: bool,
}

/// A request to freeze an account.
#[derive(Clone, Copy)]
pub struct Freeze<'a> {
    /// The opened link.
    pub held: &'a HeldNotMe,
    /// Opens what is kept.
    pub keeper: &'a Keeper,
    /// The current time.
    pub now: Timestamp,
}

/// A new password that ends a freeze.
#[derive(Clone, Copy)]
pub struct Unfreeze<'a> {
    /// The opened link. Its subject is the member's id.
    pub link: &'a Link,
    /// The member.
    pub member: &'a MemberId,
    /// The address that the account is frozen for, which the link went to.
    pub to: &'a Email,
    /// The hash of the new password.
    pub password: &'a PasswordHash,
    /// The link that the browser holds from now on, to undo changes, and its subject.
    pub next: (&'a NotMeLink, &'a MailId),
    /// Seals the password before, and opens what is kept.
    pub keeper: &'a Keeper,
    /// The current time.
    pub now: Timestamp,
}

/// A request to undo a change.
#[derive(Clone, Copy)]
pub struct Undo<'a> {
    /// The opened link, with which the account was frozen.
    pub held: &'a HeldNotMe,
    /// The change.
    pub id: &'a KeptChangeId,
    /// The same, opened.
    pub kept: &'a Kept,
    /// Opens what else is kept.
    pub keeper: &'a Keeper,
    /// The time step of the current time: no passcode before it is accepted from a device that comes back.
    pub step: i64,
    /// The current time.
    pub now: Timestamp,
}

/// The outcome of an [`Undo`]. Only `Done` changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The state before the change is back.
    Done,
    /// The link is over.
    LinkGone,
    /// The change was undone before, or is too old, or a later one made it moot.
    NotFound,
    /// The address belongs to another member by now.
    EmailTaken,
    /// Two-factor is off, so that no device can come back alone.
    TwoFactorOff,
    /// The member has the maximum number of devices.
    TenDevices,
}

/// Storage of frozen accounts and of what may come back.
#[async_trait]
pub trait FreezeStore: Send + Sync {
    /// Returns the opened link of a mail that a browser holds, with its member.
    async fn not_me_held(&self, held: &TokenDigest, now: Timestamp) -> Result<Option<HeldNotMe>, InternalError>;
    /// Returns the member whose id is the subject of a link.
    async fn member_of_link(&self, subject: &str) -> Result<Option<Member>, InternalError>;
    /// Returns what is kept of a member, the oldest first.
    async fn kept_changes(&self, member: &MemberId) -> Result<Vec<KeptChange>, InternalError>;
    /// Freezes the account for the link's address: ends sessions, challenges, tokens, trusted browsers, pending changes of the
    /// address, enrolments, and the links of later addresses. False if the link is over or ranks after the address that the
    /// account is frozen for, see [`super::rules::later_addresses`].
    async fn freeze(&self, freeze: Freeze<'_>, effects: &Effects) -> Result<bool, InternalError>;
    /// Stores the link that ends a freeze, and ends older ones; false if the account is not frozen for this address any more.
    async fn ask_unfreeze(&self, to: &Email, link: &Link, effects: &Effects) -> Result<bool, InternalError>;
    /// Consumes the link, sets the password, ends the freeze, and gives the member the address back that the account was frozen
    /// for.
    async fn unfreeze(&self, unfreeze: Unfreeze<'_>, effects: &Effects) -> Result<EmailChanged, InternalError>;
    /// Undoes a change. Everything that signs in ends.
    async fn undo(&self, undo: Undo<'_>, effects: &Effects) -> Result<Undone, InternalError>;
}

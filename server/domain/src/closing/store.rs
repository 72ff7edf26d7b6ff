//! Storage of closed accounts.

use super::rules::Closed;
use crate::{
    InternalError, Timestamp,
    kernel::{
        email::Email,
        id::{AccountId, MemberId},
    },
    registration::link::Link,
    sessions::change::{AccountChange, Changed},
    store::Effects,
};
use async_trait::async_trait;

/// The link in a mail to an owner, with which a closed account is kept. Its subject is the owner's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepLink {
    /// The link.
    pub link: Link,
    /// The owner.
    pub member: MemberId,
    /// The address that the mail goes to.
    pub address: Email,
}

/// A request to keep a closed account.
#[derive(Clone, Copy, Debug)]
pub struct Keep<'a> {
    /// The opened link.
    pub link: &'a Link,
    /// The account.
    pub account: &'a AccountId,
    /// The owner whose link it is.
    pub member: &'a MemberId,
    /// The current time.
    pub now: Timestamp,
}

/// The outcome of a [`Keep`]. Only `Done` changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepOutcome {
    /// The account goes on.
    Done,
    /// The link is over, or the account is not closed, or is being erased.
    LinkGone,
    /// The owner is frozen.
    Frozen,
}

/// What an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountCounts {
    /// Number of members.
    pub members: u32,
    /// Number of confirmed devices, those of colleagues and of programs included.
    pub devices: u32,
    /// Number of API keys.
    pub keys: u32,
}

/// Storage of closed accounts. Closing, keeping and erasing lock the account first, so that one of them comes first.
#[async_trait]
pub trait ClosingStore: Send + Sync {
    /// Counts what an account has.
    async fn account_counts(&self, account: &AccountId) -> Result<AccountCounts, InternalError>;
    /// Closes the account of an owner and stores the links that keep it: ends sessions, challenges, tokens, trusted browsers,
    /// requests for approval, invitations, enrolments, resets of second factors, pending changes of addresses and links for
    /// forgotten passwords of all its members. [`Changed::MissingRole`] unless the person is an owner.
    async fn close_account(&self, change: &AccountChange, links: &[KeepLink]) -> Result<Changed, InternalError>;
    /// Returns since when an account is closed, if it is and its erasing has not begun.
    async fn closed(&self, account: &AccountId) -> Result<Option<Closed>, InternalError>;
    /// Stores another link that keeps an account, and ends the owner's before.
    async fn ask_keep(&self, link: &KeepLink, effects: &Effects) -> Result<(), InternalError>;
    /// Keeps a closed account, and ends all links that keep it.
    async fn keep_account(&self, keep: Keep<'_>, effects: &Effects) -> Result<KeepOutcome, InternalError>;
    /// Returns up to `limit` accounts that were closed at or before this moment and whose erasing has not begun.
    async fn closed_before(&self, at: Timestamp, limit: i64) -> Result<Vec<(AccountId, Closed)>, InternalError>;
    /// Begins to erase an account that was closed at this moment: erases what signs in and what is sealed, of all its members.
    /// False if it was kept or another node has begun.
    async fn erase_secrets(
        &self,
        account: &AccountId,
        closed: Closed,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Returns up to `limit` accounts whose erasing has begun.
    async fn being_erased(&self, limit: i64) -> Result<Vec<AccountId>, InternalError>;
    /// Erases some of the rest of an account whose erasing has begun; false once nothing is left.
    async fn erase_rest(&self, account: &AccountId) -> Result<bool, InternalError>;
}

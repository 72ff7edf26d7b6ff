//! Storage of password resets.

use crate::{
    InternalError, Timestamp,
    freeze::kept::Keeper,
    kernel::{id::MemberId, password::PasswordHash},
    registration::link::Link,
    store::Effects,
};
use async_trait::async_trait;

/// A new password for an opened link.
#[derive(Clone, Copy)]
pub struct PasswordReset<'a> {
    /// The link that the browser holds. Its subject must still be the member's address.
    pub link: &'a Link,
    /// The member.
    pub member: &'a MemberId,
    /// The hash of the new password.
    pub password: &'a PasswordHash,
    /// Seals the password before, which proves changes that are to be undone.
    pub keeper: &'a Keeper,
    /// The current time.
    pub now: Timestamp,
}

/// Storage of password resets.
#[async_trait]
pub trait PasswordResetStore: Send + Sync {
    /// Stores a link and ends older ones for its address.
    async fn ask_password_reset(&self, link: &Link, effects: &Effects) -> Result<(), InternalError>;
    /// Consumes the link and sets the password; false if the link is over. Ends all sessions, challenges, tokens and
    /// trusted browsers of the member, whose two-factor stays as it is.
    async fn reset_password(&self, reset: PasswordReset<'_>, effects: &Effects) -> Result<bool, InternalError>;
}

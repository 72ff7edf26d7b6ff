//! What a member decides about themselves, in the database.

use crate::{
    InternalError, Timestamp,
    kernel::{id::MemberId, password::PasswordHash},
    sessions::change::{Change, Changed},
    store::Effects,
};
use async_trait::async_trait;
use terms::Language;

/// The member's own name, password and wishes.
#[async_trait]
pub trait ProfileStore: Send + Sync {
    /// Home does not recommend two-factor before `until`.
    async fn hide_reminder(&self, member: &MemberId, until: Timestamp, effects: &Effects) -> Result<(), InternalError>;
    /// Gives the member another name.
    async fn rename_member(&self, member: &MemberId, name: &str, effects: &Effects) -> Result<(), InternalError>;
    /// Pages and mails are in this language from now on; `None`: as the browser says.
    async fn choose_language(
        &self,
        member: &MemberId,
        language: Option<Language>,
        effects: &Effects,
    ) -> Result<(), InternalError>;
    /// Sets a new password and its time; ends all other sessions and all challenges (they were opened by the old
    /// password). Known browsers stay. The session's token changes.
    async fn change_password(&self, change: &Change, password: &PasswordHash) -> Result<Changed, InternalError>;
}

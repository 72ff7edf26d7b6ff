//! Storage of the member's own settings.

use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{AccountId, MemberId},
        password::PasswordHash,
    },
    profile::member::Member,
    sessions::change::{Change, Changed},
    store::Effects,
};
use async_trait::async_trait;
use terms::Language;

/// Storage of the member's name, language, password and preferences.
#[async_trait]
pub trait ProfileStore: Send + Sync {
    /// Returns up to `limit` members of an account in the order of their ids, from after this one on.
    async fn members(
        &self,
        account: &AccountId,
        after: Option<&MemberId>,
        limit: i64,
    ) -> Result<Vec<Member>, InternalError>;
    /// Hides the recommendation on Home until `until`.
    async fn hide_reminder(&self, member: &MemberId, until: Timestamp, effects: &Effects) -> Result<(), InternalError>;
    /// Renames the member.
    async fn rename_member(&self, member: &MemberId, name: &str, effects: &Effects) -> Result<(), InternalError>;
    /// Sets the language of pages and mails; `None` means the browser's language.
    async fn choose_language(
        &self,
        member: &MemberId,
        language: Option<Language>,
        effects: &Effects,
    ) -> Result<(), InternalError>;
    /// Sets a new password and its time. Ends all other sessions and all challenges, because the old password opened
    /// them. Known browsers stay known. The session gets a new token.
    async fn change_password(&self, change: &Change, password: &PasswordHash) -> Result<Changed, InternalError>;
}

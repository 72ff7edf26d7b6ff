//! Storage of verified resets.

use super::{Reset, ShownCode};
use crate::{
    InternalError, Timestamp,
    kernel::id::MemberId,
    profile::member::Member,
    recovery::code::NewCode,
    registration::link::Link,
    sessions::change::{AccountChange, Changed},
    store::Effects,
};
use async_trait::async_trait;

/// A stored reset.
#[derive(Clone, Debug)]
pub struct StoredReset {
    /// The reset.
    pub reset: Reset,
    /// The name of who started it.
    pub by: Option<String>,
    /// The code, while a session shows it.
    pub shown: Option<ShownCode>,
}

/// The code of a reset that is read.
#[derive(Clone, Debug)]
pub struct CodeOfReset {
    /// The code's row.
    pub code: NewCode,
    /// The code for the session that shows it; `None` for the operator, who sees it at once.
    pub shown: Option<ShownCode>,
}

/// Storage of verified resets. A member has at most one.
#[async_trait]
pub trait ResetStore: Send + Sync {
    /// Returns the reset of a member, also one that is over.
    async fn reset_of(&self, member: &MemberId) -> Result<Option<StoredReset>, InternalError>;
    /// Returns the reset with this id, to which a link is bound, and its member.
    async fn reset_of_link(&self, id: &str) -> Result<Option<(StoredReset, Member)>, InternalError>;
    /// Stores a reset with its link, in place of one that is over. [`Changed::ResetRuns`] if another one is under way,
    /// [`Changed::TwoFactorOff`] if there is nothing to reset.
    async fn start_reset(&self, change: &AccountChange, new: &Reset, link: &Link) -> Result<Changed, InternalError>;
    /// The same for the operator, whom no session asks for.
    async fn start_reset_by_operator(
        &self,
        new: &Reset,
        link: &Link,
        effects: &Effects,
    ) -> Result<Changed, InternalError>;
    /// Records that the asking member approves the reset of this one; [`Changed::NotFound`] if they may not, or none needs it.
    async fn approve_reset(&self, change: &AccountChange, member: &MemberId) -> Result<Changed, InternalError>;
    /// Stores the code of a reset that is ready, of which the asking member may read it.
    async fn read_reset_code(
        &self,
        change: &AccountChange,
        member: &MemberId,
        code: &CodeOfReset,
    ) -> Result<Changed, InternalError>;
    /// The same for a reset of the operator's.
    async fn read_operators_code(
        &self,
        member: &MemberId,
        code: &CodeOfReset,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Changed, InternalError>;
    /// Erases the reset of a member with its code and link; false if there is none.
    async fn stop_reset(&self, member: &MemberId, effects: &Effects) -> Result<bool, InternalError>;
}

//! Storage of recovery codes.

use super::code::{NewCodes, RecoveryCode};
use crate::{
    InternalError, Timestamp,
    kernel::id::{MemberId, SessionId},
    sessions::{
        change::{Change, Changed},
        session::Reveal,
    },
    store::Effects,
};
use async_trait::async_trait;

/// Storage of recovery codes, and of the reveal that shows a new set for a while.
#[async_trait]
pub trait RecoveryStore: Send + Sync {
    /// Returns the member's unused code with this selector, which may be that of a verified reset.
    async fn recovery_code(
        &self,
        member: &MemberId,
        selector: &str,
        now: Timestamp,
    ) -> Result<Option<RecoveryCode>, InternalError>;
    /// Returns the number of unused codes of the member's set.
    async fn codes_left(&self, member: &MemberId) -> Result<u32, InternalError>;
    /// Replaces all codes, erases the counter of wrong ones, ends all other sessions and stores the reveal with the
    /// requesting session. The set counts as not saved.
    async fn replace_codes(&self, codes: &NewCodes, change: &Change) -> Result<Changed, InternalError>;
    /// Returns the codes that this session may still show.
    async fn reveal(&self, session: &SessionId, now: Timestamp) -> Result<Option<Reveal>, InternalError>;
    /// Records that the set was saved at `now`, unless it was before.
    async fn codes_saved(&self, member: &MemberId, now: Timestamp, effects: &Effects) -> Result<(), InternalError>;
    /// Erases the reveal: the codes cannot be read again.
    async fn forget_reveal(&self, session: &SessionId) -> Result<(), InternalError>;
}

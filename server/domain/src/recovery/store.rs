//! Recovery codes in the database.

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

/// A member's recovery codes, and the reveal that shows a new set for a while.
#[async_trait]
pub trait RecoveryStore: Send + Sync {
    /// The unused code of this member with this selector.
    async fn recovery_code(&self, member: &MemberId, selector: &str) -> Result<Option<RecoveryCode>, InternalError>;
    /// How many unused codes the member has.
    async fn codes_left(&self, member: &MemberId) -> Result<u32, InternalError>;
    /// Replaces all codes and erases the counter of wrong ones, ends all other sessions, keeps the reveal with the
    /// asking session. The set counts as unsaved.
    async fn replace_codes(&self, codes: &NewCodes, change: &Change) -> Result<Changed, InternalError>;
    /// The codes that this session may still show.
    async fn reveal(&self, session: &SessionId, now: Timestamp) -> Result<Option<Reveal>, InternalError>;
    /// The set counts as saved from `now` on.
    async fn codes_saved(&self, member: &MemberId, now: Timestamp, effects: &Effects) -> Result<(), InternalError>;
    /// The person has left the page: the codes cannot be read again.
    async fn forget_reveal(&self, session: &SessionId) -> Result<(), InternalError>;
}

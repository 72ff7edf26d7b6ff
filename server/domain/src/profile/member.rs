//! Members.

use crate::{
    Timestamp,
    kernel::{
        clock::DAY,
        email::Email,
        id::{AccountId, MemberId},
        password::PasswordHash,
    },
};
use terms::{Language, Role};

/// How long after a repair switching two-factor off requires a device that is older than the repair, in seconds.
pub const REPAIR_QUARANTINE: i64 = DAY;

/// A person who signs in with e-mail and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The member's id.
    pub id: MemberId,
    /// The account the member belongs to.
    pub account: AccountId,
    /// The member's role in the account.
    pub role: Role,
    /// The member's name, 1–64 characters.
    pub name: String,
    /// The confirmed address that the member signs in with.
    pub email: Email,
    /// The password hash.
    pub password: PasswordHash,
    /// When the password was last changed.
    pub password_changed_at: Timestamp,
    /// The language chosen on *My profile*; `None` means the browser's language.
    pub language: Option<Language>,
    /// When the member joined.
    pub created_at: Timestamp,
    /// When two-factor was switched on; `None` if it is off. This is a state of its own, not derived from the number of
    /// devices.
    pub two_factor_since: Option<Timestamp>,
    /// Home does not recommend two-factor before this moment (*Not now*).
    pub reminder_hidden_until: Option<Timestamp>,
    /// When a recovery code last opened a repair session; set by the store when it accepts the attempt.
    pub repaired_at: Option<Timestamp>,
    /// When the current series of repairs began. Repairs less than [`REPAIR_QUARANTINE`] apart belong to one series;
    /// the last one was at `repaired_at`.
    pub repairs_since: Option<Timestamp>,
    /// When the current set of recovery codes was saved: typed back, copied, printed or downloaded.
    pub codes_saved_at: Option<Timestamp>,
}

/// Parses a person's name: 1–64 characters without control characters.
pub fn person_name(typed: &str) -> Result<String, terms::Rejection> {
    crate::kernel::label::plain_text(typed, terms::Field::Name)
}

//! Members and their accounts.

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

/// For this long after a repair, *Switch off* asks for a device older than it, in seconds.
pub const REPAIR_QUARANTINE: i64 = DAY;

/// A person who signs in with e-mail and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their id.
    pub id: MemberId,
    /// The one account they belong to.
    pub account: AccountId,
    /// What they may do there.
    pub role: Role,
    /// The name they gave, 1–64 characters.
    pub name: String,
    /// The confirmed address they sign in with.
    pub email: Email,
    /// The password, hashed.
    pub password: PasswordHash,
    /// Since when this password is valid.
    pub password_changed_at: Timestamp,
    /// The language they chose; `None`: as the browser says.
    pub language: Option<Language>,
    /// Since when they exist.
    pub created_at: Timestamp,
    /// Two-factor is on since then; `None`: it is off. A state of the member, not a count of devices.
    pub two_factor_since: Option<Timestamp>,
    /// Home does not recommend two-factor before then (*Not now*).
    pub reminder_hidden_until: Option<Timestamp>,
    /// When a recovery code last opened a repair session (set by the store when such an attempt is accepted).
    pub repaired_at: Option<Timestamp>,
    /// When the first of the repairs was that followed each other without [`REPAIR_QUARANTINE`] between them, the last
    /// one at `repaired_at`.
    pub repairs_since: Option<Timestamp>,
    /// When the present set of recovery codes counted as saved: typed back, copied, printed or downloaded.
    pub codes_saved_at: Option<Timestamp>,
}

/// A person's name, 1–64 characters without control characters.
pub fn person_name(typed: &str) -> Result<String, terms::Rejection> {
    crate::kernel::label::plain_text(typed, terms::Field::Name)
}

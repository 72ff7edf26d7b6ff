//! One-time links, and the sign-ups that wait for them.

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, HOUR, MINUTE},
        email::Email,
        password::PasswordHash,
        token::TokenDigest,
    },
};
use terms::{LinkKind, Rejection, Wait};

/// Lifetime of a set-up link, in seconds.
pub const SET_UP_LIFE: i64 = HOUR;
/// Lifetime of a confirmation link and of an unconfirmed sign-up, in seconds.
pub const CONFIRM_LIFE: i64 = DAY;
/// How long an opened link can be used, in seconds.
pub const HELD_LIFE: i64 = 30 * MINUTE;
/// Minimum time between two mails with a confirmation link, in seconds.
pub const RESEND_EVERY: i64 = MINUTE;

/// Checks that a mail may be sent again, the last of which was sent at `mailed_at`.
///
/// # Errors
/// `Wait` before [`RESEND_EVERY`] is over.
pub(crate) fn may_resend(mailed_at: Timestamp, now: Timestamp) -> Result<(), Rejection> {
    let until = mailed_at.plus(RESEND_EVERY);
    match until.is_live_end(now, RESEND_EVERY) {
        true => Err(Rejection::Wait(Wait { until, now })),
        false => Ok(()),
    }
}

/// A one-time link. A newer link of the same kind and subject replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The digest of the link's token.
    pub digest: TokenDigest,
    /// What the link is for.
    pub kind: LinkKind,
    /// What the link is bound to: the digest of the sign-up's waiting token, the id of an invitation or a member, or the address
    /// whose password is reset; empty for the set-up link.
    pub subject: String,
    /// When the link expires.
    pub expires_at: Timestamp,
}

/// A registration that is not confirmed yet. It has no effect until the mailed link was opened and the password typed
/// again. Several may exist for one address, so that a sign-up of a stranger does not end the owner's confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignUp {
    /// The digest of the token that the waiting browser holds (*Send again*).
    pub waiting: TokenDigest,
    /// The address to be confirmed.
    pub email: Email,
    /// The name of the future member.
    pub name: String,
    /// The password hash of the future member.
    pub password: PasswordHash,
    /// When the sign-up was received.
    pub created_at: Timestamp,
    /// When the last mail was sent.
    pub mailed_at: Timestamp,
    /// When the sign-up expires.
    pub expires_at: Timestamp,
}

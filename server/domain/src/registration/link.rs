//! One-time links and sign-ups that wait for one.

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, HOUR, MINUTE},
        email::Email,
        password::PasswordHash,
        token::TokenDigest,
    },
};
use terms::LinkKind;

/// A set-up link lives this long, in seconds.
pub const SET_UP_LIFE: i64 = HOUR;
/// A confirmation link lives this long, in seconds; so does an unconfirmed sign-up.
pub const CONFIRM_LIFE: i64 = DAY;
/// An opened link must be used within this time, in seconds.
pub const HELD_LIFE: i64 = 30 * MINUTE;
/// *Send again* works once in this time, in seconds.
pub const RESEND_EVERY: i64 = MINUTE;

/// A one-time link. A newer one of the same kind and subject replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What the store knows its token by.
    pub digest: TokenDigest,
    /// What it is for.
    pub kind: LinkKind,
    /// Whom it is bound to: an e-mail key, or empty for the set-up link.
    pub subject: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Somebody's wish to become a member: they can do nothing until the mailed link was opened and the password typed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignUp {
    /// What the store knows the waiting browser by (*Send again*).
    pub waiting: TokenDigest,
    /// The address.
    pub email: Email,
    /// The name they gave.
    pub name: String,
    /// The password they chose, hashed.
    pub password: PasswordHash,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the last mail went out.
    pub mailed_at: Timestamp,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

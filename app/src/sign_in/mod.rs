//! Signing in: e-mail and password, then a passcode or a recovery code.

pub(crate) mod api;
mod challenge;
mod passcode;
mod password;
mod recovery;

#[cfg(feature = "ssr")]
pub(crate) use challenge::next_of;
pub(crate) use passcode::EnterPasscode;
pub(crate) use password::SignIn;
pub(crate) use recovery::UseRecoveryCode;

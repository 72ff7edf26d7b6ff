//! Signing in: e-mail and password, then a passcode or a recovery code.

pub mod api;
mod challenge;
mod passcode;
mod password;
mod recovery;

pub use passcode::EnterPasscode;
pub use password::SignIn;
pub use recovery::UseRecoveryCode;

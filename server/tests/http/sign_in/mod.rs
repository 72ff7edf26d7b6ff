//! Signing in: password, then passcode or recovery code.

pub mod passcode;
mod passcode_input;
pub mod password;
pub mod recovery;

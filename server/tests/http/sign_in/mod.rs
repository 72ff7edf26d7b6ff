//! Signing in: password, then passcode or recovery code.

mod cookies;
mod email;
pub(crate) mod passcode;
mod passcode_input;
pub(crate) mod password;
pub(crate) mod recovery;
mod rehash;
mod trusted;

//! B01–B16: single-use codes work once.

pub(super) mod malformed;
mod passcode;
pub(super) mod races;
mod recovery_code;

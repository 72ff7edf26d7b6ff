//! B01–B16: single-use codes work once.

pub(super) mod malformed;
pub(super) mod passcode;
pub(super) mod races;
mod recovery_code;

//! B01–B16: single-use codes work once.

pub mod malformed;
mod passcode;
pub mod races;
mod recovery_code;

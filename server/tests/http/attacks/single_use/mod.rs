//! B01–B16: one-time means once.

pub mod malformed;
mod passcode;
pub mod races;
mod recovery_code;

//! Storage of sign-in for third parties.

mod clients;
pub(crate) mod grants;
mod keys;
mod notices;
mod rows;

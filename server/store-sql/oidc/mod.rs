//! Storage of sign-in for third parties.

mod clients;
pub(crate) mod grants;
mod notices;
mod rows;

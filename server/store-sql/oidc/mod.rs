//! Storage of sign-in for third parties.

mod client_changes;
mod clients;
pub(crate) mod grants;
mod keys;
mod notices;
mod rows;

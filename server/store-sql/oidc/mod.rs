//! Storage of sign-in for third parties.

mod client_changes;
mod clients;

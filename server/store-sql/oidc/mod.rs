//! Storage of sign-in for third parties.

mod clients;
mod keys;

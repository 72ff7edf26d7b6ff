//! Sign-in for third parties.

pub(super) mod clients;

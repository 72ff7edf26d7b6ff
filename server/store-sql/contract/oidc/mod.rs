//! Sign-in for third parties.

pub(super) mod clients;
pub(super) mod grants;

//! The devices of a member.

pub(crate) mod add;
mod confirm;
mod remove;
mod rename;
mod scan;

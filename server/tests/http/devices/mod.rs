//! The devices of a member.

pub(crate) mod add;
mod colleague;
mod confirm;
mod remove;
mod rename;
mod scan;

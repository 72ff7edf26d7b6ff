//! The devices of a member.

pub(crate) mod add;
mod colleague;
pub(crate) mod colleague_link;
mod confirm;
mod remove;
mod rename;
mod scan;

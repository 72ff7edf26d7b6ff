//! The devices of a member.

pub mod add;
mod confirm;
mod remove;
mod rename;
mod scan;

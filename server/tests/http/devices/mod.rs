//! The devices of a member.

pub(crate) mod add;
mod clock;
mod colleague;
pub(crate) mod colleague_link;
mod colleague_mails;
mod colleague_programs;
mod confirm;
mod remove;
mod rename;
mod replace;
mod scan;
mod trial;

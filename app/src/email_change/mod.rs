//! Changing one's e-mail address.

mod api;
#[cfg(feature = "ssr")]
mod ask;
mod confirm;

#[cfg(feature = "ssr")]
pub(crate) use ask::content;
pub(crate) use confirm::{ChangeEmail, ChangeEmailLink};

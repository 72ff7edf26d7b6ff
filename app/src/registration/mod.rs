//! Registration of the first owner and of members.

pub(crate) mod api;
pub(crate) mod check_mail;
pub(crate) mod confirm_email;
mod join;
pub(crate) mod link;
#[cfg(feature = "ssr")]
pub(crate) use api::server as link_cookie;
pub(crate) mod person_fields;
mod set_up;
mod sign_up;
mod stop_reset;

pub(crate) use check_mail::CheckMail;
pub(crate) use confirm_email::{ConfirmEmail, ConfirmEmailLink};
pub(crate) use join::{Join, JoinLink};
pub(crate) use set_up::{SetUp, SetUpLink};
pub(crate) use sign_up::SignUp;
pub(crate) use stop_reset::StopResetLink;

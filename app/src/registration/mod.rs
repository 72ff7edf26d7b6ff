//! Becoming a member: the first owner, and those who sign up.

pub mod api;
mod check_mail;
mod confirm_email;
mod link;
mod person_fields;
mod set_up;
mod sign_up;

pub use check_mail::CheckMail;
pub use confirm_email::{ConfirmEmail, ConfirmEmailLink};
pub use set_up::{SetUp, SetUpLink};
pub use sign_up::SignUp;

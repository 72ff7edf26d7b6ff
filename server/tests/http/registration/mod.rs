//! Registration.

mod confirm_email;
pub(crate) mod set_up;
pub(crate) mod sign_up;

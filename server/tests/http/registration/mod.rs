//! Registration.

mod confirm_email;
pub mod set_up;
pub mod sign_up;

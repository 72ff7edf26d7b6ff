//! One page a file; what several pages share is in [`frame`].

pub mod account;
pub mod form_alert;
pub mod frame;
pub mod head;
pub mod home;
pub mod profile;
pub mod read;
pub mod recovery_codes;
pub mod security;
pub mod sign_in;
pub mod signed_out;
pub mod step_up;
pub mod two_factor;

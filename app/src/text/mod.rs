//! Every sentence a person reads, a module per page: another language replaces this module and touches no page.
//!
//! The words are those of the product's vocabulary (device, passcode, recovery code, holder, account, member), without synonyms.

pub mod alert;
pub mod confirm_email;
pub mod errors;
pub mod field;
pub mod frame;
pub mod home;
pub mod new_device;
pub mod passcode;
pub mod profile;
pub mod recovery;
pub mod recovery_codes;
pub mod remove;
pub mod scan;
pub mod security;
pub mod set_up;
pub mod sign_in;
pub mod sign_up;
pub mod switch_off;
pub mod time;
pub mod two_factor;

/// The title of a page in the browser's tab.
pub fn page_title(heading: &str, product: &str) -> String {
    format!("{heading} · {product}")
}

//! Sign-ins at apps.

pub mod grant;
pub mod store;

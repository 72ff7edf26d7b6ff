//! Twofold's domain: rules and use cases without I/O.
//!
//! Each subject has a folder with its pure rules, its use cases and the trait of its storage. The use cases are the
//! methods of [`Service`]; they reach the outside app through [`Store`] and the ports in [`kernel::ports`] only.

#![deny(missing_docs)]

pub mod activity;
pub mod api_keys;
pub mod approvals;
pub mod check_up;
pub mod closing;
pub mod devices;
pub mod email_change;
pub mod error;
pub mod forward_auth;
pub mod freeze;
pub mod introspection;
pub mod kernel;
pub mod live;
pub mod mail;
pub mod oidc;
pub mod operator;
pub mod password_reset;
pub mod places;
pub mod policy;
pub mod profile;
pub mod recovery;
pub mod registration;
pub mod service;
pub mod sessions;
pub mod sign_in;
pub mod store;
pub mod sweep;
pub mod team;
pub mod tokens;
mod turns;

pub use error::{Error, InternalError, Result};
pub use kernel::clock::{Clock, Timestamp};
pub use service::Service;
pub use store::Store;
pub use terms::Rejection;
pub use turns::Turn;

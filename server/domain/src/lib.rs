//! Twofold's rules, without I/O.
//!
//! Pure parts first (`passcode`, `counter`, `device`, `recovery`, `seal` …), then the two seams to the world
//! ([`Store`] and the ports in [`ports`]) and on top of them [`Service`], whose methods are the use cases.

#![deny(missing_docs)]

pub mod devices;
pub mod error;
pub mod kernel;
pub mod mail;
pub mod profile;
pub mod recovery;
pub mod registration;
pub mod service;
pub mod sessions;
pub mod sign_in;
pub mod store;

pub use error::{Error, InternalError, Result};
pub use kernel::clock::{Clock, Timestamp};
pub use service::Service;
pub use store::Store;
pub use terms::Rejection;

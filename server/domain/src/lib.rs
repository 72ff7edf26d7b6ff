//! Twofold's rules, without I/O.
//!
//! Pure parts first (`passcode`, `counter`, `device`, `recovery`, `seal` …), then the two seams to the world
//! ([`Store`] and the ports in [`ports`]) and on top of them [`Service`], whose methods are the use cases.

pub mod attempt;
pub mod browser;
pub mod clock;
pub mod counter;
pub mod device;
pub mod email;
pub mod id;
pub mod key_uri;
pub mod label;
pub mod link;
pub mod mail;
pub mod member;
pub mod own_path;
pub mod passcode;
pub mod password;
pub mod ports;
pub mod recovery;
pub mod refusal;
pub mod seal;
pub mod service;
pub mod session;
pub mod store;
pub mod throttle;
pub mod token;

#[cfg(feature = "testing")]
pub mod testing;

pub use clock::{Clock, Timestamp};
pub use refusal::{Error, Fault, Refused};
pub use service::Service;
pub use store::Store;

//! Values that no single subject owns, and the ports to the environment.

pub mod browser;
pub mod clock;
pub mod counter;
pub mod credential;
pub mod email;
pub mod id;
pub mod label;
pub mod mailed_code;
pub mod network;
pub mod password;
pub mod ports;
pub mod seal;
pub mod throttle;
pub mod token;

//! What every subject stands on: values without a subject of their own, and the ports to the machine.

pub mod browser;
pub mod clock;
pub mod counter;
pub mod email;
pub mod id;
pub mod label;
pub mod password;
pub mod ports;
pub mod seal;
pub mod throttle;
pub mod token;

//! Two-factor authentication: the list of devices, adding one, removing one, switching off.

pub mod api;
mod device_row;
mod discard;
mod list;
mod new_device;
mod remove_device;
mod rename;
mod scan;
#[cfg(feature = "ssr")]
mod server;
mod switch_off;

pub use list::TwoFactor;
pub use new_device::NewDevice;
pub use remove_device::RemoveDevice;
pub use scan::Scan;
pub use switch_off::SwitchOff;

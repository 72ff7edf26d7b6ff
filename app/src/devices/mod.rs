//! Two-factor authentication: the list of devices, adding one, removing one, switching off.

pub mod api;
mod apps;
mod device_row;
mod discard;
mod elsewhere;
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

use crate::shell::frame::Place;
use crate::shell::{side_nav::SideItem, top_bar::Section};

/// Every page here stands at the same place.
const fn place(title: &'static str) -> Place {
    Place {
        title,
        section: Section::Security,
        side: Some(SideItem::TwoFactor),
    }
}

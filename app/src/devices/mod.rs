//! Two-factor authentication: the list of devices, adding one, removing one, switching off.

pub(crate) mod add_colleague;
pub(crate) mod api;
#[cfg(feature = "ssr")]
mod colleague;
mod device_row;
mod discard;
mod enrol;
mod enrol_api;
#[cfg(feature = "ssr")]
mod enrol_steps;
#[cfg(feature = "ssr")]
mod enrolment;
mod list;
mod new_device;
#[cfg(feature = "ssr")]
mod remove_device;
mod rename;
#[cfg(feature = "ssr")]
mod replace;
mod scan;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
mod switch_off;
#[cfg(feature = "ssr")]
mod trial;

#[cfg(feature = "ssr")]
pub(crate) use colleague::content as colleague_content;
pub(crate) use enrol::{Enrol, EnrolLink};
#[cfg(feature = "ssr")]
pub(crate) use enrol_steps::ProveByCode;
#[cfg(feature = "ssr")]
pub(crate) use enrolment::content as enrolment_content;
pub(crate) use list::TwoFactor;
pub(crate) use new_device::NewDevice;
#[cfg(feature = "ssr")]
pub(crate) use remove_device::content as removal_content;
#[cfg(feature = "ssr")]
pub(crate) use replace::content as replacement_content;
pub(crate) use scan::Scan;
#[cfg(feature = "ssr")]
pub(crate) use switch_off::content as switch_off_content;
#[cfg(feature = "ssr")]
pub(crate) use trial::content as trial_content;

use crate::text::text;

/// The steps of adding a device.
fn steps() -> [&'static str; 3] {
    let words = text().new_device();
    [words.step_name(), words.step_scan(), words.step_confirm()]
}

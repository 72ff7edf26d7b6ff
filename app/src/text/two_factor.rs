//! The device list.

/// Of a device, in another browser.
pub const GONE_TITLE: &str = "This device is no longer there.";
pub const GONE: &str = "It was removed or discarded, perhaps by you in another browser.";
pub const TITLE: &str = "Two-factor authentication";
pub const LEAD_ON: &str = "Signing in asks for your password and a passcode from one of these devices.";
pub const LEAD_OFF: &str = "Add your phone, and signing in asks for your password and a passcode from it.";
pub const ADD: &str = "Add new device";
pub const DEVICES: &str = "Devices";

pub const NO_DEVICE: &str = "Two-factor is on, but you have no usable device.";
pub const NO_DEVICE_TEXT: &str = "Only a recovery code opens your account now. Add a device.";

pub const EMPTY_TITLE: &str = "No devices yet";
pub const EMPTY: &str = "A device is an authenticator app on a phone. It shows a passcode that nobody else has, so a stolen password is not enough.";

pub const ADDED: &str = "Added";
pub const LAST_USED: &str = "Last used";
pub const NEVER_USED: &str = "Not used yet";

pub const CONFIRMED: &str = "Confirmed";
pub const PENDING: &str = "Pending";
pub const CONTINUE: &str = "Continue";
pub const ELSEWHERE: &str = "Being set up in another browser";
pub const DISCARD: &str = "Discard";

pub const RENAME: &str = "Rename";
pub const NEW_NAME: &str = "New name";
pub const REMOVE: &str = "Remove";
pub const LOST: &str = "I lost this phone";
pub const MOST: &str = "Ten devices at most.";

pub const SWITCH_OFF: &str = "Switch off two-factor authentication";

/// Before a moment.
pub const EXPIRES: &str = "expires ";
/// What a passcode was last used for.
pub const PROVED_SET_UP: &str = "to set it up";
pub const PROVED_SIGN_IN: &str = "to sign in";
pub const PROVED_STEP_UP: &str = "to confirm a change";
pub const REPAIR_HELP: &str = "Is one of these lost? Open its menu and choose “I lost this phone”.";

pub fn on_since(date: &str) -> String {
    format!("Two-factor is on since {date}.")
}

pub fn more(device: &str) -> String {
    format!("More for {device}")
}

pub fn added(device: &str) -> String {
    format!("{device} is confirmed.")
}

//! Removing a device, lost or not.

pub const TITLE: &str = "Remove device";
pub const LOST_TITLE: &str = "I lost this phone";
pub const BUTTON: &str = "Remove device";
pub const LOST_BUTTON: &str = "Remove it everywhere";
pub const LOST_LEAD: &str =
    "The device, the sessions it opened and all trusted browsers stop at once. Two-factor stays on.";
pub const LOST_LAST: &str =
    "It is your only device: add a new one next. Until then only a recovery code opens your account.";
pub const LAST_TITLE: &str = "This is your last device.";
pub const LAST: &str =
    "Removing it switches two-factor authentication off: your password alone will open your account.";
pub const PASSCODE_HINT: &str = "From any device you still have.";
pub const OR_RECOVERY: &str = "Or a recovery code";

pub fn lead(device: &str) -> String {
    format!("Passcodes of {device} will no longer work. The sessions it opened and all trusted browsers end.")
}

pub fn done(device: &str) -> String {
    format!("{device} is removed.")
}

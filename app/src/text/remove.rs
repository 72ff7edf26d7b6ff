//! Removing a device, lost or not.

pub const TITLE: &str = "Remove device";
pub const LOST_TITLE: &str = "I lost this phone";
pub const BUTTON: &str = "Remove device";
pub const LOST_BUTTON: &str = "Remove it everywhere";
pub const LOST_LAST_TITLE: &str = "It is your only device. Two-factor stays on.";
pub const LOST_LAST: &str = "Add a new one next: until then only a recovery code opens your account.";
pub const LAST_TITLE: &str = "This is your last device.";
pub const LAST: &str =
    "Removing it switches two-factor authentication off: your password alone will open your account.";
pub const PASSCODE_HINT: &str = "From any device you still have.";
pub const NO_PASSCODE: &str =
    "No device to make a passcode? Sign out, then sign in with a recovery code: with it you can remove the lost phone.";
pub const LOST_INSTEAD: &str = "Is the phone lost? Then two-factor can stay on:";
pub const LAST_BUTTON: &str = "Switch off";
pub const PENDING: &str = "This device was never confirmed. It can only be discarded.";

/// This very session was opened with the lost device, and ends with it.
pub fn lost_own(codes_left: u32) -> String {
    let codes = match codes_left {
        0 => "You have none: make new ones first".to_owned(),
        1 => "You have 1 left".to_owned(),
        count => format!("You have {count} left"),
    };
    format!("You are signed out at once, and only a recovery code lets you in again to add a new one. {codes}.")
}

pub fn lead(device: &str) -> String {
    format!("Passcodes of {device} will no longer work. The sessions it opened end.")
}

pub fn lost_lead(device: &str) -> String {
    format!("{device} and the sessions it opened stop at once. Two-factor stays on.")
}

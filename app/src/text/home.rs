//! The check-up, and the one next step.

pub const TITLE: &str = "Home";
pub const LEAD_OFF: &str = "Passwords get stolen. Add your phone, and nobody signs in without it.";
pub const LEAD_ON: &str = "Signing in takes your password and a passcode from your phone.";
pub const PROTECT: &str = "Protect your account";
pub const PROTECT_TEXT: &str = "Turn on two-factor authentication. It takes about a minute; you need a phone with Google Authenticator or any other authenticator app.";
pub const PROTECT_BUTTON: &str = "Add new device";
pub const NOT_NOW: &str = "Not now";
pub const NOT_NOW_DONE: &str = "You chose “Not now”.";
pub const NOT_NOW_DONE_TEXT: &str =
    "Home asks again 14 days later. Two-factor authentication is always under Access and security.";
pub const SAVE_CODES: &str = "Save your recovery codes";
pub const SAVE_CODES_TEXT: &str = "Without them, a lost phone locks you out of your account.";
pub const SAVE_CODES_BUTTON: &str = "Recovery codes";
pub const SECOND_DEVICE: &str = "Add a second device";
pub const SECOND_DEVICE_TEXT: &str = "With two phones, losing one is no trouble.";
pub const NO_DEVICE: &str = "Add a device";
pub const NO_DEVICE_TEXT: &str =
    "Two-factor is on, but you have no usable device. Only a recovery code opens your account now.";
pub const FEW_CODES: &str = "Make new recovery codes";
pub const REPAIR: &str = "Set up a device";
pub const REPAIR_TEXT: &str = "Add the phone you have now. Then sign out, and sign in with a passcode from it.";
pub const ALL_WELL: &str = "Your account is well protected.";
pub const ALL_WELL_TEXT: &str = "Two-factor is on, with more than one device and recovery codes.";

pub const CHECK_UP: &str = "Security check-up";
pub const PASSWORD: &str = "Password";
pub const EMAIL: &str = "E-mail";
pub const TWO_FACTOR: &str = "Two-factor authentication";
pub const RECOVERY_CODES: &str = "Recovery codes";
pub const LAST_SIGN_IN: &str = "Last sign-in";

pub const STATE_ON: &str = "On";
pub const STATE_OFF: &str = "Off";
pub const STATE_SET: &str = "Set";
pub const STATE_CONFIRMED: &str = "Confirmed";
pub const STATE_NONE: &str = "None";
pub const STATE_NOT_SAVED: &str = "Not saved";
pub const STATE_SAVED: &str = "Saved";
pub const STATE_FEW: &str = "Few";
pub const AFTER_FIRST_DEVICE: &str = "After your first device";
pub const TURN_ON: &str = "Turn on";
pub const MANAGE: &str = "Manage";
pub const MAKE_NEW: &str = "Make new ones";
pub const SAVE: &str = "Save";
pub const CHANGE: &str = "Change";
/// Before a moment.
pub const CHANGED: &str = "Changed ";
pub const NO_DEVICE_YET: &str = "No device yet";
pub const THIS_BROWSER: &str = "This browser";
pub const ANOTHER_BROWSER: &str = "Another browser";

pub fn devices(count: u32) -> String {
    match count {
        0 => "No usable device".to_owned(),
        1 => "1 device".to_owned(),
        _ => format!("{count} devices"),
    }
}

pub fn codes_left(count: u32) -> String {
    format!("{count} left")
}

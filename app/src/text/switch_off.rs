//! The end of two-factor.

pub const TITLE: &str = "Switch off two-factor authentication";
pub const LEAD: &str = "Your password alone will open your account. All your devices and recovery codes are removed, and all other sessions end.";
pub const PASSCODE_HINT: &str = "One last time.";
pub const BUTTON: &str = "Switch off";
pub const KEEP: &str = "Keep it on";
pub const DONE: &str = "Two-factor authentication is off.";

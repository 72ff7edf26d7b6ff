//! The end of two-factor.

pub const TITLE: &str = "Switch off two-factor authentication";
pub const LEAD: &str = "Your password alone will open your account. All your devices and recovery codes are removed, and all other sessions end.";
pub const PASSCODE_HINT: &str = "One last time.";
pub const BUTTON: &str = "Switch off";
pub const KEEP: &str = "Keep it on";
pub const OFF_ALREADY: &str = "Two-factor authentication is off already.";
pub const NOT_IN_REPAIR: &str = "Not with a recovery code: sign in with a passcode first.";
pub const BACK: &str = "Two-factor authentication";

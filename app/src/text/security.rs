//! The cards of *Access and security*.

pub const TITLE: &str = "Access and security";
pub const LEAD: &str = "Who can sign in to your account, and how.";
pub const TWO_FACTOR: &str = "Your phones and other devices that show passcodes.";
pub const RECOVERY_CODES: &str = "Ten single-use codes for the day your phone is gone.";

pub const ON: &str = "On";
pub const OFF: &str = "Off";

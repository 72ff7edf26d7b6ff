//! Labels and words that several forms share.

pub const EMAIL: &str = "E-mail";
pub const PASSWORD: &str = "Password";
pub const NAME: &str = "Your name";

pub const SHOW_PASSWORD: &str = "Show password";
pub const CAPS_LOCK: &str = "Caps Lock is on";
pub const WORKING: &str = "One moment…";

pub const COPY: &str = "Copy";
pub const COPIED: &str = "Copied";
pub const PRINT: &str = "Print";
pub const DOWNLOAD: &str = "Download";
pub const SAVE: &str = "Save";

pub const STRENGTH: &str = "Strength of the password";
pub const STRENGTH_SHORT: &str = "Too short: at least 8 characters.";
pub const STRENGTH_FAIR: &str = "Good enough with two-factor on. Without it, use 15 characters or more.";
pub const STRENGTH_GOOD: &str = "Long enough to stand alone.";

pub const NEW_PASSWORD_HINT: &str =
    "At least 8 characters; 15 or more are better. A few words in a row are easy to keep in mind.";

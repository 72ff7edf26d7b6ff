//! The member’s own page.

pub const TITLE: &str = "My profile";
pub const ABOUT: &str = "About you";
pub const NAME: &str = "Name";
pub const EMAIL: &str = "E-mail";
pub const PASSWORD: &str = "Password";
pub const TWO_FACTOR: &str = "Two-factor authentication";
pub const TWO_FACTOR_OFF: &str = "Off. Your password alone opens your account.";
pub const TWO_FACTOR_ON: &str = "On. Signing in asks for your password and a passcode.";
pub const ACTIVATE: &str = "Activate two-factor authentication";
pub const MANAGE: &str = "Manage two-factor authentication";
/// Filled into the form that *Activate* opens.
pub const FIRST_DEVICE_NAME: &str = "My phone";

pub const EMAIL_HINT: &str = "You sign in with it.";
/// Before a moment.
pub const PASSWORD_CHANGED: &str = "Changed ";
pub const CURRENT: &str = "Current password";
pub const NEW: &str = "New password";
pub const PASSCODE_HINT: &str = "From one of your devices.";
pub const CHANGE: &str = "Change password";
pub const CHANGED_TITLE: &str = "Your password is changed.";
pub const CHANGED_TEXT: &str = "All other sessions have ended.";
pub const LEAD: &str = "Who you are here, and how you sign in.";
pub const CURRENT_HINT: &str = "The one you sign in with now.";

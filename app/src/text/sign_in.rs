//! The first factor.

pub const TITLE: &str = "Sign in";
pub const BUTTON: &str = "Sign in";
pub const NO_ACCOUNT: &str = "No account yet?";
pub const SIGN_UP: &str = "Create your account";
pub const SESSION_ENDED_TITLE: &str = "Your session has ended.";
pub const SESSION_ENDED_TEXT: &str = "Sign in again, then repeat this. Nothing was changed.";
pub const DEVICE_REMOVED_TITLE: &str = "The device is removed.";
pub const DEVICE_REMOVED: &str = "Sign in again, with a passcode from another device or with a recovery code.";

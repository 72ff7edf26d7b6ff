//! What surrounds every page.

pub const SKIP: &str = "Skip to content";
pub const MAIN_NAV: &str = "Main";
pub const OVERVIEW: &str = "Overview";
pub const SIGN_OUT: &str = "Sign out";
pub const BACK: &str = "Back";
pub const CANCEL: &str = "Cancel";

pub const THEME: &str = "Theme";
pub const THEME_SYSTEM: &str = "System";
pub const THEME_LIGHT: &str = "Light";
pub const THEME_DARK: &str = "Dark";

pub const STEP_DONE: &str = " (done)";

/// What a screen reader says of a list of steps.
pub fn step_of(current: usize, count: usize) -> String {
    format!("Step {current} of {count}")
}

#[cfg(feature = "ssr")]
/// What a search engine or a shared link says of this service.
pub const DESCRIPTION: &str = "Sign in with a password and a rolling passcode, and manage the devices that show it.";

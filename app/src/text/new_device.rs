//! Naming a device before its QR code.

pub const TITLE: &str = "Add new device";
pub const STEPS: [&str; 3] = ["Name it", "Scan", "Confirm"];
pub const LEAD: &str = "It takes about a minute. Have the phone at hand.";
pub const APP_TITLE: &str = "Get an authenticator app first";
pub const APP_HELP: &str = "Which app do I need?";
pub const APP_HELP_TEXT: &str = "Google Authenticator is free. Any other standard (TOTP) app will do as well: Microsoft Authenticator, 1Password, Bitwarden, Aegis, FreeOTP.";
pub const APP_GOOGLE: &str = "Google Authenticator, free for Android and iPhone:";
pub const APP_OTHER: &str = "Any other standard (TOTP) app will do as well.";
pub const PLAY_STORE: &str = "Play Store";
pub const APP_STORE: &str = "App Store";
pub const PLAY_STORE_URL: &str = "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2";
pub const APP_STORE_URL: &str = "https://apps.apple.com/app/google-authenticator/id388497605";
pub const NAME: &str = "Device name";
pub const NAME_HINT: &str = "So that you know it in the list: My phone, Old Pixel.";
pub const PASSWORD_HINT: &str = "The password of your account, to be sure that it is you.";
pub const PASSCODE_HINT: &str = "From a device you already have.";
pub const BUTTON: &str = "Add";

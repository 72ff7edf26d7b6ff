//! The page with the QR code.

pub const TITLE: &str = "Scan the QR code";
pub const OPEN_APP: &str = "Open in authenticator app";
pub const OR_OTHER_PHONE: &str = "or scan with another phone";
pub const CANNOT_SCAN: &str = "Can’t scan?";
pub const KEY_HINT: &str = "Type this key into the app by hand and choose “time based”.";
pub const BUTTON: &str = "Verify";
pub const START_AGAIN: &str = "Start again";
pub const ELSEWHERE_TITLE: &str = "This device is being set up in another browser.";
pub const ELSEWHERE: &str = "Its QR code is shown only there. You can discard it here and start again.";

pub fn lead(device: &str) -> String {
    format!("In your authenticator app choose +, then Scan a QR code. “{device}” will appear there.")
}

pub fn passcode_hint(product: &str) -> String {
    format!("The six digits the app shows for {product}. They change every 30 seconds.")
}

pub fn qr_label(device: &str) -> String {
    format!("QR code for {device}. Instead of scanning it you can type the key beside it.")
}

/// Before the moment at which it expires.
pub const SHOWN_ONLY_HERE: &str = "This page is shown only in this browser and expires ";
/// After it.
pub const UNCHANGED: &str = ". Your account stays as it is until the passcode is right.";
pub const GONE_TITLE: &str = "This QR code is over";
pub const GONE: &str = "Its device is confirmed already, or the 15 minutes to confirm it have passed. Look at your devices, or add one anew.";

/// Before the moment at which it expires.
pub const EXPIRES: &str = "It expires ";

pub fn elsewhere_lead(device: &str) -> String {
    format!("“{device}” waits for its first passcode.")
}

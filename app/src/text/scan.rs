//! The page with the QR code.

use super::time::length;

pub const TITLE: &str = "Scan the QR code";
pub const OPEN_APP: &str = "Open in authenticator app";
pub const OR_OTHER_PHONE: &str = "or scan with another phone";
pub const CANNOT_SCAN: &str = "Can’t scan?";
pub const KEY_HINT: &str = "Type this key into the app by hand and choose “time based”.";
pub const KEY: &str = "Key";
pub const PASSCODE: &str = "Passcode";
pub const BUTTON: &str = "Verify";
pub const START_AGAIN: &str = "Start again";
pub const API_CALLS: &str = "From now on API calls against this account need a passcode too.";
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

pub fn shown_only_here(seconds: i64) -> String {
    format!(
        "This page is shown only here, for the next {}. Your account stays as it is until the passcode is right.",
        length(seconds)
    )
}

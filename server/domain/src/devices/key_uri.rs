//! The key URI for QR codes, and the same key for typing.
//!
//! The format is "Key Uri Format" of the Google Authenticator wiki. Default parameters are omitted, because some apps
//! reject parameters they do not know.

use crate::sign_in::passcode::SharedSecret;
use data_encoding::BASE32_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

/// Maximum length of the label after percent-encoding, in bytes. It keeps the QR code small enough for poor cameras.
const LABEL_MAX: usize = 96;

/// The parts of the label that an authenticator app shows.
pub struct KeyLabel<'a> {
    /// The product name.
    pub issuer: &'a str,
    /// The member's e-mail address.
    pub email: &'a str,
    /// The device's name.
    pub device: &'a str,
    /// Distinguishes the labels of one member if they have to be truncated.
    pub number: usize,
}

/// Returns `otpauth://totp/{issuer}:{e-mail (device)}?secret={base32}&issuer={issuer}`.
pub fn key_uri(secret: &SharedSecret, label: &KeyLabel<'_>) -> Zeroizing<String> {
    let issuer = encode(&without_colons(label.issuer));
    let text = label_text(label);
    let key = base32(secret);
    Zeroizing::new(format!(
        "otpauth://totp/{issuer}:{text}?secret={}&issuer={issuer}",
        key.as_str()
    ))
}

/// Returns the key as base32 in groups of four characters, for people who cannot scan the QR code.
pub fn manual_key(secret: &SharedSecret) -> Vec<String> {
    let key = base32(secret);
    key.as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect()
}

fn base32(secret: &SharedSecret) -> Zeroizing<String> {
    Zeroizing::new(BASE32_NOPAD.encode(secret.expose_secret()))
}

fn label_text(label: &KeyLabel<'_>) -> String {
    let whole = without_colons(&format!("{} ({})", label.email, label.device));
    let encoded = encode(&whole);
    if encoded.len() <= LABEL_MAX {
        return encoded;
    }
    let end = encode(&format!("… {}", label.number));
    let mut cut = String::new();
    for c in whole.chars() {
        let next = encode(c.encode_utf8(&mut [0; 4]));
        if cut.len() + next.len() + end.len() > LABEL_MAX {
            break;
        }
        cut.push_str(&next);
    }
    cut + &end
}

/// Replaces colons, because a colon, encoded or not, separates issuer and account.
fn without_colons(text: &str) -> String {
    text.replace(':', "-")
}

/// Everything except RFC 3986's unreserved characters and `@`. A space becomes `%20`, never `+`.
const IN_LABEL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

fn encode(text: &str) -> String {
    utf8_percent_encode(text, IN_LABEL).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(issuer: &str, email: &str, device: &str) -> String {
        let secret = SharedSecret::from_bytes(&[0x5a; 20]).expect("20 bytes");
        key_uri(
            &secret,
            &KeyLabel {
                issuer,
                email,
                device,
                number: 3,
            },
        )
        .to_string()
    }

    #[test]
    fn the_usual_uri() {
        let expected = "otpauth://totp/Twofold:ana@example.com%20%28My%20phone%29?secret=LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2&issuer=Twofold";
        assert_eq!(uri("Twofold", "ana@example.com", "My phone"), expected);
    }

    #[test]
    fn hostile_names_stay_inside_the_label() {
        let uri = uri("A & B", "ana@example.com", "x?secret=AAAA&issuer=Evil#:/\"<👩");
        assert_eq!(uri.matches('?').count() + uri.matches('#').count(), 1);
        assert_eq!(uri.matches('&').count(), 1);
        assert_eq!(uri.matches(':').count(), 2);
        assert!(uri.starts_with("otpauth://totp/A%20%26%20B:"));
    }

    #[test]
    fn long_labels_are_cut_between_characters_and_numbered() {
        let uri = uri("Twofold", "ana@example.com", &"é".repeat(64));
        let label = uri.split([':', '?']).nth(2).expect("a label");
        assert!(label.len() <= LABEL_MAX, "{}", label.len());
        assert!(label.ends_with("%C3%A9%E2%80%A6%203"), "{label}");
    }

    #[test]
    fn the_manual_key_has_eight_groups_of_four() {
        let secret = SharedSecret::from_bytes(&[0xff; 20]).expect("20 bytes");
        assert_eq!(manual_key(&secret), vec!["7777"; 8]);
    }
}

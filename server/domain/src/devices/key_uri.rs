//! The key URI for QR codes, and the same key for typing.
//!
//! The format is "Key Uri Format" of the Google Authenticator wiki. Default parameters are omitted, because some apps
//! reject parameters they do not know.

use crate::{kernel::id::DeviceId, sign_in::passcode::SharedSecret};
use data_encoding::BASE32_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

/// Maximum length of the label after percent-encoding, in bytes. It keeps the QR code small enough for poor cameras.
const LABEL_MAX: usize = 96;
/// Maximum length of the issuer after percent-encoding, in bytes. It occurs twice.
const ISSUER_MAX: usize = 63;
/// Maximum length of a URI with a secret of 20 bytes, in bytes: a QR code of version 12 with error correction M holds
/// 287 bytes (ISO/IEC 18004), and its 65 modules and the quiet zone have 4 px each on a screen of 360 px.
pub const URI_MAX: usize = 160 + 2 * ISSUER_MAX;
/// Characters of the device's id that distinguish a truncated label.
const SUFFIX: usize = 8;

/// The parts of the label that an authenticator app shows.
pub struct KeyLabel<'a> {
    /// The product name.
    pub issuer: &'a str,
    /// The member's e-mail address.
    pub email: &'a str,
    /// The device's name.
    pub device: &'a str,
    /// The device's id, whose beginning distinguishes truncated labels. It is random, so that no label is given out
    /// again after its device was removed.
    pub id: &'a DeviceId,
    /// The ids of the member's other devices.
    pub others: &'a [DeviceId],
}

/// Returns `otpauth://totp/{issuer}:{e-mail (device)}?secret={base32}&issuer={issuer}`.
pub fn key_uri(secret: &SharedSecret, label: &KeyLabel<'_>) -> Zeroizing<String> {
    let issuer = cut(&without_colons(label.issuer), ISSUER_MAX, "…");
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
    cut(&whole, LABEL_MAX, &format!("… {}", suffix(label.id, label.others)))
}

/// The beginning of `id` that no other id shares.
fn suffix<'a>(id: &'a DeviceId, others: &[DeviceId]) -> &'a str {
    let id = id.as_str();
    let shared = |length: &usize| {
        let start = id.get(..*length);
        others.iter().any(|other| other.as_str().get(..*length) == start)
    };
    let length = (SUFFIX..id.len()).find(|length| !shared(length));
    length.and_then(|length| id.get(..length)).unwrap_or(id)
}

/// Percent-encodes a text; a text that is longer than `max` bytes then is cut between characters and gets this end.
fn cut(whole: &str, max: usize, end: &str) -> String {
    let encoded = encode(whole);
    if encoded.len() <= max {
        return encoded;
    }
    let end = encode(end);
    let mut start = String::new();
    for c in whole.chars() {
        let next = encode(c.encode_utf8(&mut [0; 4]));
        if start.len() + next.len() + end.len() > max {
            break;
        }
        start.push_str(&next);
    }
    start + &end
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

    fn id(hex: &str) -> DeviceId {
        DeviceId::parse(&format!("{hex:0<32}")).expect("an id")
    }

    fn uri(issuer: &str, email: &str, device: &str) -> String {
        uri_beside(issuer, email, device, &id("1f3a9c2e77"), &[])
    }

    fn uri_beside(issuer: &str, email: &str, device: &str, id: &DeviceId, others: &[DeviceId]) -> String {
        let secret = SharedSecret::from_bytes(&[0x5a; 20]).expect("20 bytes");
        let label = KeyLabel {
            issuer,
            email,
            device,
            id,
            others,
        };
        key_uri(&secret, &label).to_string()
    }

    fn label_of(uri: &str) -> &str {
        uri.split([':', '?']).nth(2).expect("a label")
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
    fn long_labels_are_cut_between_characters_and_distinguished() {
        let uri = uri("Twofold", "ana@example.com", &"é".repeat(64));
        let label = label_of(&uri);
        assert!(label.len() <= LABEL_MAX, "{}", label.len());
        assert!(label.ends_with("%C3%A9%E2%80%A6%201f3a9c2e"), "{label}");
    }

    #[test]
    fn no_two_devices_of_a_member_have_the_same_label() {
        let (first, second, third) = (id("1f3a9c2e77"), id("1f3a9c2e78"), id("aa"));
        let label = |device: &str, id: &DeviceId, others: &[DeviceId]| {
            label_of(&uri_beside("Twofold", "anna.petrowa@example.com", device, id, others)).to_owned()
        };
        let (work, new) = ("Телефон Анны работа", "Телефон Анны новый");
        let before = label(work, &first, &[]);
        let later = label(new, &third, std::slice::from_ref(&first));
        let again = label(work, &third, &[]);
        assert!(before != later && before != again, "{before} {later} {again}");
        // Ids that begin alike.
        let (one, two) = (
            label(work, &first, std::slice::from_ref(&second)),
            label(new, &second, std::slice::from_ref(&first)),
        );
        assert_ne!(one, two);
        assert!(one.len() <= LABEL_MAX && two.len() <= LABEL_MAX);
    }

    #[test]
    fn no_uri_is_longer_than_its_bound() {
        for c in ["a", "é", "漢", "👩", " ", "%"] {
            let (issuer, device) = (c.repeat(64), c.repeat(64));
            let email = format!("{}@{}.example", "a".repeat(64), "b".repeat(63));
            let uri = uri(&issuer, &email, &device);
            assert!(uri.len() <= URI_MAX, "{} {uri}", uri.len());
            assert_eq!(uri.matches("%E2%80%A6").count(), 3, "issuer, label, issuer: {uri}");
        }
        let kanji = "認証統合管理基盤利用者向安全中心東京本社情報部門用";
        let uri = uri(kanji, "ana@example.com", "My phone");
        assert!(
            uri.starts_with("otpauth://totp/%E8%AA%8D%E8%A8%BC") && uri.len() <= URI_MAX,
            "{uri}"
        );
    }

    #[test]
    fn the_manual_key_has_eight_groups_of_four() {
        let secret = SharedSecret::from_bytes(&[0xff; 20]).expect("20 bytes");
        assert_eq!(manual_key(&secret), vec!["7777"; 8]);
    }
}

//! The key URI for QR codes, and the same key for typing.
//!
//! The format is "Key Uri Format" of the Google Authenticator wiki. Default parameters are omitted, because some apps
//! reject parameters they do not know.

use super::key_label::{KeyLabel, LABEL_MAX, encode, shortened, without_colons};
use crate::sign_in::passcode::{SharedSecret, TotpParameters};
use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

/// Maximum length of the issuer after percent-encoding, in bytes. It occurs twice.
const ISSUER_MAX: usize = 63;
/// Maximum length of a URI with a secret of 20 bytes, in bytes: a QR code of version 12 with error correction M holds
/// 287 bytes (ISO/IEC 18004), and its 65 modules and the quiet zone have 4 px each on a screen of 360 px.
pub const URI_MAX: usize = 160 + 2 * ISSUER_MAX;

/// Returns `otpauth://totp/{issuer}:{e-mail (device)}?secret={base32}&issuer={issuer}`. The issuer is the product name.
/// Algorithm and digits follow where they are not the defaults.
pub fn key_uri(secret: &SharedSecret, issuer: &str, label: &KeyLabel, parameters: TotpParameters) -> Zeroizing<String> {
    let issuer = encode(&shortened(&without_colons(issuer), "", ISSUER_MAX));
    // Labels from before this rule were shortened when they were shown.
    let label = encode(&shortened(label.as_str(), "", LABEL_MAX));
    let key = base32(secret);
    let (usual, TotpParameters { algorithm, digits }) = (TotpParameters::PERSONAL, parameters);
    let mut more = String::new();
    if algorithm != usual.algorithm {
        more += &format!("&algorithm={}", algorithm.as_str());
    }
    if digits != usual.digits {
        more += &format!("&digits={digits}");
    }
    Zeroizing::new(format!(
        "otpauth://totp/{issuer}:{label}?secret={}&issuer={issuer}{more}",
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

/// Returns the secret in base32 without padding.
pub(crate) fn base32(secret: &SharedSecret) -> Zeroizing<String> {
    Zeroizing::new(BASE32_NOPAD.encode(secret.expose_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_in::passcode::Algorithm;

    fn uri(issuer: &str, email: &str, device: &str) -> String {
        let secret = SharedSecret::from_bytes(&[0x5a; 20]).expect("20 bytes");
        let label = KeyLabel::plain(email, device);
        key_uri(&secret, issuer, &label, TotpParameters::PERSONAL).to_string()
    }

    #[test]
    fn the_usual_uri() {
        let expected = "otpauth://totp/Twofold:ana@example.com%20%28My%20phone%29?secret=LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2&issuer=Twofold";
        assert_eq!(uri("Twofold", "ana@example.com", "My phone"), expected);
    }

    #[test]
    fn only_what_is_not_the_default_is_named() {
        let secret = SharedSecret::from_bytes(&[0x5a; 20]).expect("20 bytes");
        let label = KeyLabel::plain("ana@example.com", "Backup");
        let ends = |algorithm, digits, end: &str| {
            let uri = key_uri(&secret, "Twofold", &label, TotpParameters { algorithm, digits });
            assert!(uri.ends_with(end), "{}", *uri);
        };
        ends(Algorithm::Sha1, 6, "&issuer=Twofold");
        ends(Algorithm::Sha1, 8, "&issuer=Twofold&digits=8");
        ends(Algorithm::Sha512, 8, "&issuer=Twofold&algorithm=SHA512&digits=8");
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

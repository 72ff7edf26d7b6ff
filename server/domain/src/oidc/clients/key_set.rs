//! The public keys of an app that proves itself with assertions: a JSON Web Key Set (RFC 7517).

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use terms::Problem;

/// Maximum length of a set as it is typed, in bytes.
const SET_BYTES: usize = 8 * 1024;
/// Maximum keys of an app.
const KEYS_MAX: usize = 5;
/// Maximum length of a key's id, in bytes.
const KID_BYTES: usize = 128;
/// Bytes of a coordinate of P-256.
const COORDINATE: usize = 32;
/// Bits of an RSA modulus.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
/// Maximum bytes of an RSA exponent.
const EXPONENT: usize = 4;
/// The members that only private and symmetric keys have (RFC 7518 sections 6.2.2, 6.3.2 and 6.4).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeySet {
    keys: Vec<Jwk>,
}

/// A public key, with the members that are kept and those that other programs write beside them.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Jwk {
    kty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alg: Option<String>,
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    usage: Option<String>,
    #[serde(rename = "key_ops", skip_serializing)]
    _operations: Option<IgnoredAny>,
    #[serde(rename = "ext", skip_serializing)]
    _extractable: Option<IgnoredAny>,
    #[serde(rename = "x5u", skip_serializing)]
    _certificate_url: Option<IgnoredAny>,
    #[serde(rename = "x5c", skip_serializing)]
    _certificates: Option<IgnoredAny>,
    #[serde(rename = "x5t", skip_serializing)]
    _thumbprint: Option<IgnoredAny>,
    #[serde(rename = "x5t#S256", skip_serializing)]
    _long_thumbprint: Option<IgnoredAny>,
    #[serde(rename = "iat", skip_serializing)]
    _issued_at: Option<IgnoredAny>,
    #[serde(rename = "nbf", skip_serializing)]
    _not_before: Option<IgnoredAny>,
    #[serde(rename = "exp", skip_serializing)]
    _expires_at: Option<IgnoredAny>,
}

/// Parses a JSON Web Key Set of 1 to 5 public keys on P-256, or RSA keys of 2048 to 4096 bits. Returns it with the members that
/// a check of a signature needs.
///
/// That a point is on the curve is found out by what checks the signature.
///
/// # Errors
/// `Missing`; `TooLong` for more than 8 KiB or five keys; `TooShort` for an RSA key below 2048 bits; `PrivateKey`; `Malformed`.
pub(super) fn parse(typed: &str) -> Result<String, Problem> {
    if typed.trim().is_empty() {
        return Err(Problem::Missing);
    }
    if typed.len() > SET_BYTES {
        return Err(Problem::TooLong);
    }
    let set: KeySet = serde_json::from_str(typed).map_err(|_| malformed(typed))?;
    if set.keys.is_empty() {
        return Err(Problem::Missing);
    }
    if set.keys.len() > KEYS_MAX {
        return Err(Problem::TooLong);
    }
    for (n, key) in set.keys.iter().enumerate() {
        key.check()?;
        let same = |other: &Jwk| key.kid.is_some() && other.kid == key.kid;
        if set.keys.iter().skip(n + 1).any(same) {
            return Err(Problem::Malformed);
        }
    }
    serde_json::to_string(&serde_json::json!({ "keys": set.keys })).map_err(|_| Problem::Malformed)
}

/// What is wrong with a text that is no set of public keys.
fn malformed(typed: &str) -> Problem {
    let has_private = |value: &serde_json::Value| {
        let key = value.as_object();
        key.is_some_and(|key| PRIVATE.iter().any(|name| key.contains_key(*name)))
    };
    let value: serde_json::Value = serde_json::from_str(typed).unwrap_or_default();
    let in_set = value.get("keys").and_then(serde_json::Value::as_array);
    let in_set = in_set.is_some_and(|keys| keys.iter().any(has_private));
    match in_set || has_private(&value) || typed.contains("PRIVATE KEY") {
        true => Problem::PrivateKey,
        false => Problem::Malformed,
    }
}

impl Jwk {
    fn check(&self) -> Result<(), Problem> {
        let only = |value: &Option<String>, allowed: &str| value.as_deref().is_none_or(|value| value == allowed);
        let kid = self.kid.as_deref().is_none_or(is_kid);
        if !kid || !only(&self.usage, "sig") {
            return Err(Problem::Malformed);
        }
        match self.kty.as_str() {
            "EC" if only(&self.alg, "ES256") && self.n.is_none() && self.e.is_none() => self.check_point(),
            "RSA" if only(&self.alg, "RS256") && self.x.is_none() && self.y.is_none() && self.crv.is_none() => {
                self.check_rsa()
            }
            _ => Err(Problem::Malformed),
        }
    }

    fn check_point(&self) -> Result<(), Problem> {
        let is_coordinate = |value: &Option<String>| decoded(value).is_some_and(|bytes| bytes.len() == COORDINATE);
        let valid = self.crv.as_deref() == Some("P-256") && is_coordinate(&self.x) && is_coordinate(&self.y);
        valid.then_some(()).ok_or(Problem::Malformed)
    }

    fn check_rsa(&self) -> Result<(), Problem> {
        let (Some(n), Some(e)) = (decoded(&self.n), decoded(&self.e)) else {
            return Err(Problem::Malformed);
        };
        let odd = |bytes: &[u8]| bytes.last().is_some_and(|last| last % 2 == 1);
        let one = e.iter().rev().skip(1).all(|byte| *byte == 0) && e.last() == Some(&1);
        if !odd(&n) || !odd(&e) || one || e.len() > EXPONENT {
            return Err(Problem::Malformed);
        }
        match bits(&n) {
            few if few < *RSA_BITS.start() => Err(Problem::TooShort),
            many if many > *RSA_BITS.end() => Err(Problem::Malformed),
            _ => Ok(()),
        }
    }
}

fn is_kid(kid: &str) -> bool {
    !kid.is_empty() && kid.len() <= KID_BYTES && kid.bytes().all(|byte| byte.is_ascii_graphic())
}

fn decoded(value: &Option<String>) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(value.as_deref()?.as_bytes()).ok()
}

/// The length of a number in bits.
fn bits(number: &[u8]) -> usize {
    let number: Vec<_> = number.iter().skip_while(|byte| **byte == 0).collect();
    let unused = number.first().map_or(0, |first| first.leading_zeros());
    (number.len() * 8).saturating_sub(usize::try_from(unused).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(bytes: usize, first: u8) -> String {
        let mut number = vec![0x5a; bytes];
        number[0] = first;
        number[bytes - 1] = 1;
        BASE64URL_NOPAD.encode(&number)
    }

    fn ec(more: &str) -> String {
        let (x, y) = (number(32, 7), number(32, 9));
        format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"{more}}}"#)
    }

    fn rsa(bytes: usize, first: u8, e: &str) -> String {
        format!(r#"{{"kty":"RSA","n":"{}","e":"{e}"}}"#, number(bytes, first))
    }

    fn set(keys: &[String]) -> String {
        format!(r#"{{"keys":[{}]}}"#, keys.join(","))
    }

    #[test]
    fn public_keys_are_kept_without_what_nothing_reads() {
        let typed = set(&[
            ec(r#","kid":"a","use":"sig","alg":"ES256","x5c":["MII"],"key_ops":["verify"]"#),
            rsa(256, 0x80, "AQAB"),
        ]);
        let kept = parse(&typed).expect("two keys");
        assert!(kept.contains(r#""kid":"a""#) && kept.contains("AQAB"), "{kept}");
        assert!(
            !kept.contains("x5c") && !kept.contains("null") && !kept.contains("key_ops"),
            "{kept}"
        );
        assert_eq!(parse(&kept).as_ref(), Ok(&kept));
        let spaced = format!(" {}\n", set(&[rsa(512, 0xff, "Aw")]));
        assert!(parse(&spaced).is_ok());
    }

    #[test]
    fn a_private_key_is_called_one() {
        let secret = number(32, 7);
        for key in [
            ec(&format!(r#","d":"{secret}""#)),
            format!(r#"{{"kty":"oct","k":"{secret}"}}"#),
        ] {
            assert_eq!(
                parse(&set(std::slice::from_ref(&key))),
                Err(Problem::PrivateKey),
                "{key}"
            );
            assert_eq!(parse(&key), Err(Problem::PrivateKey), "{key}");
        }
        let pem = "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----";
        assert_eq!(parse(pem), Err(Problem::PrivateKey));
    }

    #[test]
    fn what_is_no_set_of_strong_public_keys_is_refused() {
        let six: Vec<_> = (0..6).map(|_| ec("")).collect();
        let long = set(&[ec(&format!(r#","x5c":"{}""#, "a".repeat(SET_BYTES)))]);
        for (typed, problem) in [
            (" ".to_owned(), Problem::Missing),
            (set(&[]), Problem::Missing),
            (set(&six), Problem::TooLong),
            (long, Problem::TooLong),
            (set(&[rsa(256, 0x7f, "AQAB")]), Problem::TooShort),
            (set(&[rsa(128, 0xff, "AQAB")]), Problem::TooShort),
        ] {
            assert_eq!(parse(&typed), Err(problem), "{typed:.60}");
        }
        let point = number(32, 7);
        for wrong in [
            "null".to_owned(),
            "[]".to_owned(),
            "{\"keys\":{}}".to_owned(),
            ec(""),
            format!("{} {}", set(&[ec("")]), set(&[ec("")])),
            format!(r#"{{"keys":[{}],"keys":[]}}"#, ec("")),
            format!(r#"{{"keys":[{}],"more":1}}"#, ec("")),
            set(&[ec(r#","kty":"EC""#)]),
            set(&[ec(r#","use":"enc""#)]),
            set(&[ec(r#","alg":"ES384""#)]),
            set(&[ec(r#","alg":"none""#)]),
            set(&[ec(r#","unknown":1"#)]),
            set(&[ec(r#","kid":"""#)]),
            set(&[ec(r#","kid":"a b""#)]),
            set(&[ec(r#","kid":"a""#), ec(r#","kid":"a""#)]),
            set(&[ec(r#","n":"AQAB""#)]),
            set(&[ec("").replace("P-256", "P-384")]),
            set(&[ec("").replace(&point, &number(31, 7))]),
            set(&[ec("").replace(&point, &format!("{point}="))]),
            set(&[rsa(256, 0xff, "AQAB").replace("RSA", "EC")]),
            set(&[rsa(256, 0xff, "AQ")]),
            set(&[rsa(256, 0xff, "AAE")]),
            set(&[rsa(256, 0xff, "Ag")]),
            set(&[rsa(256, 0xff, "AQAAAAAB")]),
            set(&[rsa(513, 0xff, "AQAB")]),
            set(&[r#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#.to_owned()]),
        ] {
            assert_eq!(parse(&wrong), Err(Problem::Malformed), "{wrong}");
        }
    }
}

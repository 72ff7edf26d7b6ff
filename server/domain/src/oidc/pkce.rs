//! Proof Key for Code Exchange (RFC 7636): only who asked for a code can use it.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The SHA-256 digest of a verifier, in base64url (method `S256`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeChallenge(String);

/// Length of a digest in base64url, in characters.
const CHALLENGE: usize = 43;
/// Length of a verifier, in characters.
const VERIFIER: std::ops::RangeInclusive<usize> = 43..=128;

impl CodeChallenge {
    /// Parses a challenge; `None` unless it is a digest in base64url.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == CHALLENGE && BASE64URL_NOPAD.decode(text.as_bytes()).is_ok();
        whole.then(|| Self(text.to_owned()))
    }

    /// Whether this is the digest of `verifier`, which has 43–128 unreserved characters.
    pub fn is_of(&self, verifier: &str) -> bool {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let digest = BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()));
        let equal = bool::from(digest.as_bytes().ct_eq(self.0.as_bytes()));
        equal && VERIFIER.contains(&verifier.len()) && verifier.bytes().all(unreserved)
    }

    /// Returns the text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Wraps a challenge from the store.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 appendix B.
    const RFC_CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const RFC_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    #[test]
    fn the_verifier_of_the_rfc_fits_its_challenge() {
        let challenge = CodeChallenge::parse(RFC_CHALLENGE).expect("a challenge");
        assert!(challenge.is_of(RFC_VERIFIER));
        for other in ["", RFC_CHALLENGE, &RFC_VERIFIER[1..], &format!("{RFC_VERIFIER}x")] {
            assert!(!challenge.is_of(other), "{other}");
        }
    }

    #[test]
    fn a_verifier_has_the_form_of_one() {
        for verifier in [
            "short".to_owned(),
            "a".repeat(42),
            "a".repeat(129),
            format!("{} ", "a".repeat(43)),
        ] {
            let digest = BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()));
            assert!(
                !CodeChallenge::parse(&digest).expect("a digest").is_of(&verifier),
                "{verifier}"
            );
        }
    }

    #[test]
    fn a_challenge_has_the_form_of_a_digest() {
        for bad in [
            "",
            &RFC_CHALLENGE[1..],
            &format!("{RFC_CHALLENGE}A"),
            &RFC_CHALLENGE.replace('-', "+"),
        ] {
            assert!(CodeChallenge::parse(bad).is_none(), "{bad}");
        }
    }
}

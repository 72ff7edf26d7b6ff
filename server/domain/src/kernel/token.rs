//! Opaque bearer tokens: the client holds 256 random bits, the store only their SHA-256.

use crate::kernel::ports::Entropy;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A token: 43 characters of unpadded base64url. It is sent in a cookie or a link and never stored.
pub struct PlainToken(Zeroizing<String>);

/// The digest of a token as the store keeps it: SHA-256 in hexadecimal. With 256 bits of entropy neither salt nor a
/// slow hash is needed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenDigest(String);

impl PlainToken {
    /// Creates a random token.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new([0u8; 32]);
        entropy.fill(bytes.as_mut_slice());
        Self(Zeroizing::new(BASE64URL_NOPAD.encode(bytes.as_slice())))
    }

    /// Parses a token from a request; `None` unless it has the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == 43
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        whole.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// Returns the digest that identifies this token in the store.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(&self.0)
    }

    /// Returns the token's text.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

terms::redacted!(PlainToken);

impl TokenDigest {
    /// Returns the digest of a secret with at least 128 bits of entropy, or of a code that works for minutes and a few tries.
    pub(crate) fn of(secret: &str) -> Self {
        Self(HEXLOWER.encode(&Sha256::digest(secret.as_bytes())))
    }

    /// Parses a digest in hexadecimal; `None` unless it has the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        whole.then(|| Self(text.to_owned()))
    }

    /// Returns the hexadecimal text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Wraps a digest from the store.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }
}

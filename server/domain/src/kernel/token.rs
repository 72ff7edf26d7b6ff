//! Opaque bearer tokens: 256 random bits at the holder, their SHA-256 in the store.

use crate::kernel::ports::Entropy;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The token itself: 43 characters of unpadded base64url. It lives in a cookie or a link and is never stored.
pub struct PlainToken(Zeroizing<String>);

/// What the store keeps of a token: its SHA-256 in hexadecimal. 256 bits of entropy need no salt and no slow hash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenDigest(String);

impl PlainToken {
    /// A new random token.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new([0u8; 32]);
        entropy.fill(bytes.as_mut_slice());
        Self(Zeroizing::new(BASE64URL_NOPAD.encode(bytes.as_slice())))
    }

    /// Takes what a browser sent; `None` unless it has the form of a token.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == 43
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        whole.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// What the store knows this token by.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest(HEXLOWER.encode(&Sha256::digest(self.0.as_bytes())))
    }

    /// The token's text, for the one place that hands it over.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PlainToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlainToken(redacted)")
    }
}

impl TokenDigest {
    /// The hexadecimal text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes a digest that the store wrote itself.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }
}

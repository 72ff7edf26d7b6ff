//! Credentials of programs: API keys today.
//!
//! The text is a prefix that names the kind, the id, 256 random bits and a checksum, all in hexadecimal: scanners find it
//! by its prefix, and a person who finds one finds its id in the list of keys.

use crate::kernel::{id::ApiKeyId, ports::Entropy, token::TokenDigest};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// What the text of an API key begins with.
pub const API_KEY_PREFIX: &str = "tfk_";
/// Characters of the id.
const ID: usize = 32;
/// Characters of the random part.
const SECRET: usize = 64;
/// Characters of the checksum: the first four bytes of the SHA-256 of all that stands before it.
const CHECKSUM: usize = 8;

/// The text of an API key. It is shown once; the store has its digest.
pub struct PlainKey {
    id: ApiKeyId,
    text: Zeroizing<String>,
}

impl PlainKey {
    /// Creates the text of a new key with this id.
    pub fn random(id: ApiKeyId, entropy: &dyn Entropy) -> Self {
        let mut secret = Zeroizing::new([0u8; SECRET / 2]);
        entropy.fill(secret.as_mut_slice());
        let secret = Zeroizing::new(HEXLOWER.encode(secret.as_slice()));
        let body = Zeroizing::new(format!("{API_KEY_PREFIX}{id}{}", *secret));
        let text = Zeroizing::new(format!("{}{}", *body, checksum(&body)));
        Self { id, text }
    }

    /// Parses a key; `None` unless it has the form of one and its checksum is right, so that a mistyped one is refused
    /// without asking the store.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(API_KEY_PREFIX)?;
        if rest.len() != ID + SECRET + CHECKSUM || !rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let (body, sum) = text.split_at_checked(text.len() - CHECKSUM)?;
        let id = ApiKeyId::parse(rest.get(..ID)?)?;
        (checksum(body) == sum).then(|| Self {
            id,
            text: Zeroizing::new(text.to_owned()),
        })
    }

    /// Returns the key's id.
    pub const fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Returns the digest that identifies this key in the store.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(&self.text)
    }

    /// Returns the text.
    pub fn expose_secret(&self) -> &str {
        &self.text
    }
}

terms::redacted!(PlainKey);

fn checksum(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    HEXLOWER.encode(digest.first_chunk::<{ CHECKSUM / 2 }>().unwrap_or(&[0; CHECKSUM / 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (n, byte) in (0u8..).zip(bytes) {
                *byte = n;
            }
        }
    }

    #[test]
    fn a_key_is_read_as_it_was_made() {
        let key = PlainKey::random(ApiKeyId::random(&Counting), &Counting);
        let text = key.expose_secret();
        assert_eq!(text.len(), 108);
        assert!(text.starts_with("tfk_000102030405060708090a0b0c0d0e0f0001"));
        let read = PlainKey::parse(text).expect("the same key");
        assert_eq!((read.id(), read.digest()), (key.id(), key.digest()));
        assert_eq!(format!("{read:?}"), "PlainKey(redacted)");
    }

    #[test]
    fn any_other_text_is_no_key() {
        let key = PlainKey::random(ApiKeyId::random(&Counting), &Counting);
        let text = key.expose_secret();
        for n in 0..text.len() {
            let mut other = text.to_owned();
            other.replace_range(n..=n, if other[n..].starts_with('0') { "1" } else { "0" });
            assert!(PlainKey::parse(&other).is_none(), "another character at {n}");
        }
        let upper = text.to_uppercase();
        let longer = format!("{text}0");
        for bad in [
            "",
            "tfk_",
            &text[..107],
            &longer,
            &upper,
            &format!(" {text}"),
            &text.replace("tfk", "tfa"),
            &"tfk_é".repeat(20),
        ] {
            assert!(PlainKey::parse(bad).is_none(), "{bad}");
        }
    }
}

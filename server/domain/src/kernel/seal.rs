//! Encryption at rest: values that must be readable again are sealed with XChaCha20-Poly1305 and bound to their place
//! in the database.

use crate::{InternalError, kernel::ports::Entropy};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::{BASE64, HEXLOWER};
use zeroize::Zeroizing;

/// Length of a key, in bytes.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const KEY_ID_BYTES: usize = 4;
const VERSION: u8 = 1;

/// A sealed value as it is stored: version, key id, nonce, ciphertext with tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

/// The place that a sealed value is bound to; it cannot be opened at any other place.
#[derive(Clone, Copy, Debug)]
pub struct AssociatedData<'a> {
    /// The table's name.
    pub table: &'a str,
    /// The column's name.
    pub column: &'a str,
    /// The row's id.
    pub row: &'a str,
    /// The member that the value belongs to; empty if there is none.
    pub owner: &'a str,
}

/// A key of the key file.
pub struct Key {
    id: [u8; KEY_ID_BYTES],
    cipher: XChaCha20Poly1305,
}

/// The keys. The first one seals; all of them open.
pub struct Vault {
    keys: Vec<Key>,
}

impl Key {
    /// Parses a key as it is written in the key file: an id of 8 hexadecimal digits and 32 bytes in base64.
    pub fn parse(id: &str, secret: &str) -> Option<Self> {
        let id = HEXLOWER.decode(id.as_bytes()).ok()?.try_into().ok()?;
        let secret = Zeroizing::new(BASE64.decode(secret.as_bytes()).ok()?);
        let cipher = XChaCha20Poly1305::new_from_slice(&secret).ok()?;
        Some(Self { id, cipher })
    }

    /// Generates a random key and returns its id and secret as written in the key file.
    pub fn generate(entropy: &dyn Entropy) -> (String, Zeroizing<String>) {
        let mut id = [0u8; KEY_ID_BYTES];
        let mut secret = Zeroizing::new([0u8; KEY_BYTES]);
        entropy.fill(&mut id);
        entropy.fill(secret.as_mut_slice());
        (HEXLOWER.encode(&id), Zeroizing::new(BASE64.encode(secret.as_slice())))
    }
}

impl Vault {
    /// Creates a vault that seals with `first` and opens with any of the keys.
    pub fn new(first: Key, others: Vec<Key>) -> Self {
        Self {
            keys: std::iter::once(first).chain(others).collect(),
        }
    }

    /// Seals `plain`, bound to `associated`.
    pub fn seal(
        &self,
        plain: &[u8],
        associated: AssociatedData<'_>,
        entropy: &dyn Entropy,
    ) -> Result<Sealed, InternalError> {
        let key = self
            .keys
            .first()
            .ok_or_else(|| InternalError::new("sealing", "no key"))?;
        let mut nonce = [0u8; NONCE_BYTES];
        entropy.fill(&mut nonce);
        let aad = associated.to_bytes();
        let payload = Payload { msg: plain, aad: &aad };
        let ciphertext = key
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| InternalError::new("sealing", "the cipher refused"))?;
        Ok(Sealed([&[VERSION][..], &key.id, &nonce, &ciphertext].concat()))
    }

    /// Opens a value that was sealed with the same associated data.
    pub fn open(&self, sealed: &Sealed, associated: AssociatedData<'_>) -> Result<Zeroizing<Vec<u8>>, InternalError> {
        let broken = |cause: &str| {
            InternalError::new(
                "opening a sealed value",
                format!("{cause} ({}.{})", associated.table, associated.column),
            )
        };
        let rest = sealed
            .0
            .strip_prefix(&[VERSION])
            .ok_or_else(|| broken("unknown version"))?;
        let (id, rest) = rest
            .split_first_chunk::<KEY_ID_BYTES>()
            .ok_or_else(|| broken("too short"))?;
        let (nonce, ciphertext) = rest
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or_else(|| broken("too short"))?;
        let key = self
            .keys
            .iter()
            .find(|key| key.id == *id)
            .ok_or_else(|| broken("sealed with a key that is not in the key file"))?;
        let aad = associated.to_bytes();
        let payload = Payload {
            msg: ciphertext,
            aad: &aad,
        };
        key.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| broken("altered, moved, or sealed with another key"))
    }
}

impl AssociatedData<'_> {
    /// Length-prefixes the parts, so that no two places have the same encoding.
    fn to_bytes(self) -> Vec<u8> {
        let mut data = Vec::new();
        for part in [self.table, self.column, self.row, self.owner] {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part.as_bytes());
        }
        data
    }
}

//! Sealing: whatever must be readable again is stored under XChaCha20-Poly1305, bound to its place.

use crate::{InternalError, kernel::ports::Entropy};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::{BASE64, HEXLOWER};
use zeroize::Zeroizing;

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const KEY_ID_BYTES: usize = 4;
const VERSION: u8 = 1;

/// An envelope as the database keeps it: version, key id, nonce, ciphertext with tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

/// The place that a sealed value belongs to: moved anywhere else, it does not open.
#[derive(Clone, Copy, Debug)]
pub struct AssociatedData<'a> {
    /// Table.
    pub table: &'a str,
    /// Column.
    pub column: &'a str,
    /// Row.
    pub row: &'a str,
    /// The member or key that it belongs to.
    pub owner: &'a str,
}

/// One key of the key file.
pub struct Key {
    id: [u8; KEY_ID_BYTES],
    cipher: XChaCha20Poly1305,
}

/// The keys: the first seals, any opens.
pub struct Vault {
    keys: Vec<Key>,
}

impl Key {
    /// A key from its id (8 hexadecimal digits) and its 32 bytes in base64, as they stand in the key file.
    pub fn parse(id: &str, secret: &str) -> Option<Self> {
        let id = HEXLOWER.decode(id.as_bytes()).ok()?.try_into().ok()?;
        let secret = Zeroizing::new(BASE64.decode(secret.as_bytes()).ok()?);
        let cipher = XChaCha20Poly1305::new_from_slice(&secret).ok()?;
        Some(Self { id, cipher })
    }

    /// The text forms (id, secret) of a new random key, for the key file.
    pub fn generate(entropy: &dyn Entropy) -> (String, Zeroizing<String>) {
        let mut id = [0u8; KEY_ID_BYTES];
        let mut secret = Zeroizing::new([0u8; KEY_BYTES]);
        entropy.fill(&mut id);
        entropy.fill(secret.as_mut_slice());
        (HEXLOWER.encode(&id), Zeroizing::new(BASE64.encode(secret.as_slice())))
    }
}

impl Vault {
    /// A vault that seals with `first` and opens with any of its keys.
    pub fn new(first: Key, others: Vec<Key>) -> Self {
        Self {
            keys: std::iter::once(first).chain(others).collect(),
        }
    }

    /// Seals `plain` for `place`.
    pub fn seal(
        &self,
        plain: &[u8],
        place: AssociatedData<'_>,
        entropy: &dyn Entropy,
    ) -> Result<Sealed, InternalError> {
        let key = self
            .keys
            .first()
            .ok_or_else(|| InternalError::new("sealing", "no key"))?;
        let mut nonce = [0u8; NONCE_BYTES];
        entropy.fill(&mut nonce);
        let aad = place.to_bytes();
        let payload = Payload { msg: plain, aad: &aad };
        let ciphertext = key
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| InternalError::new("sealing", "the cipher refused"))?;
        Ok(Sealed([&[VERSION][..], &key.id, &nonce, &ciphertext].concat()))
    }

    /// Opens an envelope that was sealed for `place`.
    pub fn open(&self, sealed: &Sealed, place: AssociatedData<'_>) -> Result<Zeroizing<Vec<u8>>, InternalError> {
        let broken = |cause: &str| {
            InternalError::new(
                "opening a sealed value",
                format!("{cause} ({}.{})", place.table, place.column),
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
        let aad = place.to_bytes();
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
    /// Length-prefixed, so that no two places share an encoding.
    fn to_bytes(self) -> Vec<u8> {
        let mut data = Vec::new();
        for part in [self.table, self.column, self.row, self.owner] {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part.as_bytes());
        }
        data
    }
}

//! Storage of the keys that sign tokens for apps.

use crate::{
    InternalError, Timestamp,
    kernel::{id::SigningKeyId, seal::Sealed},
    oidc::clients::client::SigningAlgorithm,
};
use async_trait::async_trait;

/// A key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// The key's id (`kid`).
    pub id: SigningKeyId,
    /// What it signs with.
    pub algorithm: SigningAlgorithm,
    /// The private key.
    pub private: Sealed,
    /// The public key: a JSON Web Key.
    pub public: String,
    /// When it was made, which is since when it is published.
    pub created_at: Timestamp,
    /// From when on it signs.
    pub signs_from: Timestamp,
    /// The key of the same algorithm that it was made after; `None` for the first one.
    pub follows: Option<SigningKeyId>,
}

/// Storage of the keys that sign tokens for apps.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// Returns all keys, in the order in which they sign.
    async fn signing_keys(&self) -> Result<Vec<StoredKey>, InternalError>;
    /// Stores a key; false if another one follows the same key already.
    async fn put_signing_key(&self, key: &StoredKey) -> Result<bool, InternalError>;
    /// Erases a key, unless that has happened.
    async fn erase_signing_key(&self, key: &SigningKeyId) -> Result<(), InternalError>;
}

//! Storage of resource keys.

use super::resource::{NewResourceKey, ResourceKey};
use crate::{
    InternalError,
    kernel::{label::Label, token::TokenDigest},
};
use async_trait::async_trait;

/// The outcome of storing a resource key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// The key exists.
    Done,
    /// Another one has the name.
    NameTaken,
    /// There is the maximum number of keys.
    TooMany,
}

/// Storage of resource keys.
#[async_trait]
pub trait ResourceStore: Send + Sync {
    /// Stores a key unless there are `most` already.
    async fn add_resource_key(&self, new: &NewResourceKey, most: i64) -> Result<Added, InternalError>;
    /// Returns the keys by name.
    async fn resource_keys(&self) -> Result<Vec<ResourceKey>, InternalError>;
    /// Whether this is the digest of a key.
    async fn is_resource_key(&self, digest: &TokenDigest) -> Result<bool, InternalError>;
    /// Erases the key with this name; false if there is none.
    async fn remove_resource_key(&self, name: &Label) -> Result<bool, InternalError>;
}

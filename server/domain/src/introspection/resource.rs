//! The credential of a resource server.

use crate::{
    Timestamp,
    kernel::{id::ResourceKeyId, label::Label, token::TokenDigest},
};

/// Maximum number of resource keys.
pub const RESOURCES_MAX: i64 = 100;

/// A resource key without its text. It belongs to the operator and to no member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceKey {
    /// The key's id, which is part of its text.
    pub id: ResourceKeyId,
    /// The name of the resource server, of which there is one.
    pub name: Label,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A resource key to be stored.
#[derive(Clone, Debug)]
pub struct NewResourceKey {
    /// The key.
    pub key: ResourceKey,
    /// The digest of its text.
    pub digest: TokenDigest,
}

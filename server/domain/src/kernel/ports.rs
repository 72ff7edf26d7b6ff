//! Interfaces to the environment, besides the store and the clock.

use crate::{
    InternalError,
    kernel::password::{Password, PasswordHash},
};
use async_trait::async_trait;

/// The source of randomness.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`. Infallible, because an implementation without randomness must stop the program.
    fn fill(&self, bytes: &mut [u8]);
}

/// Slow password hashing. Implementations run as many hashes in parallel as there are cores.
#[async_trait]
pub trait Hasher: Send + Sync {
    /// Hashes `secret` with the current parameters and the given 16-byte salt.
    async fn hash(&self, secret: Password, salt: [u8; 16]) -> Result<PasswordHash, HashError>;

    /// Whether `secret` matches `hash`. `None` costs the same and never matches, for unknown members.
    async fn verify(&self, secret: Password, hash: Option<PasswordHash>) -> Result<bool, HashError>;

    /// Whether `hash` was made with weaker parameters than the current ones.
    fn outdated(&self, hash: &PasswordHash) -> bool;
}

/// Why a secret could not be hashed.
#[derive(Debug)]
pub enum HashError {
    /// The queue is full; the caller should answer 503.
    Busy,
    /// The hasher failed.
    Internal(InternalError),
}

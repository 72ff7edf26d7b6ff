//! What the rules need from the machine, besides the store and the clock.

use crate::{
    InternalError,
    kernel::password::{Password, PasswordHash},
};
use async_trait::async_trait;

/// Where randomness comes from: the operating system's generator, or a seed in tests.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`; a machine without randomness must not go on, so this cannot fail.
    fn fill(&self, bytes: &mut [u8]);
}

/// Slow hashing, on threads of its own and as many at once as there are cores.
#[async_trait]
pub trait Hasher: Send + Sync {
    /// The hash of `secret` under the present parameters and the given 16-byte salt.
    async fn hash(&self, secret: Password, salt: [u8; 16]) -> Result<PasswordHash, HashError>;

    /// Whether `secret` fits `hash`; `None` costs the same and never fits, for unknown members.
    async fn verify(&self, secret: Password, hash: Option<PasswordHash>) -> Result<bool, HashError>;

    /// Whether `hash` was made under other parameters than the present ones.
    fn outdated(&self, hash: &PasswordHash) -> bool;
}

/// Why a hash was not made.
#[derive(Debug)]
pub enum HashError {
    /// The queue is full: answer 503 and let the person try again.
    Busy,
    /// It broke.
    Internal(InternalError),
}

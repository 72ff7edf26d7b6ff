//! Interfaces to the environment, besides the store and the clock.

use crate::{
    InternalError,
    kernel::{
        browser::Browser,
        id::MemberId,
        password::{Password, PasswordHash},
        token::TokenDigest,
    },
};
use async_trait::async_trait;

/// The source of randomness.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`. Infallible, because an implementation without randomness must stop the program.
    fn fill(&self, bytes: &mut [u8]);
}

/// Whose hash it is. Lanes are served in turn, and the lane with the most hashes waiting is refused first, so that one
/// client cannot use up the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The network, browser or member.
    pub name: String,
    /// Whether places in the queue are kept for this lane.
    pub kept: bool,
}

impl Lane {
    /// The lane of an unknown browser: its network, of IPv6 the /48.
    pub fn network(browser: &Browser) -> Self {
        let name = browser.wider_networks().pop().unwrap_or_else(|| browser.network());
        Self { name, kept: false }
    }

    /// The lane of a known browser.
    pub fn known_browser(browser: &TokenDigest) -> Self {
        Self {
            name: browser.as_str().to_owned(),
            kept: true,
        }
    }

    /// The lane of a signed-in member: passwords of step-ups and changes.
    pub fn step_up(member: &MemberId) -> Self {
        Self {
            name: member.to_string(),
            kept: true,
        }
    }

    /// The lane of an opened link.
    pub fn link(subject: &str) -> Self {
        Self {
            name: format!("link {subject}"),
            kept: false,
        }
    }

    /// The lane of a member's recovery codes.
    pub fn recovery(member: &MemberId) -> Self {
        Self {
            name: format!("recovery {member}"),
            kept: false,
        }
    }
}

/// Slow password hashing. Implementations run as many hashes in parallel as there are cores.
#[async_trait]
pub trait Hasher: Send + Sync {
    /// Hashes `secret` with the current parameters and the given 16-byte salt.
    async fn hash(&self, secret: Password, salt: [u8; 16], lane: &Lane) -> Result<PasswordHash, HashError>;

    /// Whether `secret` matches `hash`. `None` costs the same and never matches, for unknown members.
    async fn verify(&self, secret: Password, hash: Option<PasswordHash>, lane: &Lane) -> Result<bool, HashError>;

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

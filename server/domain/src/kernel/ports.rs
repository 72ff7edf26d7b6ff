//! Interfaces to the environment, besides the store and the clock.

use crate::{
    InternalError,
    kernel::{
        browser::Browser,
        id::{MemberId, SigningKeyId},
        password::{Password, PasswordHash},
        token::TokenDigest,
    },
    oidc::clients::client::SigningAlgorithm,
};
use async_trait::async_trait;
use serde_json::Value;
use std::sync::Arc;
use zeroize::Zeroizing;

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

/// Maximum length of a JSON Web Token that is looked at, in bytes.
pub const JWT_BYTES: usize = 16 * 1024;

/// Key pairs, and JSON Web Tokens (RFC 7519) that are signed with them (RFC 7515, compact).
#[async_trait]
pub trait Signer: Send + Sync {
    /// Generates a key pair, outside of the async threads.
    async fn generate(&self, kid: &SigningKeyId, algorithm: SigningAlgorithm) -> Result<NewKeyPair, InternalError>;

    /// Opens the private key of a pair, which is then signed with as often as is needed.
    fn open(
        &self,
        kid: &SigningKeyId,
        algorithm: SigningAlgorithm,
        private: &[u8],
    ) -> Result<Arc<dyn SigningKey>, InternalError>;

    /// Verifies that `token` was signed with a key of `keys`, a JSON Web Key Set (RFC 7517), and with one of these
    /// algorithms. Judges neither its times nor any other claim.
    fn verify(&self, token: &str, keys: &str, algorithms: &[SigningAlgorithm]) -> Result<VerifiedJwt, JwtError>;
}

/// An opened private key. Its memory is erased when it is dropped.
pub trait SigningKey: Send + Sync {
    /// Signs `claims` as a token whose header has this `typ`. Takes a quarter of a millisecond at most, so that it need
    /// not leave the async threads.
    fn sign(&self, typ: &str, claims: &Value) -> Result<String, InternalError>;
}

/// A key pair that was generated.
pub struct NewKeyPair {
    /// The private key: PKCS#8, DER.
    pub private: Zeroizing<Vec<u8>>,
    /// The public key: a JSON Web Key with `kid`, `use` and `alg`.
    pub public: String,
}

terms::redacted!(NewKeyPair);

/// What a token says whose signature is right.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedJwt {
    /// What kind of token it is (`typ`), if it says so.
    pub typ: Option<String>,
    /// Its claims, an object.
    pub claims: Value,
}

/// Why a token is not accepted. Callers answer all of them alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwtError {
    /// It has more than [`JWT_BYTES`].
    TooLong,
    /// It is no token: not three parts, not base64url, not JSON, a member of the header twice, or an extension that it
    /// calls critical.
    Malformed,
    /// Its algorithm is none of those that were asked for.
    Algorithm,
    /// No key of the set has its `kid`, or none is of the type that its algorithm needs.
    UnknownKey,
    /// The signature is not one of the keys that it could be of.
    Signature,
}

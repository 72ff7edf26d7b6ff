//! A password hasher for tests. It protects nothing.

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use domain::kernel::{
    password::{Password, PasswordHash},
    ports::{HashError, Hasher, Lane},
};
use std::sync::atomic::{AtomicUsize, Ordering};

/// TEST ONLY: an instant fake that keeps the secret readable and counts its calls.
#[derive(Debug, Default)]
pub struct PlainHasher {
    hashed: AtomicUsize,
    verified: AtomicUsize,
}

impl PlainHasher {
    /// Creates a hasher.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number of hashes.
    pub fn hashed(&self) -> usize {
        self.hashed.load(Ordering::SeqCst)
    }

    /// Returns the number of verifications, including those without a hash.
    pub fn verified(&self) -> usize {
        self.verified.load(Ordering::SeqCst)
    }

    /// Returns the number of hashes and verifications, which must be the same for known and unknown members.
    pub fn runs(&self) -> usize {
        self.hashed() + self.verified()
    }
}

#[async_trait]
impl Hasher for PlainHasher {
    async fn hash(&self, secret: Password, salt: [u8; 16], _: &Lane) -> Result<PasswordHash, HashError> {
        self.hashed.fetch_add(1, Ordering::SeqCst);
        let text = format!("$plain${}${}", HEXLOWER.encode(&salt), secret.expose_secret());
        Ok(PasswordHash::from_phc(text))
    }

    async fn verify(&self, secret: Password, hash: Option<PasswordHash>, _: &Lane) -> Result<bool, HashError> {
        self.verified.fetch_add(1, Ordering::SeqCst);
        let Some(hash) = hash else { return Ok(false) };
        let phc = hash.as_phc();
        let kept = phc.strip_prefix("$plain$").or_else(|| phc.strip_prefix("$outdated$"));
        Ok(kept
            .and_then(|rest| rest.split_once('$'))
            .is_some_and(|(_, kept)| kept == secret.expose_secret()))
    }

    /// A string with the prefix `$outdated$` instead of `$plain$` stands for older parameters.
    fn outdated(&self, hash: &PasswordHash) -> bool {
        hash.as_phc().starts_with("$outdated$")
    }
}

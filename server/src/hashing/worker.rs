//! A thread that computes one hash at a time.

use super::{Job, Shared, Task};
use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{self, Output, ParamsString, Salt},
};
use domain::{
    InternalError,
    kernel::{
        password::{Password, PasswordHash},
        ports::HashError,
    },
};
use std::{
    sync::{Arc, PoisonError, atomic::Ordering},
    time::Duration,
};

/// The salt for verifications without a stored hash. The result is discarded.
const DUMMY_SALT: [u8; 16] = [0; 16];
/// How long a thread without work keeps its memory.
const KEEP: Duration = Duration::from_secs(10);
/// The capacity of the memory, in blocks of 1 KiB. glibc returns an allocation of more than 32 MiB to the system as soon
/// as it is freed; pages that are never written take no memory.
const CAPACITY: usize = 33 * 1024;

pub(super) struct Worker {
    pub(super) shared: Arc<Shared>,
    pub(super) params: Params,
    /// Argon2's memory. It is reused between hashes, because fresh pages take a quarter of a hash's time, and freed
    /// after [`KEEP`], to keep an idle process small.
    pub(super) memory: Vec<Block>,
}

impl Worker {
    /// Works until the pool is dropped.
    pub(super) fn work(&mut self) {
        while let Some(Job { secret, task }) = self.next() {
            match task {
                // The caller is gone, such as after a timeout.
                Task::Hash(_, answer) if answer.is_closed() => {}
                Task::Verify(_, answer) if answer.is_closed() => {}
                Task::Hash(salt, answer) => drop(answer.send(self.hash(&secret, &salt).map_err(HashError::Internal))),
                Task::Verify(hash, answer) => {
                    drop(answer.send(self.verify(&secret, hash.as_ref()).map_err(HashError::Internal)));
                }
            }
        }
    }

    /// Waits for the next job; `None` once the pool is dropped.
    pub(super) fn next(&mut self) -> Option<Job> {
        let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(job) = queue.jobs.pop() {
                return Some(job);
            }
            if queue.closed {
                return None;
            }
            if self.memory.capacity() == 0 {
                queue = self.shared.waiting.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let waited = self.shared.waiting.wait_timeout(queue, KEEP);
            let (again, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            queue = again;
            if timeout.timed_out() {
                self.memory = Vec::new();
            }
        }
    }

    pub(super) fn hash(&mut self, secret: &Password, salt: &[u8]) -> Result<PasswordHash, InternalError> {
        let params = self.params.clone();
        let output = self.run(params.clone(), secret, salt)?;
        let hash = phc::PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(|e| InternalError::new("writing a password hash", e))?,
            salt: Some(Salt::new(salt).map_err(|e| InternalError::new("writing a password hash", e))?),
            hash: Some(output),
        };
        Ok(PasswordHash::from_phc(hash.to_string()))
    }

    fn verify(&mut self, secret: &Password, hash: Option<&PasswordHash>) -> Result<bool, InternalError> {
        let Some(hash) = hash.filter(|hash| !hash.is_erased()) else {
            return self.run(self.params.clone(), secret, &DUMMY_SALT).map(|_| false);
        };
        let stored =
            phc::PasswordHash::new(hash.as_phc()).map_err(|e| InternalError::new("reading a password hash", e))?;
        let params = Params::try_from(&stored).map_err(|e| InternalError::new("reading a password hash", e))?;
        let salt = stored
            .salt
            .ok_or_else(|| InternalError::new("reading a password hash", "it has no salt"))?;
        let made = self.run(params, secret, &salt)?;
        // The comparison of `Output` is constant-time.
        Ok(stored.algorithm == ARGON2ID_IDENT && stored.hash == Some(made))
    }

    fn run(&mut self, params: Params, secret: &Password, salt: &[u8]) -> Result<Output, InternalError> {
        self.shared.runs.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let bytes = bytes
            .get_mut(..length)
            .ok_or_else(|| InternalError::new("hashing", "the output is too long"))?;
        if self.memory.capacity() == 0 {
            self.memory.reserve(CAPACITY);
        }
        self.memory.resize(params.block_count(), Block::new());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(secret.expose_secret().as_bytes(), salt, bytes, &mut self.memory)
            .map_err(|e| InternalError::new("hashing", e))?;
        Output::new(bytes).map_err(|e| InternalError::new("hashing", e))
    }
}

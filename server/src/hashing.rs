//! Argon2id on dedicated threads: one hash per core at a time, with a bounded queue.

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{self, Output, ParamsString, Salt},
};
use async_trait::async_trait;
use domain::{
    InternalError,
    kernel::{
        password::{Password, PasswordHash},
        ports::{HashError, Hasher},
    },
};
use std::{
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
};
use tokio::sync::oneshot;

/// Length of the queue; when it is full the answer is 503.
const QUEUE: usize = 64;
/// The salt for verifications without a stored hash. The result is discarded.
const DUMMY_SALT: [u8; 16] = [0; 16];

/// The cost parameters of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Number of passes over the memory.
    pub passes: u32,
}

impl Cost {
    /// 19 MiB, two passes, one lane: the minimum recommended by OWASP.
    pub const MINIMUM: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
    };
}

/// A pool of hashing threads. They stop when the pool is dropped.
pub struct ArgonPool {
    jobs: SyncSender<Job>,
    params: Params,
    runs: Arc<AtomicU64>,
}

struct Job {
    secret: Password,
    task: Task,
}

enum Task {
    Hash([u8; 16], oneshot::Sender<Result<PasswordHash, InternalError>>),
    Verify(Option<PasswordHash>, oneshot::Sender<Result<bool, InternalError>>),
}

impl ArgonPool {
    /// Starts one thread per core.
    pub fn new(cost: Cost) -> Result<Self, InternalError> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Self::with(cost, cores, QUEUE)
    }

    fn with(cost: Cost, threads: usize, queue: usize) -> Result<Self, InternalError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None)
            .map_err(|e| InternalError::new("preparing Argon2", e))?;
        let (jobs, waiting) = sync_channel(queue);
        let (waiting, runs) = (Arc::new(Mutex::new(waiting)), Arc::new(AtomicU64::new(0)));
        for number in 0..threads {
            let mut worker = Worker {
                waiting: waiting.clone(),
                params: params.clone(),
                runs: runs.clone(),
                memory: Vec::new(),
            };
            let thread = thread::Builder::new().name(format!("argon2-{number}"));
            thread
                .spawn(move || worker.work())
                .map_err(|e| InternalError::new("starting a hashing thread", e))?;
        }
        Ok(Self { jobs, params, runs })
    }

    /// Returns how many hashes were computed. Tests use it to check that known and unknown members cost the same.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    fn submit(&self, secret: Password, task: Task) -> Result<(), HashError> {
        self.jobs.try_send(Job { secret, task }).map_err(|e| match e {
            TrySendError::Full(_) => HashError::Busy,
            TrySendError::Disconnected(_) => HashError::Internal(ended()),
        })
    }
}

/// Memory and passes. The lanes only say how the work is divided.
fn costs(params: &Params) -> (u32, u32) {
    (params.m_cost(), params.t_cost())
}

fn ended() -> InternalError {
    InternalError::new("hashing", "the hashing threads have ended")
}

#[async_trait]
impl Hasher for ArgonPool {
    async fn hash(&self, secret: Password, salt: [u8; 16]) -> Result<PasswordHash, HashError> {
        let (answer, answered) = oneshot::channel();
        self.submit(secret, Task::Hash(salt, answer))?;
        answered
            .await
            .unwrap_or_else(|_| Err(ended()))
            .map_err(HashError::Internal)
    }

    async fn verify(&self, secret: Password, hash: Option<PasswordHash>) -> Result<bool, HashError> {
        let (answer, answered) = oneshot::channel();
        self.submit(secret, Task::Verify(hash, answer))?;
        answered
            .await
            .unwrap_or_else(|_| Err(ended()))
            .map_err(HashError::Internal)
    }

    fn outdated(&self, hash: &PasswordHash) -> bool {
        let made_with = phc::PasswordHash::new(hash.as_phc())
            .ok()
            .and_then(|hash| Params::try_from(&hash).ok());
        // Only upwards: after an update the older program of another node must not weaken what this one made, and
        // nobody can say which one of "more memory" and "more passes" is stronger.
        made_with.is_none_or(|made| {
            let (made, now) = (costs(&made), costs(&self.params));
            made != now && made.0 <= now.0 && made.1 <= now.1
        })
    }
}

struct Worker {
    waiting: Arc<Mutex<Receiver<Job>>>,
    params: Params,
    runs: Arc<AtomicU64>,
    /// Argon2's memory. It is reused between hashes, because allocating fresh pages takes a quarter of a hash's time,
    /// and freed when the queue is empty, to keep an idle process small.
    memory: Vec<Block>,
}

impl Worker {
    fn work(&mut self) {
        while let Some(Job { secret, task }) = self.next() {
            match task {
                // The caller is gone, such as after a timeout.
                Task::Hash(_, answer) if answer.is_closed() => {}
                Task::Verify(_, answer) if answer.is_closed() => {}
                Task::Hash(salt, answer) => drop(answer.send(self.hash(&secret, &salt))),
                Task::Verify(hash, answer) => drop(answer.send(self.verify(&secret, hash.as_ref()))),
            }
        }
    }

    fn next(&mut self) -> Option<Job> {
        // A thread that waits for a job holds the lock, so if the lock is taken the queue is empty.
        if let Ok(waiting) = self.waiting.try_lock()
            && let Ok(job) = waiting.try_recv()
        {
            return Some(job);
        }
        self.memory = Vec::new();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }

    fn hash(&mut self, secret: &Password, salt: &[u8]) -> Result<PasswordHash, InternalError> {
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
        let Some(hash) = hash else {
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
        self.runs.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let bytes = bytes
            .get_mut(..length)
            .ok_or_else(|| InternalError::new("hashing", "the output is too long"))?;
        self.memory.resize(params.block_count(), Block::new());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(secret.expose_secret().as_bytes(), salt, bytes, &mut self.memory)
            .map_err(|e| InternalError::new("hashing", e))?;
        Output::new(bytes).map_err(|e| InternalError::new("hashing", e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost {
        memory_kib: 16,
        passes: 1,
    };

    fn secret(text: &str) -> Password {
        Password::from_secret(text)
    }

    #[tokio::test]
    async fn a_hash_fits_its_secret_only() {
        let pool = ArgonPool::with(CHEAP, 2, 8).expect("a pool");
        let hash = pool.hash(secret("right"), [7; 16]).await.expect("a hash");
        assert!(hash.as_phc().starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
        assert!(
            pool.verify(secret("right"), Some(hash.clone()))
                .await
                .expect("an answer")
        );
        assert!(
            !pool
                .verify(secret("wrong"), Some(hash.clone()))
                .await
                .expect("an answer")
        );
        assert!(!pool.verify(secret("right"), None).await.expect("an answer"));
        assert_eq!(pool.runs(), 4);
    }

    #[tokio::test]
    async fn only_a_weaker_hash_is_outdated() {
        let now = Cost {
            memory_kib: 64,
            passes: 2,
        };
        let pool = ArgonPool::with(now, 1, 8).expect("a pool");
        for (memory_kib, passes, expected) in [
            (64, 2, false),
            (32, 2, true),
            (64, 1, true),
            (32, 1, true),
            // A newer program or an import made these.
            (128, 2, false),
            (64, 3, false),
            (128, 1, false),
            (32, 3, false),
        ] {
            let made = Cost { memory_kib, passes };
            let made = ArgonPool::with(made, 1, 8).expect("a pool");
            let hash = made.hash(secret("a"), [7; 16]).await.expect("a hash");
            assert_eq!(pool.outdated(&hash), expected, "{memory_kib} KiB, {passes} passes");
        }
        assert!(pool.outdated(&PasswordHash::from_phc("nonsense".into())));
    }

    #[tokio::test]
    async fn a_malformed_hash_is_an_error_and_not_a_match() {
        let pool = ArgonPool::with(CHEAP, 1, 8).expect("a pool");
        assert!(matches!(
            pool.verify(secret(""), Some(PasswordHash::from_phc(String::new())))
                .await,
            Err(HashError::Internal(_))
        ));
        assert!(!matches!(
            pool.verify(
                secret(""),
                Some(PasswordHash::from_phc(
                    "$argon2id$v=19$m=16,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA".into()
                ))
            )
            .await,
            Ok(true)
        ));
    }

    #[test]
    fn memory_is_reused_while_jobs_wait_and_then_freed() {
        let (jobs, waiting) = sync_channel(1);
        let mut worker = Worker {
            waiting: Arc::new(Mutex::new(waiting)),
            params: Params::new(CHEAP.memory_kib, CHEAP.passes, 1, None).expect("parameters"),
            runs: Arc::default(),
            memory: Vec::new(),
        };
        let (answer, _answered) = oneshot::channel();
        let (secret, task) = (secret("a"), Task::Hash([0; 16], answer));
        let first = worker.hash(&secret, &[7; 16]).expect("a hash");
        assert!(jobs.send(Job { secret, task }).is_ok());
        let next = worker.next().expect("a job");
        assert_eq!(worker.memory.len(), CHEAP.memory_kib as usize);
        let again = worker.hash(&next.secret, &[7; 16]).expect("a hash");
        assert_eq!(again, first, "what the memory held before changes nothing");
        drop(jobs);
        assert!(worker.next().is_none());
        assert_eq!(worker.memory.capacity(), 0);
    }

    #[tokio::test]
    async fn a_full_queue_is_reported_as_busy() {
        let (jobs, _waiting) = sync_channel(1);
        let pool = ArgonPool {
            jobs,
            params: Params::DEFAULT,
            runs: Arc::default(),
        };
        let (answer, _answered) = oneshot::channel();
        assert!(pool.submit(secret("a"), Task::Hash([0; 16], answer)).is_ok());
        assert!(matches!(pool.hash(secret("b"), [0; 16]).await, Err(HashError::Busy)));
    }
}

//! Argon2id on dedicated threads: one hash per core at a time, with a bounded and fair queue.

mod queue;
mod worker;

use argon2::{Params, password_hash::phc};
use async_trait::async_trait;
use domain::{
    InternalError,
    kernel::{
        password::{Password, PasswordHash},
        ports::{HashError, Hasher, Lane},
    },
};
use queue::FairQueue;
use std::{
    num::NonZero,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tokio::sync::oneshot;
use worker::Worker;

/// Places in the queue; without one the answer is 503.
const QUEUE: usize = 64;

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
    shared: Arc<Shared>,
    params: Params,
}

/// What the pool and its threads share.
struct Shared {
    queue: Mutex<Queue>,
    waiting: Condvar,
    runs: AtomicU64,
}

struct Queue {
    jobs: FairQueue<Job>,
    /// Whether the pool is dropped.
    closed: bool,
}

struct Job {
    secret: Password,
    task: Task,
}

type Answer<T> = oneshot::Sender<Result<T, HashError>>;

enum Task {
    Hash([u8; 16], Answer<PasswordHash>),
    Verify(Option<PasswordHash>, Answer<bool>),
}

impl Job {
    /// Answers that another job took this one's place.
    fn refuse(self) {
        match self.task {
            Task::Hash(_, answer) => drop(answer.send(Err(HashError::Busy))),
            Task::Verify(_, answer) => drop(answer.send(Err(HashError::Busy))),
        }
    }
}

impl Shared {
    fn new(places: usize) -> Self {
        Self {
            queue: Mutex::new(Queue {
                jobs: FairQueue::new(places),
                closed: false,
            }),
            waiting: Condvar::new(),
            runs: AtomicU64::new(0),
        }
    }

    fn submit(&self, secret: Password, task: Task, lane: &Lane) -> Result<(), HashError> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let pushed = queue.jobs.push(lane, Job { secret, task });
        drop(queue);
        let displaced = pushed.map_err(|_| HashError::Busy)?;
        self.waiting.notify_one();
        if let Some(job) = displaced {
            job.refuse();
        }
        Ok(())
    }
}

impl ArgonPool {
    /// Starts one thread per core.
    pub fn new(cost: Cost) -> Result<Self, InternalError> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Self::with(cost, cores, QUEUE)
    }

    fn with(cost: Cost, threads: usize, places: usize) -> Result<Self, InternalError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None)
            .map_err(|e| InternalError::new("preparing Argon2", e))?;
        let shared = Arc::new(Shared::new(places));
        for number in 0..threads {
            let mut worker = Worker {
                shared: shared.clone(),
                params: params.clone(),
                memory: Vec::new(),
            };
            let thread = thread::Builder::new().name(format!("argon2-{number}"));
            thread
                .spawn(move || worker.work())
                .map_err(|e| InternalError::new("starting a hashing thread", e))?;
        }
        Ok(Self { shared, params })
    }

    /// Returns how many hashes were computed. Tests use it to check that known and unknown members cost the same.
    pub fn runs(&self) -> u64 {
        self.shared.runs.load(Ordering::Relaxed)
    }
}

impl Drop for ArgonPool {
    fn drop(&mut self) {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.shared.waiting.notify_all();
    }
}

/// Memory and passes. The lanes only say how the work is divided.
fn costs(params: &Params) -> (u32, u32) {
    (params.m_cost(), params.t_cost())
}

async fn answered<T>(answer: oneshot::Receiver<Result<T, HashError>>) -> Result<T, HashError> {
    let ended = || HashError::Internal(InternalError::new("hashing", "the hashing threads have ended"));
    answer.await.unwrap_or_else(|_| Err(ended()))
}

#[async_trait]
impl Hasher for ArgonPool {
    async fn hash(&self, secret: Password, salt: [u8; 16], lane: &Lane) -> Result<PasswordHash, HashError> {
        let (answer, receiver) = oneshot::channel();
        self.shared.submit(secret, Task::Hash(salt, answer), lane)?;
        answered(receiver).await
    }

    async fn verify(&self, secret: Password, hash: Option<PasswordHash>, lane: &Lane) -> Result<bool, HashError> {
        let (answer, receiver) = oneshot::channel();
        self.shared.submit(secret, Task::Verify(hash, answer), lane)?;
        answered(receiver).await
    }

    fn outdated(&self, hash: &PasswordHash) -> bool {
        let made_with = phc::PasswordHash::new(hash.as_phc())
            .ok()
            .and_then(|hash| Params::try_from(&hash).ok());
        // Only upwards: during an update an older node must not weaken a hash that a newer one made. More memory with
        // fewer passes is not comparable, so it is kept.
        made_with.is_none_or(|made| {
            let (made, now) = (costs(&made), costs(&self.params));
            made != now && made.0 <= now.0 && made.1 <= now.1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost {
        memory_kib: 16,
        passes: 1,
    };

    fn lane(name: &str) -> Lane {
        Lane {
            name: name.to_owned(),
            kept: false,
        }
    }

    fn secret(text: &str) -> Password {
        Password::from_secret(text)
    }

    #[tokio::test]
    async fn a_hash_fits_its_secret_only() {
        let pool = ArgonPool::with(CHEAP, 2, 8).expect("a pool");
        let hash = pool.hash(secret("right"), [7; 16], &lane("a")).await.expect("a hash");
        assert!(hash.as_phc().starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
        assert!(
            pool.verify(secret("right"), Some(hash.clone()), &lane("a"))
                .await
                .expect("an answer")
        );
        assert!(
            !pool
                .verify(secret("wrong"), Some(hash.clone()), &lane("a"))
                .await
                .expect("an answer")
        );
        assert!(!pool.verify(secret("right"), None, &lane("a")).await.expect("an answer"));
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
            let hash = made.hash(secret("a"), [7; 16], &lane("a")).await.expect("a hash");
            assert_eq!(pool.outdated(&hash), expected, "{memory_kib} KiB, {passes} passes");
        }
        assert!(pool.outdated(&PasswordHash::from_phc("nonsense".into())));
    }

    #[tokio::test]
    async fn no_password_is_right_for_an_erased_hash_and_that_takes_a_hash() {
        let pool = ArgonPool::with(CHEAP, 1, 8).expect("a pool");
        let before = pool.runs();
        let erased = Some(PasswordHash::from_phc(String::new()));
        let right = pool.verify(secret(""), erased, &lane("a")).await;
        assert!(matches!(right, Ok(false)));
        assert_eq!(pool.runs(), before + 1);
    }

    #[tokio::test]
    async fn a_malformed_hash_is_an_error_and_not_a_match() {
        let pool = ArgonPool::with(CHEAP, 1, 8).expect("a pool");
        assert!(matches!(
            pool.verify(secret(""), Some(PasswordHash::from_phc("$".into())), &lane("a"))
                .await,
            Err(HashError::Internal(_))
        ));
        assert!(!matches!(
            pool.verify(
                secret(""),
                Some(PasswordHash::from_phc(
                    "$argon2id$v=19$m=16,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA".into()
                )),
                &lane("a")
            )
            .await,
            Ok(true)
        ));
    }

    /// A worker of a pool that has no threads.
    fn worker(shared: &Arc<Shared>) -> Worker {
        Worker {
            shared: shared.clone(),
            params: Params::new(CHEAP.memory_kib, CHEAP.passes, 1, None).expect("parameters"),
            memory: Vec::new(),
        }
    }

    #[test]
    fn memory_is_reused_and_what_it_held_changes_nothing() {
        let shared = Arc::new(Shared::new(1));
        let mut worker = worker(&shared);
        let (answer, _receiver) = oneshot::channel();
        let first = worker.hash(&secret("a"), &[7; 16]).expect("a hash");
        assert!(
            shared
                .submit(secret("a"), Task::Hash([0; 16], answer), &lane("a"))
                .is_ok()
        );
        let next = worker.next().expect("a job");
        assert_eq!(worker.memory.len(), CHEAP.memory_kib as usize);
        assert_eq!(worker.hash(&next.secret, &[7; 16]).expect("a hash"), first);
    }

    #[test]
    fn the_pool_of_the_program_is_bounded_and_refuses_whoever_has_the_most_waiting() {
        let shared = Shared::new(QUEUE);
        let mut answers = Vec::new();
        let mut submit = |name: &str| {
            let (answer, receiver) = oneshot::channel();
            answers.push(receiver);
            shared.submit(secret("a"), Task::Hash([0; 16], answer), &lane(name))
        };
        let refused = (0..QUEUE).filter(|_| submit("many").is_err()).count();
        assert_eq!(refused, QUEUE / 3, "places that are kept");
        assert!(submit("one").is_ok());
        let displaced = answers
            .iter_mut()
            .filter_map(|receiver| receiver.try_recv().ok())
            .count();
        assert_eq!(displaced, 1, "the newest of those who had the most");
    }

    #[test]
    fn threads_end_with_their_pool() {
        let pool = ArgonPool::with(CHEAP, 1, 8).expect("a pool");
        let shared = pool.shared.clone();
        drop(pool);
        assert!(worker(&shared).next().is_none());
    }
}

//! A password hasher that behaves as a test tells it to.

use async_trait::async_trait;
use domain::kernel::{
    password::{Password, PasswordHash},
    ports::{HashError, Hasher, Lane},
};
use std::sync::{Arc, Mutex};
use testing::{PlainHasher, Plan};
use tokio::sync::Barrier;

/// What the hasher does with the next calls.
#[derive(Clone)]
pub(crate) enum Behaviour {
    /// It hashes.
    Works,
    /// It reports a full queue.
    Busy,
    /// It panics.
    Panics,
    /// It never answers. Each call arrives at the barrier first.
    Hangs(Arc<Barrier>),
    /// Before it makes a new hash, each call arrives at the barrier twice.
    Meets(Arc<Barrier>),
}

/// See [`Behaviour`].
pub(crate) struct OddHasher {
    behaviour: Mutex<Behaviour>,
    inner: PlainHasher,
}

impl OddHasher {
    /// Returns a hasher that works, and a plan with it.
    pub(crate) fn planned() -> (Arc<Self>, Plan) {
        let hasher = Arc::new(Self {
            behaviour: Mutex::new(Behaviour::Works),
            inner: PlainHasher::new(),
        });
        let plan = Plan {
            hasher: Some(hasher.clone()),
            ..Plan::default()
        };
        (hasher, plan)
    }

    pub(crate) fn set(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }

    async fn behave(&self, makes: bool) -> Result<(), HashError> {
        let behaviour = self.behaviour.lock().unwrap().clone();
        match behaviour {
            Behaviour::Busy => return Err(HashError::Busy),
            Behaviour::Panics => panic!("the hasher panics"),
            Behaviour::Hangs(barrier) => {
                barrier.wait().await;
                std::future::pending::<()>().await;
            }
            Behaviour::Meets(barrier) if makes => {
                barrier.wait().await;
                barrier.wait().await;
            }
            Behaviour::Works | Behaviour::Meets(_) => {}
        }
        Ok(())
    }
}

#[async_trait]
impl Hasher for OddHasher {
    async fn hash(&self, secret: Password, salt: [u8; 16], lane: &Lane) -> Result<PasswordHash, HashError> {
        self.behave(true).await?;
        self.inner.hash(secret, salt, lane).await
    }

    async fn verify(&self, secret: Password, hash: Option<PasswordHash>, lane: &Lane) -> Result<bool, HashError> {
        self.behave(false).await?;
        self.inner.verify(secret, hash, lane).await
    }

    fn outdated(&self, hash: &PasswordHash) -> bool {
        self.inner.outdated(hash)
    }
}

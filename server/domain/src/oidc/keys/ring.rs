//! The keys in memory, so that a token is signed without a read of the database and without unsealing.

use super::{schedule, store::StoredKey};
use crate::{
    Timestamp,
    kernel::{id::SigningKeyId, ports::SigningKey},
    oidc::clients::client::SigningAlgorithm,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// How long the keys are used before they are read again, in seconds.
pub(crate) const READ_AGAIN: i64 = 30;

/// The keys as they were read last, and those that were opened: at most one of each algorithm, besides those that a token is
/// just being signed with.
#[derive(Default)]
pub(crate) struct KeyRing(Mutex<Keys>);

#[derive(Default)]
struct Keys {
    stored: Arc<[StoredKey]>,
    read_at: Option<Timestamp>,
    opened: BTreeMap<SigningAlgorithm, (SigningKeyId, Arc<dyn SigningKey>)>,
}

impl KeyRing {
    /// Returns the keys, unless they should be read again.
    pub(crate) fn stored(&self, now: Timestamp) -> Option<Arc<[StoredKey]>> {
        let keys = self.lock();
        let recent = keys.read_at.is_some_and(|read| read.is_recent(now, READ_AGAIN));
        recent.then(|| Arc::clone(&keys.stored))
    }

    /// Keeps what was read, and closes keys that do not sign any more.
    pub(crate) fn keep(&self, stored: Vec<StoredKey>, now: Timestamp) -> Arc<[StoredKey]> {
        let mut keys = self.lock();
        keys.stored = stored.into();
        keys.read_at = Some(now);
        let stored = Arc::clone(&keys.stored);
        keys.opened.retain(|algorithm, (id, _)| {
            let signing = schedule::signing(&stored, *algorithm, now);
            signing.is_some_and(|key| key.id == *id)
        });
        stored
    }

    /// Has the keys read again.
    pub(crate) fn forget(&self) {
        self.lock().read_at = None;
    }

    /// Returns this key if it is open.
    pub(crate) fn opened(&self, key: &StoredKey) -> Option<Arc<dyn SigningKey>> {
        let keys = self.lock();
        let (id, opened) = keys.opened.get(&key.algorithm)?;
        (*id == key.id).then(|| Arc::clone(opened))
    }

    /// Keeps an opened key in place of the one of the same algorithm.
    pub(crate) fn keep_opened(&self, key: &StoredKey, opened: &Arc<dyn SigningKey>) {
        let opened = (key.id.clone(), Arc::clone(opened));
        self.lock().opened.insert(key.algorithm, opened);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Keys> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The keys that sign tokens for apps.

use crate::fixtures;
use domain::{
    kernel::{clock::DAY, id::SigningKeyId, seal::Sealed},
    oidc::{
        clients::client::SigningAlgorithm::{self, Es256, Rs256},
        keys::store::StoredKey,
    },
};
use std::sync::Arc;
use testing::{Fixtures, T0, rounds};
use tokio::{sync::Barrier, task::JoinSet};

fn key(id: &str, algorithm: SigningAlgorithm, day: i64, follows: Option<&StoredKey>) -> StoredKey {
    StoredKey {
        id: SigningKeyId::from_store(id.to_owned()),
        algorithm,
        private: Sealed(vec![0, 255, 7]),
        public: format!(r#"{{"kid":"{id}"}}"#),
        created_at: T0.plus(-1),
        signs_from: T0.plus(day * DAY),
        follows: follows.map(|key| key.id.clone()),
    }
}

async fn stored(w: &Fixtures) -> Vec<StoredKey> {
    w.store.signing_keys().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_sign_are_kept_until_they_are_erased() {
    let w = &fixtures().await;
    assert_eq!(stored(w).await, []);
    let first = key("first", Es256, 0, None);
    let next = key("next", Es256, 90, Some(&first));
    let other = key("other", Rs256, 1, None);
    for key in [&next, &other, &first] {
        assert!(w.store.put_signing_key(key).await.unwrap());
    }
    assert_eq!(stored(w).await, [first.clone(), other.clone(), next.clone()]);
    for _ in 0..2 {
        w.store.erase_signing_key(&first.id).await.unwrap();
        assert_eq!(stored(w).await, [other.clone(), next.clone()]);
    }
    let second = key("second", Es256, 5, Some(&first));
    assert!(!w.store.put_signing_key(&second).await.unwrap(), "it has been followed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_keys_that_are_made_at_the_same_moment_one_is_kept() {
    let w = &fixtures().await;
    let mut last = None;
    for round in 0..rounds(20) {
        let barrier = Arc::new(Barrier::new(4));
        let mut running = JoinSet::new();
        for n in 0..4 {
            let (store, barrier) = (Arc::clone(&w.store), Arc::clone(&barrier));
            let key = key(&format!("{round} {n}"), Rs256, 0, last.as_ref());
            running.spawn(async move {
                barrier.wait().await;
                store.put_signing_key(&key).await.unwrap().then_some(key)
            });
        }
        let kept: Vec<StoredKey> = running.join_all().await.into_iter().flatten().collect();
        assert_eq!(kept.len(), 1, "round {round}");
        assert!(stored(w).await.contains(&kept[0]));
        last = kept.into_iter().next();
    }
    assert_eq!(stored(w).await.len(), rounds(20));
}

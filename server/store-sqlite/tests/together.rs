//! Decisions that share a commit, when it fails.
#![cfg(test)]

use domain::{
    Store,
    sign_in::attempt::{Decision, Evidence, FactorAttempt},
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{path::Path, sync::Arc, time::Duration};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use testing::{Fixtures, SeededEntropy, T0};
use tokio::task::JoinSet;

/// More than one commit takes.
const MANY: i64 = 100;

async fn fixtures(folder: &TempDir) -> Fixtures {
    let store = SqliteStore::open_with(&folder.path().join("x"), Duration::from_millis(50)).await;
    Fixtures::with_entropy(Arc::new(store.unwrap()), Arc::new(SeededEntropy::new(1)))
}

/// Right passcodes of as many members, with nothing to report.
async fn attempts(w: &Fixtures) -> Vec<FactorAttempt> {
    let mut attempts = Vec::new();
    for n in 0..MANY {
        let (member, _, device) = w.protected(&format!("ana{n}@example.com")).await;
        let challenge = w.challenge(&member, T0).await;
        let evidence = Evidence::Step { device, step: 200 };
        attempts.push(w.sign_in(&member, &challenge, evidence, T0).0);
    }
    attempts
}

async fn decided(w: &Fixtures, attempts: &[FactorAttempt]) -> Vec<Result<Decision, domain::InternalError>> {
    let mut running = JoinSet::new();
    for attempt in attempts {
        let (store, attempt): (Arc<dyn Store>, _) = (w.store.clone(), attempt.clone());
        running.spawn(async move { store.decide(&attempt).await });
    }
    running.join_all().await
}

async fn alien(file: &Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_database_answers_busy_to_all_and_then_decides_all() {
    let folder = tempfile::tempdir().unwrap();
    let w = fixtures(&folder).await;
    let attempts = attempts(&w).await;
    let mut alien = alien(&folder.path().join("x")).await;
    let held = alien.begin_with("BEGIN IMMEDIATE").await.unwrap();
    for answer in decided(&w, &attempts).await {
        assert!(answer.unwrap_err().busy);
    }
    held.rollback().await.unwrap();
    for answer in decided(&w, &attempts).await {
        assert_eq!(answer.unwrap(), Decision::Accepted);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_fails_does_not_decide_for_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let w = fixtures(&folder).await;
    let attempts = attempts(&w).await;
    let mut alien = alien(&folder.path().join("x")).await;
    let trigger = "CREATE TRIGGER fails BEFORE INSERT ON session WHEN NEW.member_id = (SELECT id FROM member LIMIT 1)
                   BEGIN SELECT RAISE(ABORT, 'fails'); END";
    sqlx::query(trigger).execute(&mut alien).await.unwrap();
    let answers = decided(&w, &attempts).await;
    let accepted = answers.iter().filter(|answer| matches!(answer, Ok(Decision::Accepted)));
    assert_eq!(accepted.count(), attempts.len() - 1);
    assert_eq!(answers.iter().filter(|answer| answer.is_err()).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_leaves_takes_no_answer_away() {
    let folder = tempfile::tempdir().unwrap();
    let w = fixtures(&folder).await;
    let attempts = attempts(&w).await;
    let (leaving, staying) = attempts.split_at(50);
    let mut left = JoinSet::new();
    for attempt in leaving {
        let (store, attempt): (Arc<dyn Store>, _) = (w.store.clone(), attempt.clone());
        left.spawn(async move { store.decide(&attempt).await });
    }
    tokio::task::yield_now().await;
    left.abort_all();
    for answer in decided(&w, staying).await {
        assert_eq!(answer.unwrap(), Decision::Accepted);
    }
}

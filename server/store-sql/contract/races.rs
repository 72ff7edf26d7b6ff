//! The same call many times at the same moment. Each case runs 20 × `TEST_SCALE` rounds.

use crate::fixtures;
use domain::sign_in::store::Reservation;
use domain::store::Effects;
use domain::{
    InternalError, Store,
    devices::store::Added,
    kernel::{
        counter::{CounterKey, FREE_TRIES, Limits},
        throttle::Window,
    },
    registration::store::Joined,
    sessions::change::Changed,
    sign_in::attempt::{Decision, Evidence, FactorAttempt},
};
use std::{pin::Pin, sync::Arc};
use terms::{LinkKind, limits::DEVICES_MAX};
use testing::{Fixtures, T0, rounds};
use tokio::sync::Barrier;

const MANY: usize = 50;

type Call<T> = Box<dyn FnOnce(Arc<dyn Store>) -> Answer<T> + Send>;
type Answer<T> = Pin<Box<dyn Future<Output = Result<T, InternalError>> + Send>>;

/// Starts all calls at the same moment and returns their answers.
async fn together<T: Send + 'static>(
    w: &Fixtures,
    calls: Vec<impl FnOnce(Arc<dyn Store>) -> Answer<T> + Send + 'static>,
) -> Vec<T> {
    let barrier = Arc::new(Barrier::new(calls.len()));
    let run = |call: _| {
        let (store, barrier) = (Arc::clone(&w.store), Arc::clone(&barrier));
        let call: Call<T> = Box::new(call);
        tokio::spawn(async move {
            barrier.wait().await;
            call(store).await
        })
    };
    let running: Vec<_> = calls.into_iter().map(run).collect();
    let mut answers = Vec::new();
    for call in running {
        answers.push(call.await.expect("no panic").expect("answered"));
    }
    answers
}

async fn decided(w: &Fixtures, attempts: Vec<FactorAttempt>) -> Vec<Decision> {
    let call = |attempt: FactorAttempt| {
        move |store: Arc<dyn Store>| -> Answer<Decision> { Box::pin(async move { store.decide(&attempt).await }) }
    };
    together(w, attempts.into_iter().map(call).collect()).await
}

fn accepted(decisions: &[Decision]) -> usize {
    decisions
        .iter()
        .filter(|decision| **decision == Decision::Accepted)
        .count()
}

/// Limits that no race reaches.
const LIFTED: Limits = Limits {
    free_tries: 1_000_000,
    stop_at: 1_000_000,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_step_opens_one_session() {
    let w = &fixtures().await;
    let (member, _, device) = w.protected("ana@example.com").await;
    for round in 0..rounds(20) {
        let (mut attempts, mut sessions) = (Vec::new(), Vec::new());
        for _ in 0..MANY {
            let challenge = w.challenge(&member, T0).await;
            let evidence = Evidence::Step {
                device: device.clone(),
                step: 200 + round as i64,
            };
            let (mut attempt, session) = w.sign_in(&member, &challenge, evidence, T0);
            attempt.limits = LIFTED;
            attempts.push(attempt);
            sessions.push(session);
        }
        assert_eq!(accepted(&decided(w, attempts).await), 1, "round {round}");
        let mut open = 0;
        for session in &sessions {
            open += usize::from(w.is_there(&session.digest).await);
        }
        assert_eq!(open, 1, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_wrong_codes_never_exceed_the_limit() {
    let w = &fixtures().await;
    for round in 0..rounds(20) {
        let (member, ..) = w.protected(&format!("ana{round}@example.com")).await;
        let mut attempts = Vec::new();
        for _ in 0..MANY {
            let challenge = w.challenge(&member, T0).await;
            attempts.push(w.sign_in(&member, &challenge, Evidence::Wrong, T0).0);
        }
        let decisions = decided(w, attempts).await;
        let evaluated = decisions.iter().filter(|d| matches!(d, Decision::Wrong(_))).count();
        let closed = decisions.iter().filter(|d| matches!(d, Decision::Closed(_))).count();
        assert_eq!(
            (evaluated, closed),
            (FREE_TRIES as usize, MANY - FREE_TRIES as usize),
            "round {round}"
        );
        let counter = w.store.counter(&CounterKey::Passcode(member.id)).await.unwrap();
        assert_eq!(counter.consecutive, FREE_TRIES);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_recovery_code_opens_one_session() {
    let w = &fixtures().await;
    for round in 0..rounds(20) {
        let (member, ..) = w.protected(&format!("ana{round}@example.com")).await;
        let code = w.store.recovery_code(&member.id, "SEL00", T0).await.unwrap().unwrap();
        let mut attempts = Vec::new();
        for _ in 0..20 {
            let challenge = w.challenge(&member, T0).await;
            let mut attempt = w.sign_in(&member, &challenge, Evidence::Code(code.id.clone()), T0).0;
            attempt.limits = LIFTED;
            attempts.push(attempt);
        }
        assert_eq!(accepted(&decided(w, attempts).await), 1, "round {round}");
        assert_eq!(w.codes_left(&member.id).await, 9);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nine_devices_become_ten_and_not_more() {
    let w = &fixtures().await;
    for round in 0..rounds(20) {
        let (member, mut session, phone) = w.protected(&format!("ana{round}@example.com")).await;
        for n in 1..DEVICES_MAX - 1 {
            w.enrol(&mut session, &format!("device {n}"), 100, T0).await;
        }
        let mut sessions = Vec::new();
        for step in 101..109 {
            sessions.push(w.signed_in_with(&member, &phone, step, T0).await);
        }
        let call = |n: usize| {
            let session = &sessions[n];
            let (device, digest) = (
                w.new_device(session, &format!("late {}", n % 3), T0),
                session.digest.clone(),
            );
            move |store: Arc<dyn Store>| -> Answer<Added> {
                Box::pin(async move { store.add_device(&device, &digest, None, &Effects::none()).await })
            }
        };
        let added = together(w, (0..8).map(call).collect()).await;
        // Each makes room for itself, because pending devices of other sessions block nothing.
        assert_eq!(added, [Added::Done; 8], "round {round}");
        assert_eq!(w.devices(&member.id, T0).await.len(), DEVICES_MAX);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_link_is_held_once() {
    let w = &fixtures().await;
    for round in 0..rounds(20) {
        let link = w.link(LinkKind::SetUp, "");
        w.store.put_link(&link).await.unwrap();
        let call = |_| {
            let (digest, held) = (link.digest.clone(), w.digest());
            move |store: Arc<dyn Store>| -> Answer<bool> {
                Box::pin(async move { Ok(store.exchange_link(&digest, &held, T0, T0.plus(60)).await?.is_some()) })
            }
        };
        let held = together(w, (0..20).map(call).collect()).await;
        assert_eq!(held.into_iter().filter(|held| *held).count(), 1, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_mail_is_taken_once() {
    let w = &fixtures().await;
    for round in 0..rounds(20) {
        let now = T0.plus(round as i64 * 10);
        for _ in 0..8 {
            let mut mail = w.mail();
            mail.due_at = now;
            w.store
                .put_sign_up(&w.sign_up("ana@example.com"), None, &Effects::mails(vec![mail.clone()]))
                .await
                .unwrap();
        }
        let call = |_| {
            move |store: Arc<dyn Store>| -> Answer<Vec<domain::mail::OutboxMail>> {
                Box::pin(async move { store.take_mail(now, T0.plus(1_000_000), 3).await })
            }
        };
        let taken: Vec<_> = together(w, (0..6).map(call).collect())
            .await
            .into_iter()
            .flatten()
            .collect();
        let mut ids: Vec<_> = taken.iter().map(|mail| mail.id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), taken.len(), "round {round}: no mail is taken twice");
        w.store.take_mail(now, T0.plus(1_000_000), 100).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_sign_up_joins_once() {
    let w = &fixtures().await;
    for round in 0..rounds(20) {
        let email = format!("ana{round}@example.com");
        let held = w.held(LinkKind::ConfirmEmail, &email).await;
        let call = |_| {
            let (held, member) = (held.clone(), w.stranger(&email));
            move |store: Arc<dyn Store>| -> Answer<Joined> {
                Box::pin(async move { store.join(&held, &member, T0, &Effects::none()).await })
            }
        };
        let joined = together(w, (0..10).map(call).collect()).await;
        assert_eq!(
            joined.into_iter().filter(|joined| *joined == Joined::Done).count(),
            1,
            "round {round}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_reservations_never_exceed_the_limit() {
    let w = &fixtures().await;
    for round in 0..rounds(20) {
        let window = |name: &str, limit| Window {
            subject: format!("{name} {round}"),
            limit,
            span: 60,
            keeps_right: false,
        };
        let (narrow, wide) = (window("narrow", 10), window("wide", 100));
        let call = |n: usize| {
            let windows = if n.is_multiple_of(2) {
                [narrow.clone(), wide.clone()]
            } else {
                [wide.clone(), narrow.clone()]
            };
            move |store: Arc<dyn Store>| -> Answer<bool> {
                Box::pin(async move { Ok(store.reserve(&windows, T0).await? == Reservation::Reserved) })
            }
        };
        let reserved = together(w, (0..30).map(call).collect()).await;
        assert_eq!(
            reserved.into_iter().filter(|reserved| *reserved).count(),
            10,
            "round {round}"
        );
        let left = Window { limit: 11, ..wide };
        let left = [left];
        assert!(w.reserves(&left, T0).await, "the refused ones took nothing");
        assert!(!w.reserves(&left, T0).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_sign_in_survives_a_switch_off() {
    let w = &fixtures().await;
    // The device is older than the repairs, so it may switch off after them.
    let now = T0.plus(1);
    for round in 0..rounds(20) {
        let (member, session, device) = w.protected(&format!("ana{round}@example.com")).await;
        let (mut calls, mut opened): (Vec<Call<bool>>, _) = (Vec::new(), Vec::new());
        for n in 0..6 {
            let challenge = w.challenge(&member, now).await;
            let evidence = match n {
                0..4 => Evidence::Step {
                    device: device.clone(),
                    step: 200 + n,
                },
                _ => Evidence::Code(
                    w.store
                        .recovery_code(&member.id, &format!("SEL{n:02}"), T0)
                        .await
                        .unwrap()
                        .unwrap()
                        .id,
                ),
            };
            let (attempt, session) = w.sign_in(&member, &challenge, evidence, now);
            opened.push(session.digest);
            calls.push(Box::new(move |store: Arc<dyn Store>| -> Answer<bool> {
                Box::pin(async move { store.decide(&attempt).await.map(|_| false) })
            }));
        }
        let change = w.change(&session, now);
        calls.push(Box::new(move |store: Arc<dyn Store>| -> Answer<bool> {
            Box::pin(async move { Ok(store.switch_off(&change).await? == Changed::Done) })
        }));
        assert!(together(w, calls).await.into_iter().any(|off| off), "round {round}");
        for digest in &opened {
            assert!(
                !w.is_there(digest).await,
                "round {round}: opened before it was off, ended with it"
            );
        }
    }
}

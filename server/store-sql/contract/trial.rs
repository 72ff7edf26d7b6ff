//! Trying a device, which opens nothing.

use crate::fixtures;
use domain::{
    devices::device::{DeviceState, LastUse},
    kernel::{counter::FREE_TRIES, id::DeviceId},
    sessions::session::{IDLE_LIFE, Session},
    sign_in::attempt::{Decision, Evidence, FactorAttempt, Target, Try},
};
use terms::Purpose;
use testing::{Fixtures, T0};

fn step(device: &DeviceId, step: i64) -> Evidence {
    Evidence::Step {
        device: device.clone(),
        step,
    }
}

/// Returns a trial of `device` in this session, a minute after its sign-in.
fn trial(w: &Fixtures, session: &Session, device: &DeviceId, evidence: Evidence) -> FactorAttempt {
    let target = Target::Try(Try {
        device: device.clone(),
        session: session.digest.clone(),
    });
    w.attempt(&session.member, evidence, target, T0.plus(60))
}

async fn last_steps(w: &Fixtures, session: &Session) -> Vec<i64> {
    let candidates = w.store.candidates(&session.member).await.unwrap();
    let mut steps: Vec<_> = candidates.iter().map(|candidate| candidate.last_step).collect();
    steps.sort_unstable();
    steps
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trial_is_recorded_and_changes_nothing_in_the_session() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let before = w.signed_in(&session).await.session;
    assert_eq!(
        w.decide(&trial(w, &session, &phone, step(&phone, 101))).await,
        Decision::Accepted
    );
    assert_eq!(
        w.signed_in(&session).await.session,
        before,
        "neither a new token nor a fresh proof"
    );
    let DeviceState::Confirmed(confirmed) = w.devices(&member.id, T0).await.remove(0).state else {
        panic!("confirmed")
    };
    let used = LastUse {
        at: T0.plus(60),
        purpose: Purpose::Try,
        address: "192.0.2.7".to_owned(),
    };
    assert_eq!(confirmed.last_use, Some(used));
    let challenge = w.challenge(&member, T0).await;
    let (again, opened) = w.sign_in(&member, &challenge, step(&phone, 101), T0);
    assert!(
        matches!(w.decide(&again).await, Decision::Wrong(_)),
        "the step is used up"
    );
    assert!(!w.is_there(&opened.digest).await);
    assert!(matches!(
        w.decide(&trial(w, &session, &phone, step(&phone, 101))).await,
        Decision::Wrong(_)
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_passcode_of_this_very_device_is_right() {
    let w = &fixtures().await;
    let (_, mut session, phone) = w.protected("ana@example.com").await;
    let tablet = w.enrol(&mut session, "tablet", 100, T0).await;
    let code = w
        .store
        .recovery_code(&session.member, "SEL00", T0)
        .await
        .unwrap()
        .unwrap();
    let wrong = [step(&tablet, 101), Evidence::Wrong, Evidence::Code(code.id)];
    for (failures, evidence) in wrong.into_iter().enumerate() {
        let mut attempt = trial(w, &session, &phone, evidence);
        attempt.counters = vec![domain::kernel::counter::CounterKey::Passcode(session.member.clone())];
        let Decision::Wrong(counter) = w.decide(&attempt).await else {
            panic!("refused")
        };
        assert_eq!(counter.consecutive as usize, failures + 1);
    }
    assert_eq!(last_steps(w, &session).await, [100, 100], "none was used up");
    assert_eq!(w.codes_left(&session.member).await, 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trial_needs_a_full_session_and_an_open_counter() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let (_, bens, bens_phone) = w.protected("ben@example.com").await;
    let repair = w.repair(&member, "SEL00", T0).await;
    let right = || step(&phone, 101);
    let mut late = trial(w, &session, &phone, right());
    late.now = T0.plus(IDLE_LIFE);
    let mut foreign = trial(w, &bens, &phone, right());
    foreign.member = member.id.clone();
    for (why, attempt) in [
        ("a repair session", trial(w, &repair, &phone, right())),
        ("the session is over", late),
        ("another member's session", foreign),
    ] {
        assert_eq!(w.decide(&attempt).await, Decision::Gone, "{why}");
    }
    assert!(matches!(
        w.decide(&trial(w, &session, &bens_phone, step(&bens_phone, 101))).await,
        Decision::Wrong(_)
    ));
    for _ in 1..FREE_TRIES {
        w.decide(&trial(w, &session, &phone, Evidence::Wrong)).await;
    }
    let closed = w.decide(&trial(w, &session, &phone, right())).await;
    assert!(matches!(closed, Decision::Closed(_)), "{closed:?}");
    assert_eq!(last_steps(w, &session).await, [100]);
}

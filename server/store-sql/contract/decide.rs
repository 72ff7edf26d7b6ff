//! Deciding attempts at sign-in and step-up.

use crate::fixtures;
use domain::store::Effects;
use domain::{
    devices::device::{DeviceState, LastUse},
    kernel::counter::{Closed, Counter, CounterKey, FREE_TRIES},
    sessions::session::{CHALLENGE_LIFE, IDLE_LIFE},
    sign_in::attempt::{Decision, Evidence, Target},
};
use terms::{Purpose, SessionKind};
use testing::T0;
use testing::hash;

fn step(device: &domain::kernel::id::DeviceId, step: i64) -> Evidence {
    Evidence::Step {
        device: device.clone(),
        step,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_code_opens_the_session() {
    let w = &fixtures().await;
    let (member, _, device) = w.protected("ana@example.com").await;
    let challenge = w.challenge(&member, T0).await;
    assert!(matches!(
        w.decide(&w.sign_in(&member, &challenge, Evidence::Wrong, T0).0).await,
        Decision::Wrong(_)
    ));
    let (mut attempt, session) = w.sign_in(&member, &challenge, step(&device, 101), T0.plus(5));
    attempt.effects = Effects::mails(vec![w.mail(), w.mail()]);
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    assert_eq!(w.signed_in(&session).await.session, session);
    assert!(w.challenged(&challenge, T0).await.is_none());
    let Target::SignIn { known: Some(known), .. } = &attempt.target else {
        panic!("a sign-in")
    };
    assert!(w.is_known(&known.digest, &member.email.key(), T0).await);
    assert_eq!(w.mails().await, 2);
    let counter = w.store.counter(&attempt.counters[0]).await.unwrap();
    assert_eq!(
        (counter.consecutive, counter.recent.0.len()),
        (0, 1),
        "the week's failures are remembered"
    );
    let candidates = w.store.candidates(&member.id).await.unwrap();
    assert_eq!(candidates.iter().map(|c| c.last_step).collect::<Vec<_>>(), [101]);
    let DeviceState::Confirmed(confirmed) = w.devices(&member.id, T0).await.remove(0).state else {
        panic!("confirmed")
    };
    let expected = LastUse {
        at: T0.plus(5),
        purpose: Purpose::SignIn,
        address: "192.0.2.7".to_owned(),
    };
    assert_eq!(confirmed.last_use, Some(expected));
    let again = w.sign_in(&member, &challenge, step(&device, 102), T0).0;
    assert_eq!(w.decide(&again).await, Decision::Gone, "a challenge works once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_is_accepted_once() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    w.signed_in_with(&member, &device, 101, T0).await;
    let challenge = w.challenge(&member, T0).await;
    let (attempt, refused) = w.sign_in(&member, &challenge, step(&device, 101), T0);
    assert!(
        matches!(w.decide(&attempt).await, Decision::Wrong(_)),
        "another challenge"
    );
    assert!(!w.is_there(&refused.digest).await);
    let target = Target::StepUp {
        password: hash("phc"),
        session: session.digest.clone(),
        new_digest: session.digest.clone(),
    };
    let attempt = w.attempt(&member.id, step(&device, 101), target, T0);
    assert!(
        matches!(w.decide(&attempt).await, Decision::Wrong(_)),
        "another purpose"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_later_steps_are_accepted() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    for (number, right) in [
        (100, false),
        (99, false),
        (102, true),
        (101, false),
        (102, false),
        (103, true),
    ] {
        let target = Target::StepUp {
            password: hash("phc"),
            session: session.digest.clone(),
            new_digest: session.digest.clone(),
        };
        let decision = w
            .decide(&w.attempt(&member.id, step(&device, number), target, T0))
            .await;
        assert_eq!(decision == Decision::Accepted, right, "{number}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_challenge_takes_five_wrong_codes() {
    let w = &fixtures().await;
    let (member, _, device) = w.protected("ana@example.com").await;
    let challenge = w.challenge(&member, T0).await;
    for failure in 1..=5 {
        let Decision::Wrong(counter) = w.decide(&w.sign_in(&member, &challenge, Evidence::Wrong, T0).0).await else {
            panic!("refused")
        };
        assert_eq!(counter.consecutive, failure);
    }
    let later = T0.plus(CHALLENGE_LIFE - 1);
    assert!(w.challenged(&challenge, later).await.is_none());
    let (attempt, session) = w.sign_in(&member, &challenge, step(&device, 200), later);
    assert_eq!(w.decide(&attempt).await, Decision::Gone);
    assert!(!w.is_there(&session.digest).await);
    w.signed_in_with(&member, &device, 200, later).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_wait_is_mailed_once() {
    let w = &fixtures().await;
    let (member, _, device) = w.protected("ana@example.com").await;
    let mut now = T0;
    for failure in 1..=8u32 {
        let challenge = w.challenge(&member, now).await;
        let mut attempt = w.sign_in(&member, &challenge, Evidence::Wrong, now).0;
        attempt.effects = Effects::mails(vec![w.mail()]);
        attempt.alarm_effects = Effects::mails(vec![w.mail()]);
        let Decision::Wrong(counter) = w.decide(&attempt).await else {
            panic!("refused")
        };
        assert_eq!(w.mails().await, usize::from(failure >= FREE_TRIES), "{failure}");
        now = counter.wait_until.unwrap_or(now);
    }
    w.signed_in_with(&member, &device, 200, now).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_counter_evaluates_nothing() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let wrong = |now| {
        let target = Target::StepUp {
            password: hash("phc"),
            session: session.digest.clone(),
            new_digest: session.digest.clone(),
        };
        w.attempt(&member.id, Evidence::Wrong, target, now)
    };
    for _ in 0..FREE_TRIES {
        assert!(matches!(w.decide(&wrong(T0)).await, Decision::Wrong(_)));
    }
    let until = T0.plus(30);
    let before = w.store.counter(&CounterKey::Passcode(member.id.clone())).await.unwrap();
    assert_eq!(
        w.decide(&wrong(until.plus(-1))).await,
        Decision::Closed(Closed::Wait(until))
    );
    let challenge = w.challenge(&member, T0).await;
    let (right, opened) = w.sign_in(&member, &challenge, step(&device, 200), until.plus(-1));
    assert_eq!(
        w.decide(&right).await,
        Decision::Closed(Closed::Wait(until)),
        "a right code too"
    );
    assert!(!w.is_there(&opened.digest).await);
    assert_eq!(
        w.store.counter(&right.counters[0]).await.unwrap(),
        before,
        "nothing was counted"
    );
    w.repair(&member, "SEL01", T0).await;
    assert_eq!(
        w.store.counter(&right.counters[0]).await.unwrap(),
        Counter::default(),
        "the other counter is open and clears it"
    );
    assert_eq!(w.decide(&right).await, Decision::Accepted, "the code was not used up");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_on_something_gone_changes_nothing() {
    let w = &fixtures().await;
    let (member, _, device) = w.protected("ana@example.com").await;
    let code = w.store.recovery_code(&member.id, "SEL00", T0).await.unwrap().unwrap();
    for evidence in [step(&device, 200), Evidence::Wrong, Evidence::Code(code.id)] {
        let mut attempt = w.sign_in(&member, &w.digest(), evidence, T0).0;
        attempt.effects = Effects::mails(vec![w.mail()]);
        attempt.alarm_effects = Effects::mails(vec![w.mail()]);
        assert_eq!(w.decide(&attempt).await, Decision::Gone);
        assert_eq!(w.store.counter(&attempt.counters[0]).await.unwrap(), Counter::default());
    }
    assert_eq!(w.mails().await, 0);
    assert_eq!(w.codes_left(&member.id).await, 10);
    assert_eq!(w.store.candidates(&member.id).await.unwrap()[0].last_step, 100);
    assert_eq!(w.member_by_key("ana@example.com").await.unwrap().repaired_at, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn challenges_devices_and_codes_of_others_are_useless() {
    let w = &fixtures().await;
    let (ana, _, anas) = w.protected("ana@example.com").await;
    let (ben, bens_session, bens) = w.protected("ben@example.com").await;
    let challenge = w.challenge(&ana, T0).await;
    let foreign = w.sign_in(&ben, &challenge, step(&bens, 200), T0).0;
    assert_eq!(w.decide(&foreign).await, Decision::Gone, "Ben at Ana's challenge");
    let foreign = w.sign_in(&ana, &challenge, step(&bens, 200), T0).0;
    assert!(matches!(w.decide(&foreign).await, Decision::Wrong(_)), "Ben's device");
    let code = w.store.recovery_code(&ben.id, "SEL00", T0).await.unwrap().unwrap();
    let foreign = w.sign_in(&ana, &challenge, Evidence::Code(code.id), T0).0;
    assert!(
        matches!(w.decide(&foreign).await, Decision::Wrong(_)),
        "Ben's recovery code"
    );
    let target = Target::StepUp {
        password: hash("phc"),
        session: bens_session.digest.clone(),
        new_digest: bens_session.digest.clone(),
    };
    let foreign = w.attempt(&ana.id, step(&anas, 200), target, T0);
    assert_eq!(w.decide(&foreign).await, Decision::Gone, "Ben's session");
    assert_eq!(w.codes_left(&ben.id).await, 10);
    assert!(w.store.recovery_code(&ana.id, "NONE0", T0).await.unwrap().is_none());
    w.signed_in_with(&ana, &anas, 101, T0).await;
    w.signed_in_with(&ben, &bens, 101, T0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_code_opens_a_repair() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    for _ in 0..3 {
        let target = Target::StepUp {
            password: hash("phc"),
            session: session.digest.clone(),
            new_digest: session.digest.clone(),
        };
        w.decide(&w.attempt(&member.id, Evidence::Wrong, target, T0)).await;
    }
    let repair = w.repair(&member, "SEL03", T0.plus(7)).await;
    let read = w.signed_in(&repair).await;
    assert_eq!(read.session.kind, SessionKind::Repair);
    assert_eq!(read.session, repair);
    assert_eq!(read.member.repaired_at, Some(T0.plus(7)));
    assert_eq!(w.codes_left(&member.id).await, 9);
    let counter = w.store.counter(&CounterKey::Passcode(member.id.clone())).await.unwrap();
    assert_eq!(
        counter,
        Counter::default(),
        "passcodes start afresh, the week's failures too"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_code_is_used_once() {
    let w = &fixtures().await;
    let (member, ..) = w.protected("ana@example.com").await;
    let code = w.store.recovery_code(&member.id, "SEL03", T0).await.unwrap().unwrap();
    assert_eq!(code.hash, hash("hash3"));
    w.repair(&member, "SEL03", T0).await;
    assert!(w.store.recovery_code(&member.id, "SEL03", T0).await.unwrap().is_none());
    let challenge = w.challenge(&member, T0).await;
    let (attempt, session) = w.sign_in(&member, &challenge, Evidence::Code(code.id), T0.plus(9));
    assert!(matches!(w.decide(&attempt).await, Decision::Wrong(_)));
    assert!(!w.is_there(&session.digest).await);
    assert_eq!(
        w.store.counter(&attempt.counters[0]).await.unwrap().consecutive,
        1,
        "counted for recovery codes"
    );
    let member = w.member_by_key("ana@example.com").await.unwrap();
    assert_eq!(member.repaired_at, Some(T0), "the refused one repaired nothing");
    assert_eq!(w.codes_left(&member.id).await, 9);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_up_marks_the_session() {
    let w = &fixtures().await;
    let (member, mut session, first) = w.protected("ana@example.com").await;
    let second = w.enrol(&mut session, "tablet", 100, T0).await;
    let now = T0.plus(1000);
    let target = Target::StepUp {
        password: hash("phc"),
        session: session.digest.clone(),
        new_digest: session.digest.clone(),
    };
    assert_eq!(
        w.decide(&w.attempt(&member.id, step(&first, 150), target, now)).await,
        Decision::Accepted
    );
    let read = w.signed_in(&session).await.session;
    assert_eq!(
        (read.password_at, read.factor_at, read.device),
        (now, Some(now), Some(first))
    );
    let candidates = w.store.candidates(&member.id).await.unwrap();
    let last = candidates.iter().find(|c| c.device == second).unwrap().last_step;
    assert_eq!(last, 100, "each device has its own steps");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_up_needs_a_live_session() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let target = || Target::StepUp {
        password: hash("phc"),
        session: session.digest.clone(),
        new_digest: session.digest.clone(),
    };
    for evidence in [step(&device, 200), Evidence::Wrong] {
        let attempt = w.attempt(&member.id, evidence, target(), T0.plus(IDLE_LIFE));
        assert_eq!(w.decide(&attempt).await, Decision::Gone, "over");
    }
    w.store.end_session(&session.id, &Effects::none()).await.unwrap();
    for evidence in [step(&device, 200), Evidence::Wrong] {
        assert_eq!(
            w.decide(&w.attempt(&member.id, evidence, target(), T0)).await,
            Decision::Gone,
            "ended"
        );
    }
    let counter = w.store.counter(&CounterKey::Passcode(member.id.clone())).await.unwrap();
    assert_eq!(counter, Counter::default());
    w.signed_in_with(&member, &device, 101, T0).await;
}

//! Confirming a pending device.

use crate::fixtures;
use domain::store::Effects;
use domain::{
    devices::device::{DeviceState, PENDING_LIFE},
    kernel::counter::CounterKey,
    sessions::session::REVEAL_LIFE,
    sign_in::attempt::{Decision, Evidence, Target},
};
use testing::T0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_device_switches_two_factor_on() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let (session, other) = (w.session(&member, T0).await, w.session(&member, T0).await);
    let theirs = w.pending(&other, "theirs", T0).await;
    let device = w.pending(&session, "phone", T0).await;
    assert!(
        w.store.candidates(&member.id).await.unwrap().is_empty(),
        "a pending device protects nothing"
    );
    let now = T0.plus(60);
    let (mut attempt, confirm) = w.confirm(&device, &session, 100, now);
    attempt.effects = Effects::mails(vec![w.mail()]);
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    assert!(!w.is_there(&session.digest).await, "under a new token from now on");
    let read = w.store.session(&confirm.new_digest).await.unwrap().unwrap();
    assert_eq!(read.session.id, session.id);
    assert_eq!((read.session.password_at, read.session.factor_at), (T0, Some(now)));
    assert_eq!(read.session.device, Some(device.id.clone()));
    assert_eq!(
        (read.member.two_factor_since, read.member.codes_saved_at),
        (Some(now), None)
    );
    assert!(!w.is_there(&other.digest).await, "all other sessions end");
    assert!(w.store.enrolment(&theirs.id, &member.id, now).await.unwrap().is_none());
    assert!(
        w.store.enrolment(&device.id, &member.id, now).await.unwrap().is_none(),
        "its secret is not shown again"
    );
    assert!(matches!(&w.devices(&member.id, now).await[..], [only] if matches!(only.state, DeviceState::Confirmed(_))));
    assert_eq!(w.codes_left(&member.id).await, 10);
    assert_eq!(w.mails().await, 1);
    let end = now.plus(REVEAL_LIFE);
    assert!(w.store.reveal(&session.id, end.plus(-1)).await.unwrap().is_some());
    assert!(w.store.reveal(&session.id, end).await.unwrap().is_none());
    w.store.forget_reveal(&session.id).await.unwrap();
    assert!(w.store.reveal(&session.id, now).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_device_changes_nothing_else() {
    let w = &fixtures().await;
    let (member, mut session, first) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &first, 101, T0).await;
    let challenge = w.challenge(&member, T0).await;
    w.store.codes_saved(&member.id, T0, &Effects::none()).await.unwrap();
    w.store.forget_reveal(&session.id).await.unwrap();
    w.enrol(&mut session, "tablet", 50, T0.plus(60)).await;
    assert!(w.is_there(&other.digest).await);
    assert!(w.challenged(&challenge, T0).await.is_some());
    assert!(w.store.reveal(&session.id, T0).await.unwrap().is_none(), "no new codes");
    assert!(w.store.recovery_code(&member.id, "SEL00", T0).await.unwrap().is_some());
    let read = w.signed_in(&session).await;
    assert_eq!(
        (read.member.two_factor_since, read.member.codes_saved_at),
        (Some(T0), Some(T0))
    );
    assert_eq!(w.store.candidates(&member.id).await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_session_that_added_a_device_confirms_it() {
    let w = &fixtures().await;
    let (member, session, first) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &first, 101, T0).await;
    let (ben, bens, _) = w.protected("ben@example.com").await;
    let device = w.pending(&session, "tablet", T0).await;
    assert_eq!(
        w.decide(&w.confirm(&device, &other, 100, T0).0).await,
        Decision::Gone,
        "another session of hers"
    );
    assert_eq!(
        w.decide(&w.confirm(&device, &bens, 100, T0).0).await,
        Decision::Gone,
        "another member's"
    );
    let mut foreign = w.confirm(&device, &bens, 100, T0).0;
    foreign.member = ben.id;
    assert_eq!(w.decide(&foreign).await, Decision::Gone);
    let end = T0.plus(PENDING_LIFE);
    assert_eq!(
        w.decide(&w.confirm(&device, &session, 100, end).0).await,
        Decision::Gone,
        "expired"
    );
    let (attempt, confirm) = w.confirm(&device, &session, 100, end.plus(-1));
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    let mut again = w.confirm(&device, &session, 101, T0).0;
    if let Target::Confirm(again) = &mut again.target {
        again.session = confirm.new_digest;
    }
    assert_eq!(w.decide(&again).await, Decision::Gone, "it is confirmed already");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_code_confirms_nothing() {
    let w = &fixtures().await;
    let (member, session, first) = w.protected("ana@example.com").await;
    let device = w.pending(&session, "tablet", T0).await;
    let code = w.store.recovery_code(&member.id, "SEL00", T0).await.unwrap().unwrap();
    let others_step = Evidence::Step {
        device: first,
        step: 200,
    };
    for (failure, evidence) in [Evidence::Wrong, Evidence::Code(code.id), others_step]
        .into_iter()
        .enumerate()
    {
        let mut attempt = w.confirm(&device, &session, 100, T0).0;
        attempt.evidence = evidence;
        let Decision::Wrong(counter) = w.decide(&attempt).await else {
            panic!("refused")
        };
        assert_eq!(counter.consecutive as usize, failure + 1);
    }
    assert!(
        w.store.enrolment(&device.id, &member.id, T0).await.unwrap().is_some(),
        "still pending"
    );
    assert_eq!(w.codes_left(&member.id).await, 10);
    assert_eq!(w.store.candidates(&member.id).await.unwrap()[0].last_step, 100);
    assert!(w.is_there(&session.digest).await);
    let counter = w.store.counter(&CounterKey::Passcode(member.id.clone())).await.unwrap();
    assert_eq!(counter.consecutive, 0, "it says nothing about the other devices");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_confirming_code_is_used_up() {
    let w = &fixtures().await;
    let (member, _, device) = w.protected("ana@example.com").await;
    let challenge = w.challenge(&member, T0).await;
    let (attempt, session) = w.sign_in(
        &member,
        &challenge,
        Evidence::Step {
            device: device.clone(),
            step: 100,
        },
        T0,
    );
    assert!(matches!(w.decide(&attempt).await, Decision::Wrong(_)));
    assert!(!w.is_there(&session.digest).await);
    let pending = w.signed_in_with(&member, &device, 101, T0).await;
    let pending = w.pending(&pending, "tablet", T0).await;
    let target = w
        .sign_in(
            &member,
            &challenge,
            Evidence::Step {
                device: pending.id,
                step: 200,
            },
            T0,
        )
        .0;
    assert!(
        matches!(w.decide(&target).await, Decision::Wrong(_)),
        "a pending device cannot sign in"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repair_gets_codes_only_when_none_are_left() {
    let w = &fixtures().await;
    let (member, ..) = w.protected("ana@example.com").await;
    for n in 0..9 {
        let mut repair = w.repair(&member, &format!("SEL{n:02}"), T0).await;
        if n == 0 {
            w.enrol(&mut repair, "tablet", 100, T0).await;
            assert!(w.store.reveal(&repair.id, T0).await.unwrap().is_none());
        }
    }
    assert_eq!(w.codes_left(&member.id).await, 1);
    let mut repair = w.repair(&member, "SEL09", T0).await;
    assert_eq!(w.codes_left(&member.id).await, 0);
    w.enrol(&mut repair, "new phone", 100, T0).await;
    assert_eq!(w.codes_left(&member.id).await, 10);
    assert!(w.store.reveal(&repair.id, T0).await.unwrap().is_some());
}

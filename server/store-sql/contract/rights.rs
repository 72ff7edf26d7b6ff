//! What a session, a device or a repair may do and for how long, and attempts to get around it.

use crate::fixtures;
use domain::store::Effects;
use domain::{
    devices::store::IfLast,
    kernel::{
        counter::{CounterKey, FREE_TRIES},
        id::DeviceId,
    },
    profile::member::{Member, REPAIR_QUARANTINE},
    sessions::{
        change::{Change, Changed},
        session::Session,
    },
    sign_in::attempt::{Decision, Evidence, Target},
};
use testing::hash;
use testing::{Fixtures, Repaired, T0};

/// Steps up with this device's time step, which gives the session a new token.
async fn step_up(w: &Fixtures, session: &mut Session, device: &DeviceId, step: i64) {
    let new_digest = w.digest();
    let target = Target::StepUp {
        password: hash("phc"),
        session: session.digest.clone(),
        new_digest: new_digest.clone(),
    };
    let evidence = Evidence::Step {
        device: device.clone(),
        step,
    };
    let attempt = w.attempt(&session.member, evidence, target, T0);
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    session.digest = new_digest;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_up_gives_a_new_token() {
    let w = &fixtures().await;
    let (_, mut session, device) = w.protected("ana@example.com").await;
    let copied = session.digest.clone();
    step_up(w, &mut session, &device, 101).await;
    assert!(!w.is_there(&copied).await, "a copy of the cookie has not stepped up");
    assert!(w.is_there(&session.digest).await);
    let (copied, new) = (session.digest.clone(), w.digest());
    assert!(
        w.store
            .prove_password(&copied, &new, T0, &Effects::none())
            .await
            .unwrap()
    );
    assert!(
        !w.is_there(&copied).await && w.is_there(&new).await,
        "nor by the password"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_device_ends_the_sessions_it_opened() {
    let w = &fixtures().await;
    let (member, mut owners, phone) = w.protected("ana@example.com").await;
    let tablet = w.enrol(&mut owners, "tablet", 100, T0).await;
    let mut stepped_up = w.signed_in_with(&member, &phone, 101, T0).await;
    step_up(w, &mut stepped_up, &tablet, 101).await;
    let mut enrolled = w.signed_in_with(&member, &phone, 102, T0).await;
    w.enrol(&mut enrolled, "thief's", 100, T0).await;
    let mut proved_by_it = w.signed_in_with(&member, &tablet, 102, T0).await;
    step_up(w, &mut proved_by_it, &phone, 103).await;
    let untouched = w.signed_in_with(&member, &tablet, 103, T0).await;
    let change = w.change(&owners, T0);
    let removed = w.store.remove_device(&phone, IfLast::StayOn, &change).await.unwrap();
    assert_eq!(removed, Changed::Done);
    assert!(!w.is_there(&stepped_up.digest).await, "it was opened with the lost one");
    assert!(
        !w.is_there(&enrolled.digest).await,
        "even if it confirmed another since"
    );
    assert!(!w.is_there(&proved_by_it.digest).await, "or proved itself with it last");
    assert!(w.is_there(&untouched.digest).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_other_sessions_end_with_or_without_the_one_that_asks() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let (_, bens, _) = w.protected("ben@example.com").await;
    let other = w.signed_in_with(&member, &phone, 101, T0).await;
    let begun = w.challenge(&member, T0).await;
    let stale = w.change(&session, T0);
    let mut change = stale.clone();
    change.required = None;
    assert_eq!(w.store.end_other_sessions(&change).await.unwrap(), Changed::Done);
    let new = change.new_digest.clone().unwrap();
    assert!(
        w.is_there(&new).await && !w.is_there(&session.digest).await,
        "a new token"
    );
    assert!(!w.is_there(&other.digest).await);
    assert!(w.challenged(&begun, T0).await.is_none(), "nor does a sign-in go on");
    assert_eq!(w.store.end_other_sessions(&stale).await.unwrap(), Changed::NotProved);
    let here = Session { digest: new, ..session };
    let everywhere = Change {
        new_digest: None,
        required: None,
        ..w.change(&here, T0)
    };
    assert_eq!(w.store.end_other_sessions(&everywhere).await.unwrap(), Changed::Done);
    assert!(!w.is_there(&here.digest).await);
    assert!(w.is_there(&bens.digest).await);
    assert_eq!(w.mails().await, 2, "one for each of the changes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn removing_as_the_last_device_requires_that_it_is_the_last() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    w.enrol(&mut session, "tablet", 100, T0).await;
    let change = w.change(&session, T0);
    let refused = w.store.remove_device(&phone, IfLast::SwitchOff, &change).await.unwrap();
    assert_eq!(refused, Changed::NotLast);
    assert!(w.is_there(&session.digest).await, "nothing changed");
    assert_eq!(
        (w.store.candidates(&member.id).await.unwrap().len(), w.mails().await),
        (2, 0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn for_a_day_after_a_repair_only_an_older_device_switches_off() {
    let w = &fixtures().await;
    let Repaired {
        member,
        phone,
        tablet,
        older,
        newer,
        at,
    } = w.repaired("ana@example.com").await;
    let refused = Changed::RecentRepair(at.plus(REPAIR_QUARANTINE));
    assert_eq!(w.store.switch_off(&w.change(&newer, at)).await.unwrap(), refused);
    // The session with the older device is refused as well once that device is gone.
    let lost = w
        .store
        .remove_device(&phone, IfLast::StayOn, &w.change(&newer, at))
        .await;
    assert_eq!(lost.unwrap(), Changed::Done);
    assert!(!w.is_there(&older.digest).await);
    for age in [60, REPAIR_QUARANTINE - 1] {
        let now = at.plus(age);
        let newer = w.signed_in_with(&member, &tablet, 200 + age, now).await;
        let change = w.change(&newer, now);
        let removed = w.store.remove_device(&tablet, IfLast::SwitchOff, &change).await;
        assert_eq!(removed.unwrap(), refused, "after {age} seconds");
        assert!(w.signed_in(&newer).await.member.two_factor_since.is_some());
        assert_eq!(w.devices(&member.id, now).await.len(), 1);
    }
    let later = at.plus(REPAIR_QUARANTINE);
    let newer = w.signed_in_with(&member, &tablet, 90_000, later).await;
    let change = w.change(&newer, later);
    let removed = w.store.remove_device(&tablet, IfLast::SwitchOff, &change).await;
    assert_eq!(removed.unwrap(), Changed::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_from_before_the_repair_may_switch_off() {
    let w = &fixtures().await;
    let (member, _, phone) = w.protected("ana@example.com").await;
    w.repair(&member, "SEL00", T0.plus(60)).await;
    let session = w.signed_in_with(&member, &phone, 103, T0.plus(60)).await;
    let off = w.store.switch_off(&w.change(&session, T0.plus(60))).await.unwrap();
    assert_eq!(off, Changed::Done);
}

async fn repairs(w: &Fixtures, member: &Member) -> (Option<domain::Timestamp>, Option<domain::Timestamp>) {
    let read = w.member_by_key(&member.email.key()).await.unwrap();
    (read.repairs_since, read.repaired_at)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn consecutive_repairs_form_one_series() {
    let w = &fixtures().await;
    let (member, ..) = w.protected("ana@example.com").await;
    assert_eq!(repairs(w, &member).await, (None, None));
    w.repair(&member, "SEL00", T0).await;
    assert_eq!(repairs(w, &member).await, (Some(T0), Some(T0)));
    let second = T0.plus(REPAIR_QUARANTINE - 1);
    w.repair(&member, "SEL01", second).await;
    assert_eq!(
        repairs(w, &member).await,
        (Some(T0), Some(second)),
        "within the quarantine"
    );
    let third = second.plus(REPAIR_QUARANTINE - 1);
    w.repair(&member, "SEL02", third).await;
    assert_eq!(
        repairs(w, &member).await,
        (Some(T0), Some(third)),
        "of the one before it"
    );
    let fourth = third.plus(REPAIR_QUARANTINE);
    w.repair(&member, "SEL03", fourth).await;
    assert_eq!(repairs(w, &member).await, (Some(fourth), Some(fourth)), "after it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_codes_in_a_repair_end_the_other_sessions() {
    let w = &fixtures().await;
    let (member, _, phone) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &phone, 101, T0).await;
    let mut repair = w.repair(&member, "SEL00", T0).await;
    w.enrol(&mut repair, "tablet", 100, T0).await;
    assert!(w.is_there(&other.digest).await, "nine codes are left: no new ones");
    for code in 1..9 {
        w.repair(&member, &format!("SEL{code:02}"), T0).await;
    }
    let mut repair = w.repair(&member, "SEL09", T0).await;
    assert_eq!(w.codes_left(&member.id).await, 0);
    w.enrol(&mut repair, "laptop", 100, T0).await;
    assert_eq!(w.codes_left(&member.id).await, 10);
    assert!(!w.is_there(&other.digest).await);
    assert!(w.is_there(&repair.digest).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_codes_reset_the_recovery_counter() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let key = CounterKey::Recovery(member.id.clone());
    let challenge = w.challenge(&member, T0).await;
    for _ in 0..3 {
        let mut wrong = w.sign_in(&member, &challenge, Evidence::Wrong, T0).0;
        wrong.counters = vec![key.clone()];
        assert!(matches!(w.decide(&wrong).await, Decision::Wrong(_)));
    }
    assert_eq!(w.store.counter(&key).await.unwrap().consecutive, 3);
    let (change, codes) = (w.change(&session, T0), w.codes(&member.id, T0));
    assert_eq!(w.store.replace_codes(&codes, &change).await.unwrap(), Changed::Done);
    assert_eq!(
        w.store.counter(&key).await.unwrap(),
        domain::kernel::counter::Counter::default()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_failures_and_a_stop_are_mailed() {
    let w = &fixtures().await;
    let (member, _, device) = w.protected("ana@example.com").await;
    let (mut now, mut step, mut wrong) = (T0, 200, 0);
    // Four wrong codes, then the member's own right one: there is never a wait, but a hundred failures in seven days.
    while w
        .store
        .counter(&CounterKey::Passcode(member.id.clone()))
        .await
        .unwrap()
        .stopped_at
        .is_none()
    {
        for _ in 1..FREE_TRIES {
            let challenge = w.challenge(&member, now).await;
            let mut attempt = w.sign_in(&member, &challenge, Evidence::Wrong, now).0;
            attempt.alarm_effects = Effects::mails(vec![w.mail()]);
            if matches!(w.decide(&attempt).await, Decision::Wrong(_)) {
                wrong += 1;
            }
        }
        if wrong < 100 {
            assert_eq!(w.mails().await, usize::from(wrong >= 10), "after {wrong}");
            w.signed_in_with(&member, &device, step, now).await;
        }
        now = now.plus(30);
        step += 1;
    }
    assert_eq!((wrong, w.mails().await), (100, 2));
}

//! Replacing a device: the new one is confirmed before the old one goes.

use super::trusted_browsers::trust;
use crate::fixtures;
use domain::{
    Timestamp,
    devices::{
        device::{DeviceState, NewDevice, PENDING_LIFE, Replaced},
        store::{Added, IfLast, Renaming},
    },
    kernel::{
        id::{DeviceId, MemberId},
        label::Label,
    },
    profile::member::Member,
    sessions::{
        change::{Change, Changed},
        session::Session,
    },
    sign_in::attempt::{Decision, Target},
    store::Effects,
};
use std::sync::Arc;
use terms::{SessionKind, limits::DEVICES_MAX};
use testing::{Fixtures, T0, rounds};
use tokio::sync::Barrier;

/// Returns a device that is to replace `old`, not in the store.
fn replacing(w: &Fixtures, session: &Session, old: &DeviceId, label: &str, now: Timestamp) -> NewDevice {
    NewDevice {
        replaces: Some(old.clone()),
        ..w.new_device(session, label, now)
    }
}

async fn add(w: &Fixtures, device: &NewDevice, session: &Session) -> Added {
    let none = Effects::none();
    let added = w.store.add_device(device, &session.digest, None, &none);
    added.await.unwrap()
}

/// Adds a device that is to replace `old`.
async fn replaced(w: &Fixtures, session: &Session, old: &DeviceId) -> NewDevice {
    let device = replacing(w, session, old, "phone 2", T0);
    assert_eq!(add(w, &device, session).await, Added::Done);
    device
}

async fn is_pending(w: &Fixtures, device: &NewDevice, now: Timestamp) -> bool {
    let enrolment = w.store.enrolment(&device.id, &device.member, now).await.unwrap();
    enrolment.is_some()
}

/// The names of the confirmed devices, sorted.
async fn confirmed(w: &Fixtures, member: &MemberId) -> Vec<String> {
    let devices = w.devices(member, T0).await.into_iter();
    let confirmed = devices.filter(|device| matches!(device.state, DeviceState::Confirmed(_)));
    let mut names: Vec<_> = confirmed.map(|device| device.label.as_str().to_owned()).collect();
    names.sort();
    names
}

async fn remove(w: &Fixtures, device: &DeviceId, session: &Session) -> Changed {
    let change = w.change(session, T0);
    w.store.remove_device(device, IfLast::StayOn, &change).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_new_device_takes_place_and_name_and_what_the_old_one_opened_ends() {
    let w = &fixtures().await;
    let (member, mut owners, phone) = w.protected("ana@example.com").await;
    let tablet = w.enrol(&mut owners, "tablet", 100, T0).await;
    let here = w.signed_in_with(&member, &phone, 101, T0).await;
    let opened_by_it = w.signed_in_with(&member, &phone, 102, T0).await;
    let by_tablet = w.signed_in_with(&member, &tablet, 101, T0).await;
    trust(w, &member, &tablet, 102, T0).await;
    let new = replaced(w, &here, &phone).await;
    let before = w.store.candidates(&member.id).await.unwrap();
    assert!(before.iter().all(|candidate| candidate.device != new.id) && before.len() == 2);
    let (mut attempt, confirm) = w.confirm(&new, &here, 300, T0);
    attempt.effects = Effects::mails(vec![w.mail()]);
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);

    assert_eq!(confirmed(w, &member.id).await, ["phone", "tablet"]);
    let after = w.store.candidates(&member.id).await.unwrap();
    assert!(
        after
            .iter()
            .any(|candidate| candidate.device == new.id && candidate.last_step == 300)
    );
    assert!(
        after.iter().all(|candidate| candidate.device != phone),
        "the old one is gone"
    );
    assert!(!w.is_there(&opened_by_it.digest).await, "what it opened ends");
    assert!(w.is_there(&by_tablet.digest).await, "what another opened does not");
    let trusted = w.store.trusted_browsers(&member.id, T0).await.unwrap();
    assert!(trusted.is_empty(), "no browser is trusted any more");
    assert!(!w.is_there(&here.digest).await, "the session has a new token");
    let read = w.store.session(&confirm.new_digest).await.unwrap().unwrap();
    assert_eq!((&read.session.id, read.session.factor_at), (&here.id, Some(T0)));
    let new = Some(new.id);
    assert_eq!((&read.session.device, &read.session.opened_by), (&new, &new));
    assert_eq!(
        read.member.two_factor_since, member.two_factor_since,
        "two-factor stays on"
    );
    assert_eq!((w.codes_left(&member.id).await, w.mails().await), (10, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn until_then_the_old_device_works_under_its_name() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let new = replaced(w, &session, &phone).await;
    let devices = w.devices(&member.id, T0).await;
    let listed = devices.into_iter().find(|device| device.id == new.id).unwrap();
    let DeviceState::Pending(pending) = &listed.state else {
        panic!("pending")
    };
    let old = Replaced {
        id: phone.clone(),
        label: Label::parse("phone").unwrap(),
    };
    assert_eq!(pending.replaces, Some(old.clone()));
    let enrolment = w.store.enrolment(&new.id, &member.id, T0).await.unwrap().unwrap();
    assert_eq!(enrolment.replaces, Some(old));
    let label = enrolment.key_label.unwrap();
    assert_eq!(
        label.as_str(),
        "ana@example.com (phone) 2",
        "the old one's may still be in an app"
    );
    let mut wrong = w.confirm(&new, &session, 300, T0).0;
    wrong.evidence = domain::sign_in::attempt::Evidence::Wrong;
    assert!(matches!(w.decide(&wrong).await, Decision::Wrong(_)));
    w.signed_in_with(&member, &phone, 101, T0).await;

    let discarded = w.store.discard_device(&new.id, &member.id, &Effects::none()).await;
    assert!(discarded.unwrap());
    w.signed_in_with(&member, &phone, 102, T0).await;
    let late = replaced(w, &session, &phone).await;
    let end = T0.plus(PENDING_LIFE);
    assert!(is_pending(w, &late, end.plus(-1)).await && !is_pending(w, &late, end).await);
    assert_eq!(w.decide(&w.confirm(&late, &session, 300, end).0).await, Decision::Gone);
    w.store.sweep(end).await.unwrap();
    w.signed_in_with(&member, &phone, 103, T0).await;
    assert_eq!(confirmed(w, &member.id).await, ["phone"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_confirmed_device_of_the_members_own_is_replaced() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let (_, _, bens) = w.protected("ben@example.com").await;
    let own = domain::devices::device::Validity::FULL;
    let zoes = w.colleagues(&mut session, "Zoë’s", own, T0).await;
    let other = w.signed_in_with(&member, &phone, 101, T0).await;
    let pending = w.pending(&other, "tablet", T0).await;
    for old in [bens, zoes, pending.id, w.device_id()] {
        let device = replacing(w, &session, &old, "phone 2", T0);
        assert_eq!(add(w, &device, &session).await, Added::NothingToReplace, "{old}");
    }
    let mut taken = replacing(w, &session, &phone, "Phone", T0);
    assert_eq!(
        add(w, &taken, &session).await,
        Added::NameTaken,
        "under a name of its own"
    );
    taken.label = Label::parse("phone 2").unwrap();
    assert_eq!(add(w, &taken, &session).await, Added::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replacement_ends_with_the_old_device() {
    let w = &fixtures().await;
    let (member, mut owners, phone) = w.protected("ana@example.com").await;
    let tablet = w.enrol(&mut owners, "tablet", 100, T0).await;
    let session = w.signed_in_with(&member, &tablet, 101, T0).await;
    let new = replaced(w, &session, &phone).await;
    let attempt = w.confirm(&new, &session, 300, T0).0;
    assert_eq!(remove(w, &phone, &owners).await, Changed::Done);
    assert!(!is_pending(w, &new, T0).await);
    assert!(w.is_there(&session.digest).await);
    assert_eq!(w.decide(&attempt).await, Decision::Gone);
    assert_eq!(confirmed(w, &member.id).await, ["tablet"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_replacements_of_a_device_the_later_one_counts() {
    let w = &fixtures().await;
    let (member, mut owners, phone) = w.protected("ana@example.com").await;
    let tablet = w.enrol(&mut owners, "tablet", 100, T0).await;
    let other = w.signed_in_with(&member, &tablet, 101, T0).await;
    let first = replaced(w, &owners, &phone).await;
    let second = replacing(w, &other, &phone, "phone 3", T0);
    assert_eq!(add(w, &second, &other).await, Added::Done);
    assert!(!is_pending(w, &first, T0).await && is_pending(w, &second, T0).await);
    assert_eq!(w.decide(&w.confirm(&first, &owners, 300, T0).0).await, Decision::Gone);
    assert_eq!(
        w.decide(&w.confirm(&second, &other, 300, T0).0).await,
        Decision::Accepted
    );
    assert_eq!(confirmed(w, &member.id).await, ["phone", "tablet"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replacement_takes_no_place_among_the_ten() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    for n in 2..DEVICES_MAX {
        w.enrol(&mut session, &format!("device {n}"), 100, T0).await;
    }
    let other = w.signed_in_with(&member, &phone, 101, T0).await;
    let new = replaced(w, &other, &phone).await;
    w.enrol(&mut session, "tenth", 100, T0).await;
    assert!(is_pending(w, &new, T0).await, "the tenth did not need its place");
    assert_eq!(
        add(w, &w.new_device(&session, "eleventh", T0), &session).await,
        Added::TenDevices
    );
    assert!(is_pending(w, &new, T0).await);
    assert_eq!(w.decide(&w.confirm(&new, &other, 300, T0).0).await, Decision::Accepted);
    assert_eq!(confirmed(w, &member.id).await.len(), DEVICES_MAX);
    let second = w.devices(&member.id, T0).await.remove(1).id;
    let again = replacing(w, &session, &second, "device 2 2", T0);
    assert_eq!(add(w, &again, &session).await, Added::Done, "at ten devices, too");
    assert_eq!(
        w.decide(&w.confirm(&again, &session, 300, T0).0).await,
        Decision::Accepted
    );
    assert_eq!(confirmed(w, &member.id).await.len(), DEVICES_MAX);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_of_the_old_device_is_taken_over_as_it_is_then() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let new = replaced(w, &session, &phone).await;
    let renaming = Renaming {
        device: &phone,
        member: &member.id,
        session: &session.id,
        label: &Label::parse("Work phone").unwrap(),
        now: T0,
    };
    let renamed = w.store.rename_device(&renaming, &Effects::none()).await.unwrap();
    assert_eq!(renamed, Some(Added::Done));
    let (attempt, confirm) = w.confirm(&new, &session, 300, T0);
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    assert_eq!(confirmed(w, &member.id).await, ["Work phone"]);
    let session = Session {
        digest: confirm.new_digest,
        ..session
    };
    let same = w.new_device(&session, "WORK PHONE", T0);
    assert_eq!(add(w, &same, &session).await, Added::NameTaken);
    w.pending(&session, "phone 2", T0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_that_names_another_old_device_is_refused() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let tablet = w.enrol(&mut session, "tablet", 100, T0).await;
    let new = replaced(w, &session, &phone).await;
    for forged in [None, Some(tablet.clone()), Some(new.id.clone())] {
        let mut attempt = w.confirm(&new, &session, 300, T0).0;
        let Target::Confirm(confirm) = &mut attempt.target else {
            panic!("a confirmation")
        };
        confirm.replaces = forged;
        assert_eq!(w.decide(&attempt).await, Decision::Gone);
    }
    let plain = w.pending(&session, "watch", T0).await;
    let mut attempt = w.confirm(&plain, &session, 300, T0).0;
    if let Target::Confirm(confirm) = &mut attempt.target {
        confirm.replaces = Some(tablet);
    }
    assert_eq!(w.decide(&attempt).await, Decision::Gone);
    assert_eq!(confirmed(w, &member.id).await, ["phone", "tablet"]);
}

/// The lost phone is replaced in one step, and the last recovery code, which opened the session, by new ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repair_session_replaces_a_lost_phone() {
    let w = &fixtures().await;
    let (member, _, phone) = w.protected("ana@example.com").await;
    let stolen = w.signed_in_with(&member, &phone, 101, T0).await;
    let mut repair = w.repair(&member, "SEL00", T0).await;
    for n in 1..10 {
        repair = w.repair(&member, &format!("SEL{n:02}"), T0).await;
    }
    assert_eq!(w.codes_left(&member.id).await, 0);
    let new = replaced(w, &repair, &phone).await;
    w.confirmed(&new, &mut repair, 300, T0).await;
    assert_eq!(confirmed(w, &member.id).await, ["phone"]);
    assert_eq!(w.codes_left(&member.id).await, 10);
    assert!(!w.is_there(&stolen.digest).await);
    let read = w.signed_in(&repair).await.session;
    assert_eq!(
        (read.kind, read.device),
        (SessionKind::Repair, Some(new.id)),
        "no full session"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_and_a_replacement_at_once_leave_one_of_the_two() {
    let w = &fixtures().await;
    for round in 0..rounds(12) {
        let (member, owners, phone) = w.protected(&format!("ana-{round}@example.com")).await;
        let session = w.repair(&member, "SEL00", T0).await;
        let new = replaced(w, &session, &phone).await;
        let (attempt, change) = (w.confirm(&new, &session, 300, T0).0, w.change(&owners, T0));
        let (decision, removed) = at_once(w, attempt, change, phone).await;
        let left = confirmed(w, &member.id).await;
        match (decision, removed) {
            (Decision::Accepted, Changed::NotFound | Changed::NotProved) => assert_eq!(left, ["phone"]),
            (Decision::Gone, Changed::Done) => assert!(left.is_empty()),
            other => panic!("{other:?} and {left:?}"),
        }
        assert!(is_protected(w, &member).await, "two-factor stays on");
    }
}

async fn at_once(
    w: &Fixtures,
    attempt: domain::sign_in::attempt::FactorAttempt,
    change: Change,
    old: DeviceId,
) -> (Decision, Changed) {
    let barrier = Arc::new(Barrier::new(2));
    let (store, here) = (Arc::clone(&w.store), Arc::clone(&barrier));
    let confirming = tokio::spawn(async move {
        here.wait().await;
        store.decide(&attempt).await.unwrap()
    });
    barrier.wait().await;
    let removed = w.store.remove_device(&old, IfLast::StayOn, &change).await.unwrap();
    (confirming.await.unwrap(), removed)
}

async fn is_protected(w: &Fixtures, member: &Member) -> bool {
    let read = w.member_by_key(&member.email.key()).await.unwrap();
    read.two_factor_since.is_some()
}

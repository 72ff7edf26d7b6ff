//! Enrolments by link.

use crate::fixtures;
use domain::{
    devices::{
        device::DeviceState,
        remote::{
            ENROLMENT_LIFE, RemoteEnrolment, Stage,
            store::{LinkAgain, ReadyDevice},
        },
        store::Added,
    },
    kernel::{
        id::MemberId,
        mailed_code::{CODE_LIFE, CODE_TRIES, Proved},
    },
    sessions::{change::Changed, session::Session},
    sign_in::attempt::{Decision, Evidence},
    store::Effects,
};
use std::sync::Arc;
use terms::{LinkKind, SessionKind, limits::DEVICES_MAX};
use testing::{Fixtures, T0, required_since, rounds};
use tokio::{sync::Barrier, task::JoinSet};

async fn put(w: &Fixtures, session: &Session, label: &str) -> Added {
    let (enrolment, link) = w.new_remote(session, label, T0);
    let proof = (&session.digest, required_since(T0));
    w.store
        .put_remote(&enrolment, &link, proof, &Effects::none())
        .await
        .unwrap()
}

/// Approves an enrolment in this session, which gets a new token if that succeeds.
async fn approve(w: &Fixtures, of: &RemoteEnrolment, session: &mut Session) -> Result<Changed, Added> {
    let change = w.change(session, T0);
    let approved = w.store.approve_remote(&of.id, true, &change).await.unwrap();
    if approved == Ok(Changed::Done) {
        session.digest = change.new_digest.unwrap();
    }
    approved
}

async fn stages(w: &Fixtures, member: &MemberId) -> Vec<Stage> {
    let found = w.store.remotes(member, T0).await.unwrap();
    found.into_iter().map(|found| found.stage).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_enrolment_is_no_device_before_it_is_approved() {
    let w = &fixtures().await;
    let (member, mut session, _) = w.protected("ana@example.com").await;
    let (enrolment, _) = w.remote(&session, "Zoë’s phone", T0).await;
    let (read, of) = w.store.remote(&enrolment.id, T0).await.unwrap().unwrap();
    assert_eq!(of.id, member.id);
    assert!(read.key_label.is_some());
    assert_eq!(
        RemoteEnrolment {
            key_label: None,
            ..read
        },
        enrolment
    );
    assert!(!w.waits(&enrolment, T0).await, "the address is not proved");
    assert_eq!(approve(w, &enrolment, &mut session).await, Ok(Changed::NotFound));
    let code = w.mailed_code(&enrolment, T0).await;
    assert_eq!(w.proves(&enrolment, &code, T0).await, Proved::Done);
    assert_eq!(stages(w, &member.id).await, [Stage::Proved]);
    assert_eq!(approve(w, &enrolment, &mut session).await, Ok(Changed::NotFound));
    assert!(w.waits(&enrolment, T0).await);
    assert!(!w.waits(&enrolment, T0).await, "once");
    let waits = Stage::Waits {
        words: "amber falcon".to_owned(),
        since: T0,
    };
    assert_eq!(stages(w, &member.id).await, [waits]);
    // Until now no passcode of it counts anywhere.
    assert_eq!(w.store.candidates(&member.id).await.unwrap().len(), 1);
    let challenge = w.challenge(&member, T0).await;
    let step = |step| Evidence::Step {
        device: enrolment.device.clone(),
        step,
    };
    let (mut attempt, _) = w.sign_in(&member, &challenge, step(200), T0);
    if let domain::sign_in::attempt::Target::SignIn { session, .. } = &mut attempt.target {
        session.kind = SessionKind::SignInOnly;
    }
    assert!(matches!(w.decide(&attempt).await, Decision::Wrong(_)));
    assert_eq!(approve(w, &enrolment, &mut session).await, Ok(Changed::Done));
    assert!(stages(w, &member.id).await.is_empty());
    let devices = w.devices(&member.id, T0).await;
    let device = devices.iter().find(|device| device.id == enrolment.device).unwrap();
    assert_eq!(device.holder, Some(w.holder()));
    assert!(device.validity.sign_in_only && matches!(device.state, DeviceState::Confirmed(_)));
    let candidates = w.store.candidates(&member.id).await.unwrap();
    let found = candidates
        .iter()
        .find(|found| found.device == enrolment.device)
        .unwrap();
    assert_eq!(found.last_step, 100, "its first passcode is used up");
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailed_code_works_once_for_ten_minutes_and_five_tries() {
    let w = &fixtures().await;
    let (_, session, _) = w.protected("ana@example.com").await;
    let (enrolment, _) = w.remote(&session, "shared", T0).await;
    let wrong = w.digest();
    assert_eq!(w.proves(&enrolment, &wrong, T0).await, Proved::NoCode);
    let first = w.mailed_code(&enrolment, T0).await;
    for _ in 0..CODE_TRIES {
        assert_eq!(w.proves(&enrolment, &wrong, T0).await, Proved::Wrong);
    }
    assert_eq!(w.proves(&enrolment, &first, T0).await, Proved::NoCode, "the sixth try");
    let second = w.mailed_code(&enrolment, T0).await;
    assert_eq!(w.proves(&enrolment, &first, T0).await, Proved::Wrong, "the one before");
    assert_eq!(w.proves(&enrolment, &second, T0.plus(CODE_LIFE)).await, Proved::NoCode);
    assert_eq!(
        w.proves(&enrolment, &second, T0.plus(-400)).await,
        Proved::NoCode,
        "a clock that was ahead"
    );
    assert_eq!(
        w.proves(&enrolment, &second, T0.plus(CODE_LIFE - 1)).await,
        Proved::Done
    );
    assert_eq!(
        w.proves(&enrolment, &second, T0.plus(CODE_LIFE - 1)).await,
        Proved::NoCode
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_code_that_comes_many_times_at_once_proves_once() {
    let w = &fixtures().await;
    let (_, session, _) = w.protected("ana@example.com").await;
    for round in 0..rounds(10) {
        let (enrolment, _) = w.remote(&session, &format!("phone {round}"), T0).await;
        let code = w.mailed_code(&enrolment, T0).await;
        let barrier = Arc::new(Barrier::new(20));
        let mut running = JoinSet::new();
        for _ in 0..20 {
            let (w, enrolment, code, barrier) = (w.clone(), enrolment.clone(), code.clone(), barrier.clone());
            running.spawn(async move {
                barrier.wait().await;
                w.proves(&enrolment, &code, T0).await
            });
        }
        let done = running.join_all().await;
        assert_eq!(
            done.iter().filter(|proved| **proved == Proved::Done).count(),
            1,
            "{done:?}"
        );
        w.store
            .discard_remote(&enrolment.id, &enrolment.member, &Effects::none())
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_approvals_at_once_make_one_device() {
    let w = &fixtures().await;
    for round in 0..rounds(5) {
        let (member, session, phone) = w.protected(&format!("ana-{round}@example.com")).await;
        let enrolment = w.waiting(&session, "shared", T0).await;
        let barrier = Arc::new(Barrier::new(10));
        let mut running = JoinSet::new();
        for n in 0..10 {
            let mut own = w.signed_in_with(&member, &phone, 200 + n, T0).await;
            let (w, enrolment, barrier) = (w.clone(), enrolment.clone(), barrier.clone());
            running.spawn(async move {
                barrier.wait().await;
                approve(&w, &enrolment, &mut own).await
            });
        }
        let done = running.join_all().await;
        assert_eq!(
            done.iter().filter(|done| **done == Ok(Changed::Done)).count(),
            1,
            "{done:?}"
        );
        assert_eq!(w.devices(&member.id, T0).await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_and_places_are_those_of_devices_and_enrolments_together() {
    let w = &fixtures().await;
    let (_, mut session, _) = w.protected("ana@example.com").await;
    assert_eq!(put(w, &session, "PHONE").await, Added::NameTaken);
    for n in 2..=DEVICES_MAX {
        assert_eq!(put(w, &session, &format!("phone {n}")).await, Added::Done);
    }
    assert_eq!(put(w, &session, "Phone 2").await, Added::NameTaken);
    assert_eq!(put(w, &session, "one more").await, Added::TenDevices);
    // Devices that were added meanwhile come first.
    let enrolment = {
        let found = w.store.remotes(&session.member, T0).await.unwrap().remove(0);
        let code = w.mailed_code(&found, T0).await;
        assert_eq!(w.proves(&found, &code, T0).await, Proved::Done);
        assert!(w.waits(&found, T0).await);
        found
    };
    w.enrol(&mut session, enrolment.label.as_str(), 100, T0).await;
    assert_eq!(approve(w, &enrolment, &mut session).await, Err(Added::NameTaken));
    for n in 2..DEVICES_MAX {
        w.enrol(&mut session, &format!("device {n}"), 100, T0).await;
    }
    let other = w.store.remotes(&session.member, T0).await.unwrap().remove(1);
    let code = w.mailed_code(&other, T0).await;
    assert_eq!(w.proves(&other, &code, T0).await, Proved::Done);
    assert!(w.waits(&other, T0).await);
    assert_eq!(approve(w, &other, &mut session).await, Err(Added::TenDevices));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_takes_a_stepped_up_session_with_two_factor_on() {
    let w = &fixtures().await;
    let plain = w.member("ben@example.com").await;
    let without = w.session(&plain, T0).await;
    assert_eq!(put(w, &without, "phone").await, Added::TwoFactorOff);
    let (_, mut session, _) = w.protected("ana@example.com").await;
    let stale = Session {
        digest: w.digest(),
        ..session.clone()
    };
    assert_eq!(put(w, &stale, "shared").await, Added::NotProved);
    let enrolment = w.waiting(&session, "shared", T0).await;
    let later = domain::sessions::change::Change {
        now: T0.plus(3_000),
        required: required_since(T0.plus(3_000)),
        ..w.change(&session, T0)
    };
    let refused = w.store.approve_remote(&enrolment.id, true, &later).await.unwrap();
    assert_eq!(refused, Ok(Changed::NotProved));
    let mut bens = w.protected("carl@example.com").await.1;
    assert_eq!(
        approve(w, &enrolment, &mut bens).await,
        Ok(Changed::NotFound),
        "another member's"
    );
    assert_eq!(approve(w, &enrolment, &mut session).await, Ok(Changed::Done));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_enrolment_ends_with_its_link() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let (ben, bens, _) = w.protected("ben@example.com").await;
    let (enrolment, link) = w.remote(&session, "shared", T0).await;
    let discard = async |member: &MemberId| {
        let discarded = w.store.discard_remote(&enrolment.id, member, &Effects::none()).await;
        discarded.unwrap()
    };
    assert!(!discard(&ben.id).await, "another member's");
    assert!(w.store.link(&link.digest, T0).await.unwrap().is_some());
    assert!(discard(&member.id).await && !discard(&member.id).await);
    assert!(w.store.link(&link.digest, T0).await.unwrap().is_none());
    // With two-factor, and by itself after a day.
    let waiting = w.waiting(&bens, "shared", T0).await;
    let off = w.store.switch_off(&w.change(&bens, T0)).await.unwrap();
    assert_eq!(off, Changed::Done);
    assert!(w.store.remote(&waiting.id, T0).await.unwrap().is_none());
    let (enrolment, _) = w.remote(&session, "shared", T0).await;
    let end = T0.plus(ENROLMENT_LIFE);
    assert!(w.store.remote(&enrolment.id, end.plus(-1)).await.unwrap().is_some());
    assert!(w.store.remote(&enrolment.id, end).await.unwrap().is_none());
    w.store.sweep(end).await.unwrap();
    assert!(w.store.remotes(&member.id, T0).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_opened_link_leads_to_the_approved_device() {
    let w = &fixtures().await;
    let (member, mut session, _) = w.protected("ana@example.com").await;
    let (opened, held) = {
        let (enrolment, link) = w.remote(&session, "shared", T0).await;
        (enrolment, w.opened(&link).await.unwrap())
    };
    let (unopened, link) = w.remote(&session, "another", T0).await;
    for enrolment in [&opened, &unopened] {
        let code = w.mailed_code(enrolment, T0).await;
        assert_eq!(w.proves(enrolment, &code, T0).await, Proved::Done);
        assert!(w.waits(enrolment, T0).await);
        let before = w.store.approved_remote(enrolment.device.as_str()).await.unwrap();
        assert_eq!(before, None, "it waits");
        assert_eq!(approve(w, enrolment, &mut session).await, Ok(Changed::Done));
    }
    let held = async || w.store.held_link(&held.digest, LinkKind::Enrolment, T0).await.unwrap();
    let subject = held().await.unwrap().subject;
    assert_eq!(subject, opened.device.as_str());
    let ready = ReadyDevice {
        member: member.name.clone(),
        email: w.holder().email.as_str().to_owned(),
        device: "shared".to_owned(),
    };
    let approved = async |subject: &str| w.store.approved_remote(subject).await.unwrap();
    assert_eq!(approved(&subject).await, Some(ready));
    assert!(
        w.store.link(&link.digest, T0).await.unwrap().is_none(),
        "it was not opened"
    );
    // The member's own device is none that a link leads to, and neither is one that was removed.
    let own = w.devices(&member.id, T0).await;
    let own = own.iter().find(|device| device.holder.is_none()).unwrap();
    assert_eq!(approved(own.id.as_str()).await, None);
    assert_eq!(
        w.store.switch_off(&w.change(&session, T0)).await.unwrap(),
        Changed::Done
    );
    assert_eq!(approved(&subject).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_link_ends_the_one_before_at_most_once_a_minute() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let (enrolment, old) = w.remote(&session, "shared", T0).await;
    for (after, again) in [(59, false), (60, true), (60, false)] {
        let link = w.link(LinkKind::Enrolment, enrolment.id.as_str());
        let now = T0.plus(after);
        let again_link = LinkAgain {
            enrolment: &enrolment.id,
            member: &member.id,
            link: &link,
            not_after: now.plus(-60),
            now,
        };
        let sent = w.store.remail_remote(again_link, &Effects::none()).await.unwrap();
        assert_eq!(sent, again, "after {after} s");
        assert_eq!(w.store.link(&link.digest, now).await.unwrap().is_some(), again);
    }
    assert!(w.store.link(&old.digest, T0).await.unwrap().is_none());
}

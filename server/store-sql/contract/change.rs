//! Changes of a member's rights.

use crate::fixtures;
use domain::sessions::session::Session;
use domain::store::Effects;
use domain::{
    devices::store::IfLast,
    sessions::{
        change::{Change, Changed},
        session::IDLE_LIFE,
    },
    sign_in::{
        attempt::{Decision, Evidence},
        store::Verified,
    },
};
use testing::T0;
use testing::{Fixtures, hash, required_since};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_password_ends_other_sessions_and_challenges() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &device, 101, T0).await;
    let theirs = w.pending(&other, "theirs", T0).await;
    let challenge = w.challenge(&member, T0).await;
    let (ben, bens, _) = w.protected("ben@example.com").await;
    let change = w.change(&session, T0.plus(9));
    assert_eq!(
        w.store.change_password(&change, &hash("new")).await.unwrap(),
        Changed::Done
    );
    let read = w
        .store
        .session(change.new_digest.as_ref().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((read.session.id, read.member.password.as_phc()), (session.id, "new"));
    assert_eq!(read.member.password_changed_at, T0.plus(9));
    assert!(!w.is_there(&session.digest).await, "its old token");
    assert!(!w.is_there(&other.digest).await);
    assert!(w.store.enrolment(&theirs.id, &member.id, T0).await.unwrap().is_none());
    let (attempt, opened) = w.sign_in(&member, &challenge, Evidence::Step { device, step: 200 }, T0);
    assert_eq!(
        w.decide(&attempt).await,
        Decision::Gone,
        "it began with the old password"
    );
    assert!(!w.is_there(&opened.digest).await);
    assert_eq!(w.mails().await, 1);
    assert!(w.is_there(&bens.digest).await);
    assert_eq!(w.member_by_key("ben@example.com").await.unwrap().password, ben.password);
}

/// Returns variants of the change `good`, each of which lacks one precondition.
fn unproved(w: &Fixtures, good: &impl Fn() -> Change, bens: &Session) -> [(&'static str, Change); 5] {
    [
        (
            "the second factor is older",
            Change {
                required: required_since(T0.plus(1)),
                ..good()
            },
        ),
        (
            "the session is over",
            Change {
                now: T0.plus(IDLE_LIFE),
                ..good()
            },
        ),
        (
            "no such session",
            Change {
                session: w.digest(),
                ..good()
            },
        ),
        (
            "another member's session",
            Change {
                session: bens.digest.clone(),
                ..good()
            },
        ),
        (
            "no such member",
            Change {
                member: w.stranger("x@example.com").id,
                ..good()
            },
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_needs_a_fresh_step_up() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let (_, bens, _) = w.protected("ben@example.com").await;
    w.store
        .prove_password(&session.digest, &session.digest, T0.plus(60), &Effects::none())
        .await
        .unwrap();
    let good = || w.change(&session, T0.plus(60));
    for (why, change) in unproved(w, &good, &bens) {
        let codes = w.codes(&member.id, T0);
        assert_eq!(
            w.store.change_password(&change, &hash("new")).await.unwrap(),
            Changed::NotProved,
            "{why}"
        );
        assert_eq!(w.store.switch_off(&change).await.unwrap(), Changed::NotProved, "{why}");
        assert_eq!(
            w.store.replace_codes(&codes, &change).await.unwrap(),
            Changed::NotProved,
            "{why}"
        );
        let removed = w.store.remove_device(&device, IfLast::StayOn, &change).await.unwrap();
        assert_eq!(removed, Changed::NotProved, "{why}");
    }
    assert_eq!(w.member_by_key("ana@example.com").await, Some(member.clone()));
    assert_eq!(
        (
            w.devices(&member.id, T0).await.len(),
            w.codes_left(&member.id).await,
            w.mails().await
        ),
        (1, 10, 0)
    );
    assert!(w.is_there(&session.digest).await);
    assert_eq!(
        w.store.change_password(&good(), &hash("new")).await.unwrap(),
        Changed::Done
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_may_end_its_own_session() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    w.enrol(&mut session, "tablet", 100, T0).await;
    let change = Change {
        new_digest: None,
        ..w.change(&session, T0)
    };
    assert_eq!(
        w.store.remove_device(&phone, IfLast::Refuse, &change).await.unwrap(),
        Changed::Done
    );
    assert!(!w.is_there(&session.digest).await);
    assert_eq!((w.devices(&member.id, T0).await.len(), w.mails().await), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn removing_a_device_ends_what_it_opened() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let by_phone = w.signed_in_with(&member, &phone, 101, T0).await;
    let tablet = w.enrol(&mut session, "tablet", 100, T0).await;
    let by_tablet = w.signed_in_with(&member, &tablet, 101, T0).await;
    let (ben, bens_session, bens) = w.protected("ben@example.com").await;
    let foreign = w
        .store
        .remove_device(&bens, IfLast::StayOn, &w.change(&session, T0))
        .await
        .unwrap();
    assert_eq!(foreign, Changed::NotFound);
    let pending = w.pending(&session, "laptop", T0).await;
    let change = w.change(&session, T0);
    assert_eq!(
        w.store
            .remove_device(&pending.id, IfLast::StayOn, &change)
            .await
            .unwrap(),
        Changed::NotFound,
        "pending"
    );
    assert!(w.is_there(&session.digest).await, "nothing changed");
    assert_eq!(
        w.store.remove_device(&phone, IfLast::Refuse, &change).await.unwrap(),
        Changed::Done
    );
    assert!(!w.is_there(&by_phone.digest).await);
    assert!(w.is_there(&by_tablet.digest).await);
    let asking = w
        .store
        .session(change.new_digest.as_ref().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(asking.session.device, Some(tablet.clone()), "proved by the other one");
    assert_eq!(asking.member.two_factor_since, Some(T0));
    assert_eq!(w.codes_left(&member.id).await, 10);
    let left = w.store.candidates(&member.id).await.unwrap();
    assert_eq!(left.iter().map(|c| &c.device).collect::<Vec<_>>(), [&tablet]);
    let challenge = w.challenge(&member, T0).await;
    let gone = w
        .sign_in(
            &member,
            &challenge,
            Evidence::Step {
                device: phone,
                step: 300,
            },
            T0,
        )
        .0;
    assert!(
        matches!(w.decide(&gone).await, Decision::Wrong(_)),
        "a removed device is refused like a wrong code"
    );
    assert!(w.is_there(&bens_session.digest).await);
    assert_eq!(w.devices(&ben.id, T0).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_device_is_not_removed_by_accident() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    w.pending(&session, "tablet", T0).await;
    let refused = w
        .store
        .remove_device(&phone, IfLast::Refuse, &w.change(&session, T0))
        .await
        .unwrap();
    assert_eq!(refused, Changed::LastDevice, "a pending one does not count");
    assert!(w.is_there(&session.digest).await);
    assert_eq!(
        (w.store.candidates(&member.id).await.unwrap().len(), w.mails().await),
        (1, 0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_device_may_be_reported_lost() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &phone, 101, T0).await;
    let change = w.change(&session, T0);
    assert_eq!(
        w.store.remove_device(&phone, IfLast::StayOn, &change).await.unwrap(),
        Changed::Done
    );
    let read = w
        .store
        .session(change.new_digest.as_ref().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((read.member.two_factor_since, read.session.device), (Some(T0), None));
    assert!(!w.is_there(&other.digest).await);
    assert_eq!(w.codes_left(&member.id).await, 10, "the only second factor from now on");
    let refused = w.new_session(&member, terms::SessionKind::Full, T0);
    assert!(
        !w.store
            .open_session(
                &refused,
                &Verified::of(&hash("phc")),
                &w.known(&member, T0),
                &Effects::none()
            )
            .await
            .unwrap(),
        "the password is not enough"
    );
    w.repair(&member, "SEL00", T0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_device_may_switch_off() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let change = w.change(&session, T0);
    assert_eq!(
        w.store.remove_device(&phone, IfLast::SwitchOff, &change).await.unwrap(),
        Changed::Done
    );
    let read = w
        .store
        .session(change.new_digest.as_ref().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((read.member.two_factor_since, read.session.device), (None, None));
    assert_eq!(
        (w.codes_left(&member.id).await, w.devices(&member.id, T0).await.len()),
        (0, 0)
    );
    w.session(&member, T0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn switching_off_ends_devices_codes_sessions_and_challenges() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &phone, 101, T0).await;
    w.pending(&session, "tablet", T0).await;
    w.store.codes_saved(&member.id, T0, &Effects::none()).await.unwrap();
    let challenge = w.challenge(&member, T0).await;
    let (ben, bens, _) = w.protected("ben@example.com").await;
    let change = w.change(&session, T0);
    assert_eq!(w.store.switch_off(&change).await.unwrap(), Changed::Done);
    let mut session = w
        .store
        .session(change.new_digest.as_ref().unwrap())
        .await
        .unwrap()
        .unwrap();
    let off = (
        session.member.two_factor_since,
        session.member.codes_saved_at,
        &session.session.device,
    );
    assert_eq!(off, (None, None, &None));
    assert!(!w.is_there(&other.digest).await);
    assert!(w.devices(&member.id, T0).await.is_empty(), "pending ones too");
    assert_eq!((w.codes_left(&member.id).await, w.mails().await), (0, 1));
    assert!(w.store.reveal(&session.session.id, T0).await.unwrap().is_none());
    assert!(w.challenged(&challenge, T0).await.is_none());
    let again = w.store.switch_off(&w.change(&session.session, T0)).await.unwrap();
    assert_eq!(again, Changed::NotFound, "it is off already");
    assert!(w.is_there(&bens.digest).await);
    assert_eq!(
        (w.codes_left(&ben.id).await, w.devices(&ben.id, T0).await.len()),
        (10, 1)
    );
    w.enrol(&mut session.session, "phone", 100, T0.plus(30)).await;
    assert_eq!(
        w.signed_in(&session.session).await.member.two_factor_since,
        Some(T0.plus(30))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_codes_replace_the_old_ones() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &phone, 101, T0).await;
    w.store.codes_saved(&member.id, T0, &Effects::none()).await.unwrap();
    let old = w.store.recovery_code(&member.id, "SEL00", T0).await.unwrap().unwrap();
    let challenge = w.challenge(&member, T0).await;
    let (change, codes) = (w.change(&session, T0.plus(60)), w.codes(&member.id, T0.plus(60)));
    assert_eq!(w.store.replace_codes(&codes, &change).await.unwrap(), Changed::Done);
    assert!(!w.is_there(&other.digest).await);
    let read = w
        .store
        .session(change.new_digest.as_ref().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(read.member.codes_saved_at, None, "the new set is unsaved");
    let new = w.store.recovery_code(&member.id, "SEL00", T0).await.unwrap().unwrap();
    assert_eq!(
        (new.id.clone(), w.codes_left(&member.id).await),
        (codes.rows[0].id.clone(), 10)
    );
    let reveal = w.store.reveal(&session.id, T0.plus(60)).await.unwrap().unwrap();
    assert_eq!(
        (reveal.codes, reveal.expires_at),
        (codes.reveal.codes, codes.reveal.expires_at)
    );
    let dead = w.sign_in(&member, &challenge, Evidence::Code(old.id), T0).0;
    assert!(matches!(w.decide(&dead).await, Decision::Wrong(_)), "an old code");
    let alive = w.sign_in(&member, &challenge, Evidence::Code(new.id), T0).0;
    assert_eq!(w.decide(&alive).await, Decision::Accepted);
}

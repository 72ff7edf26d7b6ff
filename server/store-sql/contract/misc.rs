//! Canary, outbox, sweep, windows, profile.

use crate::fixtures;
use domain::mail::NewMail;
use domain::sign_in::store::Reservation;
use domain::store::Effects;
use domain::{
    kernel::{
        clock::DAY,
        counter::{Counter, CounterKey},
        seal::Sealed,
        throttle::Window,
    },
    sessions::session::{Challenge, IDLE_LIFE, KNOWN_LIFE, Session},
    sign_in::{
        attempt::{Decision, Evidence},
        store::Verified,
    },
};
use terms::{LinkKind, SessionKind};
use testing::T0;
use testing::hash;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_canary_is_planted_once() {
    let w = &fixtures().await;
    w.store.ping().await.unwrap();
    assert_eq!(w.store.canary().await.unwrap(), None);
    let (first, second) = (Sealed(vec![0, 1, 255]), Sealed(vec![2]));
    assert_eq!(w.store.plant_canary(&first).await.unwrap(), first);
    assert_eq!(w.store.plant_canary(&second).await.unwrap(), first);
    assert_eq!(w.store.canary().await.unwrap(), Some(first));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_wait_until_delivered() {
    let w = &fixtures().await;
    for _ in 0..3 {
        w.store
            .put_sign_up(&w.sign_up("ana@example.com"), None, &Effects::mails(vec![w.mail()]))
            .await
            .unwrap();
    }
    assert!(
        w.store.take_mail(T0.plus(-1), T0, 10).await.unwrap().is_empty(),
        "not due"
    );
    let taken = w.store.take_mail(T0, T0.plus(60), 2).await.unwrap();
    assert_eq!(taken.len(), 2);
    assert!(
        taken
            .iter()
            .all(|mail| mail.body == Sealed(vec![0, 255, 7]) && mail.tries == 0)
    );
    let third = w.store.take_mail(T0, T0.plus(90), 10).await.unwrap();
    assert_eq!(third.len(), 1, "the others are due at 60");
    assert_eq!(taken[0].due_at, T0.plus(60), "the lease");
    assert!(w.store.end_mail(&taken[0].id, taken[0].due_at).await.unwrap());
    assert!(!w.store.end_mail(&taken[0].id, taken[0].due_at).await.unwrap());
    let failed = w.store.mail_failed(&taken[1].id, taken[1].due_at, T0.plus(300)).await;
    assert!(failed.unwrap());
    assert!(
        w.store
            .take_mail(T0.plus(89), T0.plus(400), 10)
            .await
            .unwrap()
            .is_empty()
    );
    let due = w.store.take_mail(T0.plus(300), T0.plus(400), 10).await.unwrap();
    assert_eq!(due.iter().map(|mail| mail.tries).max(), Some(1));
    assert_eq!(due.len(), 2, "the failed one and the one without a report");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_whose_lease_ran_out_belongs_to_the_next_node() {
    let w = &fixtures().await;
    let effects = Effects::mails(vec![w.mail()]);
    let sign_up = w.sign_up("ana@example.com");
    w.store.put_sign_up(&sign_up, None, &effects).await.unwrap();
    let slow = w.store.take_mail(T0, T0.plus(60), 1).await.unwrap().remove(0);
    let next = w.store.take_mail(T0.plus(60), T0.plus(120), 1).await.unwrap().remove(0);
    assert_eq!(next.id, slow.id);
    assert!(!w.store.mail_failed(&slow.id, slow.due_at, T0.plus(61)).await.unwrap());
    assert!(!w.store.end_mail(&slow.id, slow.due_at).await.unwrap());
    assert!(
        w.store
            .take_mail(T0.plus(119), T0.plus(180), 1)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(w.store.end_mail(&next.id, next.due_at).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_rows_than_a_batch_are_swept() {
    let w = &fixtures().await;
    let many: Vec<_> = (0..1_100).map(|n| window(&format!("{n:04}"), 1)).collect();
    assert!(w.reserves(&many, T0).await);
    w.store.sweep(T0.plus(60)).await.unwrap();
    assert!(w.reserves(&many, T0).await, "all are gone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn expired_rows_are_swept() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let (link, sign_up) = (w.link(LinkKind::SetUp, ""), w.sign_up("ben@example.com"));
    w.store.put_link(&link).await.unwrap();
    w.store
        .put_sign_up(&sign_up, None, &Effects::mails(vec![w.mail()]))
        .await
        .unwrap();
    let challenge = w.challenge(&member, T0).await;
    let pending = w.pending(&session, "tablet", T0).await;
    let window = Window {
        subject: "x".to_owned(),
        limit: 1,
        span: 60,
        keeps_right: false,
    };
    assert!(w.reserves(std::slice::from_ref(&window), T0).await);
    let known = w.known(&member, T0);
    let wrong = w.sign_in(&member, &challenge, Evidence::Wrong, T0).0;
    assert!(matches!(w.decide(&wrong).await, Decision::Wrong(_)));

    w.store.sweep(T0.plus(59)).await.unwrap();
    assert!(w.is_there(&session.digest).await);
    assert!(w.challenged(&challenge, T0).await.is_some());
    assert!(w.store.enrolment(&pending.id, &member.id, T0).await.unwrap().is_some());
    assert!(w.store.reveal(&session.id, T0).await.unwrap().is_some());
    assert!(!w.reserves(std::slice::from_ref(&window), T0).await);

    w.store.sweep(T0.plus(KNOWN_LIFE)).await.unwrap();
    assert!(!w.is_there(&session.digest).await);
    assert!(w.store.link(&link.digest, T0).await.unwrap().is_none());
    assert!(w.store.sign_up(&sign_up.waiting, T0).await.unwrap().is_none());
    assert!(w.challenged(&challenge, T0).await.is_none());
    assert!(w.store.reveal(&session.id, T0).await.unwrap().is_none());
    assert!(w.reserves(&[window], T0).await);
    assert!(!w.is_known(&known.digest, &member.email.key(), T0).await);
    let left = w.devices(&member.id, T0).await;
    assert_eq!(
        left.iter().map(|d| &d.id).collect::<Vec<_>>(),
        [&device],
        "a confirmed device stays"
    );
    assert_eq!(w.codes_left(&member.id).await, 10);
    let counter = w.store.counter(&CounterKey::Passcode(member.id.clone())).await.unwrap();
    assert_eq!(counter.consecutive, 1, "a member's failures stay");
    let enrolment = w.store.counter(&CounterKey::Enrolment(device)).await.unwrap();
    assert_eq!(enrolment, Counter::default());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_changes_their_profile() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    w.store
        .rename_member(&member.id, "Ana Ångström", &Effects::none())
        .await
        .unwrap();
    w.store
        .hide_reminder(&member.id, T0.plus(DAY), &Effects::none())
        .await
        .unwrap();
    w.store
        .codes_saved(&member.id, T0.plus(5), &Effects::none())
        .await
        .unwrap();
    w.store
        .codes_saved(&member.id, T0.plus(9), &Effects::none())
        .await
        .unwrap();
    let read = w.member_by_key("ana@example.com").await.unwrap();
    assert_eq!(read.name, "Ana Ångström");
    assert_eq!(read.reminder_hidden_until, Some(T0.plus(DAY)));
    assert_eq!(read.codes_saved_at, Some(T0.plus(5)), "since when it is saved");
    let stranger = w.stranger("x@example.com").id;
    assert!(w.store.rename_member(&stranger, "x", &Effects::none()).await.is_err());
    assert!(w.store.hide_reminder(&stranger, T0, &Effects::none()).await.is_err());
    assert!(w.store.codes_saved(&stranger, T0, &Effects::none()).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hash_is_renewed_only_if_it_is_still_the_same() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let read = async || w.member_by_key("ana@example.com").await.unwrap().password;
    let rehash = async |old| w.store.rehash(&member.id, &hash(old), &hash("newer")).await.unwrap();
    assert!(!rehash("another").await);
    assert_eq!(read().await, hash("phc"));
    assert!(rehash("phc").await);
    assert_eq!(read().await, hash("newer"));
    let session = w.new_session(&member, SessionKind::Full, T0);
    assert!(
        !w.store
            .open_session(
                &session,
                &Verified::of(&hash("phc")),
                &w.known(&member, T0),
                &Effects::none()
            )
            .await
            .unwrap()
    );
}

fn window(subject: &str, limit: usize) -> Window {
    Window {
        subject: subject.to_owned(),
        limit,
        span: 60,
        keeps_right: false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn windows_are_reserved_all_or_none() {
    let w = &fixtures().await;
    let (small, large) = (window("small", 1), window("a large one", 3));
    let both = [small.clone(), large.clone()];
    assert_eq!(w.store.reserve(&both, T0).await.unwrap(), Reservation::Reserved);
    assert_eq!(
        w.store.reserve(&both, T0.plus(1)).await.unwrap(),
        Reservation::Full(T0.plus(60)),
        "the small one is full"
    );
    assert_eq!(
        w.store.reserve(std::slice::from_ref(&large), T0.plus(2)).await.unwrap(),
        Reservation::Reserved
    );
    assert_eq!(
        w.store.reserve(std::slice::from_ref(&large), T0.plus(3)).await.unwrap(),
        Reservation::Reserved,
        "nothing was taken"
    );
    assert_eq!(
        w.store.reserve(&both, T0.plus(59)).await.unwrap(),
        Reservation::Full(T0.plus(60))
    );
    assert_eq!(
        w.store.reserve(&both, T0.plus(60)).await.unwrap(),
        Reservation::Reserved,
        "both have room at the sixtieth second"
    );
    assert_eq!(
        w.store.reserve(&both, T0.plus(61)).await.unwrap(),
        Reservation::Full(T0.plus(120)),
        "the later of the two"
    );
    assert_eq!(w.store.reserve(&[], T0).await.unwrap(), Reservation::Reserved);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tries_are_released() {
    let w = &fixtures().await;
    let one = [window("x", 1)];
    assert!(w.reserves(&one, T0).await);
    w.store.release(&one, T0.plus(1)).await.unwrap();
    assert!(!w.reserves(&one, T0.plus(2)).await, "another moment's try");
    w.store.release(&one, T0).await.unwrap();
    assert_eq!(w.store.reserve(&one, T0.plus(2)).await.unwrap(), Reservation::Reserved);
    w.store.release(&[window("never reserved", 1)], T0).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verified_password_releases_its_tries_with_what_it_opens() {
    let w = &fixtures().await;
    let plain = w.member("ana@example.com").await;
    let (protected, ..) = w.protected("ben@example.com").await;
    let tries = [window("one", 1), window("other", 1)];
    let (old, present) = (hash("old"), hash("phc"));
    let verified = |hash| Verified {
        hash,
        tries: &tries,
        reserved_at: T0,
    };
    let challenge = Challenge {
        digest: w.digest(),
        member: protected.id.clone(),
        created_at: T0,
        expires_at: T0.plus(60),
        tries: 0,
    };
    let (session, known) = (w.new_session(&plain, SessionKind::Full, T0), w.known(&plain, T0));
    assert!(w.reserves(&tries, T0).await);
    assert!(
        !w.store
            .open_challenge(&challenge, &verified(&old), &Effects::none())
            .await
            .unwrap()
    );
    assert!(
        !w.store
            .open_session(&session, &verified(&old), &known, &Effects::none())
            .await
            .unwrap()
    );
    assert!(!w.reserves(&tries, T0.plus(1)).await, "nothing was opened");
    assert!(
        w.store
            .open_challenge(&challenge, &verified(&present), &Effects::none())
            .await
            .unwrap()
    );
    assert!(w.reserves(&tries, T0).await);
    assert!(
        w.store
            .open_session(&session, &verified(&present), &known, &Effects::none())
            .await
            .unwrap()
    );
    assert!(w.reserves(&tries, T0.plus(1)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_about_security_are_delivered_before_what_anyone_can_cause() {
    let w = &fixtures().await;
    let (plain, urgent) = (w.mail(), w.mail());
    let plain = NewMail {
        urgent: false,
        due_at: T0.plus(-9),
        ..plain
    };
    let first = urgent.id.clone();
    let effects = Effects::mails(vec![plain, urgent]);
    w.store
        .put_sign_up(&w.sign_up("ana@example.com"), None, &effects)
        .await
        .unwrap();
    let taken = w.store.take_mail(T0, T0.plus(60), 1).await.unwrap();
    assert_eq!(taken.iter().map(|mail| &mail.id).collect::<Vec<_>>(), [&first]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn live_sessions_and_members_are_listed_for_their_own_account_only() {
    let w = &fixtures().await;
    let (ana, ben) = (w.member("ana@example.com").await, w.member("ben@example.com").await);
    let (old, new) = (w.session(&ana, T0).await, w.session(&ana, T0.plus(1)).await);
    w.session(&ben, T0).await;
    let ids = |sessions: Vec<Session>| sessions.into_iter().map(|session| session.id).collect::<Vec<_>>();
    let both = w.store.sessions(&ana.id, T0.plus(1)).await.unwrap();
    assert_eq!(ids(both), [new.id.clone(), old.id.clone()], "newest first");
    let left = w.store.sessions(&ana.id, T0.plus(IDLE_LIFE)).await.unwrap();
    assert_eq!(ids(left), [new.id], "one is idle for an hour");

    let members = w.store.members(&ana.account, None, 9).await.unwrap();
    assert_eq!(members, [w.member_by_key("ana@example.com").await.unwrap()]);
    assert!(
        w.store
            .members(&ana.account, Some(&ana.id), 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(w.store.members(&ana.account, None, 0).await.unwrap().is_empty());
}

//! Sessions, challenges and known browsers.

use crate::fixtures;
use domain::store::Effects;
use domain::{
    kernel::{counter::Counter, throttle::Window},
    sessions::session::{CHALLENGE_LIFE, Challenge, IDLE_LIFE, REPAIR_LIFE},
    sign_in::{
        attempt::{Decision, Evidence},
        store::{Reservation, Verified},
    },
};
use terms::{DAY, HOUR, SessionKind};
use testing::T0;
use testing::hash;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_alone_opens_a_session_only_while_two_factor_is_off() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let (session, known) = (w.new_session(&member, SessionKind::Full, T0), w.known(&member, T0));
    assert!(
        !w.store
            .open_session(
                &session,
                &Verified::of(&hash("old")),
                &known,
                &Effects::mails(vec![w.mail()])
            )
            .await
            .unwrap()
    );
    assert!(!w.is_there(&session.digest).await);
    assert_eq!(w.mails().await, 0);
    assert!(
        w.store
            .open_session(
                &session,
                &Verified::of(&hash("phc")),
                &known,
                &Effects::mails(vec![w.mail()])
            )
            .await
            .unwrap()
    );
    assert!(w.is_there(&session.digest).await);
    assert_eq!(w.mails().await, 1);
    assert!(w.is_known(&known.digest, &member.email.key(), T0).await);

    let (member, ..) = w.protected("ben@example.com").await;
    let (session, known) = (w.new_session(&member, SessionKind::Full, T0), w.known(&member, T0));
    assert!(
        !w.store
            .open_session(&session, &Verified::of(&hash("phc")), &known, &Effects::none())
            .await
            .unwrap()
    );
    assert!(!w.is_there(&session.digest).await);
    assert!(!w.is_known(&known.digest, &member.email.key(), T0).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_reads_as_it_was_written() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let session = w.session(&member, T0).await;
    let read = w.signed_in(&session).await;
    assert_eq!((read.session, read.member), (session, member));
    assert!(!w.is_there(&w.digest()).await);
    let (member, session, device) = w.protected("ben@example.com").await;
    assert_eq!(member.two_factor_since, Some(T0));
    assert_eq!((session.factor_at, session.device), (Some(T0), Some(device)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_sign_in_has_a_live_session() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let bens = w.member("ben@example.com").await;
    assert_eq!(w.store.newest_sign_in(&member.id, T0).await.unwrap(), None);
    let first = w.session(&member, T0).await;
    let second = w.session(&member, T0.plus(60)).await;
    w.session(&bens, T0.plus(90)).await;
    let newest = |now| w.store.newest_sign_in(&member.id, now);
    assert_eq!(newest(T0.plus(60)).await.unwrap(), Some((&second).into()));
    w.store.end_session(&second.id, &Effects::none()).await.unwrap();
    assert_eq!(newest(T0.plus(60)).await.unwrap(), Some((&first).into()));
    assert_eq!(newest(T0.plus(IDLE_LIFE - 1)).await.unwrap(), Some((&first).into()));
    assert_eq!(newest(T0.plus(IDLE_LIFE)).await.unwrap(), None, "idle");
    let mut at = T0;
    while at.plus(IDLE_LIFE) < first.expires_at {
        at = at.plus(IDLE_LIFE - 1);
        w.store.touch_session(&first.digest, at).await.unwrap();
    }
    assert_eq!(newest(first.expires_at.plus(-1)).await.unwrap(), Some((&first).into()));
    assert_eq!(newest(first.expires_at).await.unwrap(), None, "expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn touching_an_expired_session_does_not_revive_it() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let session = w.session(&member, T0).await;
    let seen = async || w.signed_in(&session).await.session.last_seen_at;
    w.store.touch_session(&session.digest, T0.plus(60)).await.unwrap();
    assert_eq!(seen().await, T0.plus(60));
    w.store.touch_session(&session.digest, T0).await.unwrap();
    assert_eq!(seen().await, T0.plus(60), "time does not run back");
    w.store
        .touch_session(&session.digest, T0.plus(60 + IDLE_LIFE))
        .await
        .unwrap();
    assert_eq!(seen().await, T0.plus(60), "it was over");
    for touch in 1..26 {
        w.store
            .touch_session(&session.digest, T0.plus(touch * (IDLE_LIFE - 60)))
            .await
            .unwrap();
    }
    assert!(seen().await < session.expires_at, "the absolute end holds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ending_a_session_erases_its_pending_devices_and_reveal() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &device, 101, T0).await;
    let mine = w.pending(&session, "mine", T0).await;
    let theirs = w.pending(&other, "theirs", T0).await;
    assert!(w.store.reveal(&session.id, T0).await.unwrap().is_some());
    assert!(w.store.end_session(&session.id, &Effects::none()).await.unwrap());
    assert!(!w.store.end_session(&session.id, &Effects::none()).await.unwrap());
    assert!(!w.is_there(&session.digest).await);
    assert!(w.is_there(&other.digest).await);
    assert!(w.store.enrolment(&mine.id, &member.id, T0).await.unwrap().is_none());
    assert!(w.store.enrolment(&theirs.id, &member.id, T0).await.unwrap().is_some());
    assert!(w.store.reveal(&session.id, T0).await.unwrap().is_none());
    assert_eq!(w.devices(&member.id, T0).await.len(), 2, "the confirmed device stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_when_its_window_is_full() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let (session, other) = (w.session(&member, T0).await, w.session(&member, T0).await);
    let pending = w.pending(&session, "phone", T0).await;
    let tries = Window::session(session.id.as_str());
    for n in 0..tries.limit {
        let ended = w.store.end_session_when_full(&session.id, &tries, T0).await.unwrap();
        assert!(!ended && w.is_there(&session.digest).await, "after {n}");
        let reserved = w.store.reserve(std::slice::from_ref(&tries), T0).await.unwrap();
        assert_eq!(reserved, Reservation::Reserved);
    }
    let later = T0.plus(tries.span);
    let ended = w.store.end_session_when_full(&session.id, &tries, later).await.unwrap();
    assert!(!ended, "the tries are old by then");
    assert!(w.store.end_session_when_full(&session.id, &tries, T0).await.unwrap());
    assert!(!w.is_there(&session.digest).await && w.is_there(&other.digest).await);
    assert!(w.store.enrolment(&pending.id, &member.id, T0).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_proved_in_a_live_session_only() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let repair = w.repair(&member, "SEL00", T0).await;
    assert!(
        w.store
            .prove_password(&session.digest, &session.digest, T0.plus(5), &Effects::none())
            .await
            .unwrap()
    );
    let read = w.signed_in(&session).await.session;
    assert_eq!(
        (read.password_at, read.factor_at),
        (T0.plus(5), Some(T0)),
        "the second factor is as old as before"
    );
    assert!(
        !w.store
            .prove_password(&session.digest, &session.digest, T0.plus(IDLE_LIFE), &Effects::none())
            .await
            .unwrap()
    );
    assert!(
        w.store
            .prove_password(
                &repair.digest,
                &repair.digest,
                T0.plus(REPAIR_LIFE - 1),
                &Effects::none()
            )
            .await
            .unwrap()
    );
    assert!(
        !w.store
            .prove_password(&repair.digest, &repair.digest, T0.plus(REPAIR_LIFE), &Effects::none())
            .await
            .unwrap()
    );
    assert!(
        !w.store
            .prove_password(&w.digest(), &w.digest(), T0, &Effects::none())
            .await
            .unwrap()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_challenge_needs_the_password_and_two_factor() {
    let w = &fixtures().await;
    let plain = w.member("ana@example.com").await;
    let (protected, ..) = w.protected("ben@example.com").await;
    let challenge = |member: &domain::profile::member::Member| Challenge {
        digest: w.digest(),
        member: member.id.clone(),
        created_at: T0,
        expires_at: T0.plus(CHALLENGE_LIFE),
        tries: 0,
    };
    let (off, old, right) = (challenge(&plain), challenge(&protected), challenge(&protected));
    assert!(
        !w.store
            .open_challenge(&off, &Verified::of(&hash("phc")), &Effects::none())
            .await
            .unwrap()
    );
    assert!(
        !w.store
            .open_challenge(&old, &Verified::of(&hash("old")), &Effects::none())
            .await
            .unwrap()
    );
    assert!(
        w.store
            .open_challenge(&right, &Verified::of(&hash("phc")), &Effects::none())
            .await
            .unwrap()
    );
    assert!(w.challenged(&off.digest, T0).await.is_none());
    assert!(w.challenged(&old.digest, T0).await.is_none());
    let found = w.challenged(&right.digest, T0).await.unwrap();
    assert_eq!((found.challenge, found.member), (right.clone(), protected));
    w.store.end_challenge(&right.digest).await.unwrap();
    w.store.end_challenge(&right.digest).await.unwrap();
    assert!(w.challenged(&right.digest, T0).await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_challenge_is_read_with_everything_a_passcode_is_checked_against() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let (other, ..) = w.protected("ben@example.com").await;
    let tablet = w.enrol(&mut session, "Tablet", 150, T0).await;
    w.pending(&session, "Not confirmed", T0).await;
    let challenge = w.challenge(&member, T0).await;
    let found = w.challenged(&challenge, T0).await.unwrap();
    assert_eq!(found.passcodes, Counter::default());
    let mut devices: Vec<_> = found
        .devices
        .into_iter()
        .map(|d| (d.device, d.secret.0, d.last_step))
        .collect();
    let of_member = w.store.candidates(&member.id).await.unwrap();
    let mut expected: Vec<_> = of_member
        .into_iter()
        .map(|d| (d.device, d.secret.0, d.last_step))
        .collect();
    devices.sort();
    expected.sort();
    assert_eq!(devices, expected);
    assert!(devices.iter().any(|d| d.0 == phone) && devices.iter().any(|d| d.0 == tablet));
    let (wrong, _) = w.sign_in(&member, &challenge, Evidence::Wrong, T0);
    let Decision::Wrong(counted) = w.decide(&wrong).await else {
        panic!("refused")
    };
    let found = w.challenged(&challenge, T0).await.unwrap();
    assert_eq!((found.passcodes, found.challenge.tries), (counted, 1));
    let of_other = w.challenge(&other, T0).await;
    let found = w.challenged(&of_other, T0).await.unwrap();
    assert_eq!((found.passcodes, found.devices.len()), (Counter::default(), 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_challenge_expires_on_time() {
    let w = &fixtures().await;
    let (member, _, device) = w.protected("ana@example.com").await;
    let challenge = w.challenge(&member, T0).await;
    let end = T0.plus(CHALLENGE_LIFE);
    assert!(w.challenged(&challenge, end.plus(-1)).await.is_some());
    assert!(w.challenged(&challenge, end).await.is_none());
    let step = Evidence::Step { device, step: 200 };
    assert_eq!(
        w.decide(&w.sign_in(&member, &challenge, step.clone(), end).0).await,
        Decision::Gone
    );
    let (attempt, session) = w.sign_in(&member, &challenge, step, end.plus(-1));
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    assert!(w.is_there(&session.digest).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browsers_are_known_per_member() {
    let w = &fixtures().await;
    let (ana, ben) = (w.member("ana@example.com").await, w.member("ben@example.com").await);
    let known = w.known(&ana, T0);
    let sign_in = async |at: i64| {
        let session = w.new_session(&ana, SessionKind::Full, T0);
        let known = domain::sessions::session::KnownBrowser {
            at: T0.plus(at),
            ..known.clone()
        };
        assert!(
            w.store
                .open_session(&session, &Verified::of(&hash("phc")), &known, &Effects::none())
                .await
                .unwrap()
        );
    };
    let is_known = async |who: &domain::profile::member::Member, since: i64| {
        w.is_known(&known.digest, &who.email.key(), T0.plus(since)).await
    };
    sign_in(0).await;
    assert!(is_known(&ana, 0).await);
    assert!(!is_known(&ana, 1).await, "older than asked for");
    assert!(!is_known(&ben, 0).await);
    sign_in(9).await;
    assert!(is_known(&ana, 9).await);
    assert!(!w.is_known(&known.digest, "nobody@example.com", T0).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_has_at_most_fifty_sessions_and_twenty_known_browsers() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    let mut opened = Vec::new();
    for at in 0..52 {
        let (session, known) = (
            w.new_session(&ana, SessionKind::Full, T0.plus(at)),
            w.known(&ana, T0.plus(at)),
        );
        w.store
            .open_session(&session, &Verified::of(&hash("phc")), &known, &Effects::none())
            .await
            .unwrap();
        opened.push((session.digest, known.digest));
    }
    for (number, (session, known)) in opened.iter().enumerate() {
        assert_eq!(w.is_there(session).await, number >= 2, "session {number}");
        assert_eq!(
            w.is_known(known, "ana@example.com", T0).await,
            number >= 32,
            "browser {number}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_clock_that_was_ahead_has_made_counts_for_nothing() {
    let w = &fixtures().await;
    for ahead in [HOUR, DAY, 365 * DAY] {
        let (ana, _, device) = w.protected(&format!("ana{ahead}@example.com")).await;
        let later = T0.plus(ahead);
        let challenge = w.challenge(&ana, later).await;
        assert!(w.challenged(&challenge, later).await.is_some());
        assert!(w.challenged(&challenge, T0).await.is_none());
        let (attempt, opened) = w.sign_in(&ana, &challenge, Evidence::Step { device, step: 200 }, T0);
        assert_eq!(w.decide(&attempt).await, Decision::Gone);
        assert!(!w.is_there(&opened.digest).await);
        let ben = w.member(&format!("ben{ahead}@example.com")).await;
        let (session, known) = (w.new_session(&ben, SessionKind::Full, later), w.known(&ben, later));
        assert!(session.live(later) && !session.live(T0));
        w.store
            .open_session(&session, &Verified::of(&hash("phc")), &known, &Effects::none())
            .await
            .unwrap();
        let pending = w.pending(&session, "Tablet", later).await;
        assert!(w.store.enrolment(&pending.id, &ben.id, later).await.unwrap().is_some());
        assert!(w.store.enrolment(&pending.id, &ben.id, T0).await.unwrap().is_none());
    }
}

//! What the operator sees of members and does to them.

use super::{activity::all_events, trusted_browsers};
use crate::fixtures;
use domain::{
    Timestamp,
    kernel::{
        id::MemberId,
        throttle::{SignInWindow, Window},
    },
    operator::{Ended, Overview},
    policy::rules::Policy,
    profile::member::Member,
    sessions::{
        change::Changed,
        session::{ABSOLUTE_LIFE, IDLE_LIFE, REPAIR_LIFE},
    },
    sign_in::store::Verified,
    store::Effects,
};
use terms::{DAY, EventKind, HOUR, SessionKind};
use testing::{Fixtures, SIGN_IN_ONLY, T0};

async fn overview(w: &Fixtures, member: &Member, now: Timestamp) -> Overview {
    w.store.overview(&member.id, now).await.unwrap().unwrap()
}

/// The addresses of all members, read in pages of this size.
async fn pages(w: &Fixtures, size: i64) -> Vec<Vec<String>> {
    let (mut pages, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = w.store.overviews(after.as_deref(), size, T0).await.unwrap();
        let Some(last) = page.last else {
            assert!(page.members.is_empty());
            return pages;
        };
        let addresses = page.members.iter().map(|of| of.member.email.as_str().to_owned());
        pages.push(addresses.collect());
        after = Some(last);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_members_of_all_accounts_are_read_in_pages_by_address() {
    let w = &fixtures().await;
    assert!(pages(w, 2).await.is_empty());
    let mut members = Vec::new();
    for name in ["dora", "ana", "ben", "emil", "cleo"] {
        members.push(w.member(&format!("{name}@example.com")).await);
    }
    let expected = |names: &[&str]| {
        names
            .iter()
            .map(|name| format!("{name}@example.com"))
            .collect::<Vec<_>>()
    };
    let read = pages(w, 2).await;
    assert_eq!(
        read,
        [
            expected(&["ana", "ben"]),
            expected(&["cleo", "dora"]),
            expected(&["emil"])
        ]
    );
    assert_eq!(pages(w, 5).await.concat(), read.concat());
    // The member at which a page ended may be gone before the next one is read.
    let page = w.store.overviews(Some("benny@example.com"), 2, T0).await.unwrap();
    assert_eq!(
        page.members.first().unwrap().member,
        members[4],
        "as it is everywhere else"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_overview_counts_what_the_member_has() {
    let w = &fixtures().await;
    let (ana, mut session, phone) = w.protected("ana@example.com").await;
    let (ben, ..) = w.protected("ben@example.com").await;
    w.colleagues(&mut session, "desk", SIGN_IN_ONLY, T0).await;
    w.pending(&session, "tablet", T0).await;
    let key = w.new_key(&session, "Deploy", T0);
    w.store
        .make_api_key(&key, &session.digest, None, &Effects::none())
        .await
        .unwrap();
    let later = T0.plus(60);
    w.signed_in_with(&ana, &phone, 110, later).await;
    let expected = Overview {
        member: w.member_by_key("ana@example.com").await.unwrap(),
        devices: 1,
        colleagues: 1,
        codes_left: w.codes_left(&ana.id).await,
        keys: 1,
        sessions: 2,
        last_sign_in: Some(later),
    };
    assert_eq!(expected.codes_left, 10);
    assert_eq!(overview(w, &ana, later).await, expected);
    let page = w.store.overviews(None, 1, later).await.unwrap();
    assert_eq!(page.members, [expected]);
    let bens = overview(w, &ben, later).await;
    assert_eq!(
        (bens.keys, bens.colleagues, bens.sessions, bens.last_sign_in),
        (0, 0, 1, Some(T0))
    );
    let nobody = MemberId::from_store("nobody".into());
    assert!(w.store.overview(&nobody, T0).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_are_counted_as_they_live() {
    let w = &fixtures().await;
    let (ana, session, phone) = w.protected("ana@example.com").await;
    let policy = Policy {
        session_hours: Some(1),
        ..Policy::NONE
    };
    w.repair(&ana, "SEL00", T0.plus(60)).await;
    let busy = w.signed_in_with(&ana, &phone, 110, T0.plus(120)).await;
    w.signed_in_with(&ana, &phone, 120, T0.plus(DAY)).await;
    let mut different = std::collections::BTreeSet::new();
    for ruled in [false, true] {
        if ruled {
            let mut change = w.account_change(&ana.account, &session);
            change.now = T0.plus(60);
            assert_eq!(w.store.change_policy(&change, &policy).await.unwrap(), Changed::Done);
        }
        for ends in [0, REPAIR_LIFE, IDLE_LIFE, ABSOLUTE_LIFE, DAY + IDLE_LIFE] {
            for shift in [-91, -90, -1, 0, 1, 59, 60, 61, 119, 120, 121] {
                let now = T0.plus(ends + shift);
                let listed = w.store.sessions(&ana.id, now).await.unwrap().len();
                let counted = overview(w, &ana, now).await.sessions;
                assert_eq!(usize::try_from(counted).unwrap(), listed, "{ends} {shift} {ruled}");
                different.insert(listed);
            }
        }
        if !ruled {
            w.store.touch_session(&busy.digest, T0.plus(HOUR)).await.unwrap();
        }
    }
    assert!(different.len() > 2, "{different:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_sign_in_is_known_when_its_session_is_over() {
    let w = &fixtures().await;
    let never = w.member("never@example.com").await;
    assert_eq!(overview(w, &never, T0).await.last_sign_in, None);
    let ana = w.member("ana@example.com").await;
    let session = w.session(&ana, T0.plus(60)).await;
    w.store.end_session(&session.id, &Effects::none()).await.unwrap();
    assert_eq!(overview(w, &ana, T0).await.last_sign_in, Some(T0.plus(60)));
    let (ben, ..) = w.protected("ben@example.com").await;
    let repair = w.repair(&ben, "SEL00", T0.plus(120)).await;
    w.store.end_session(&repair.id, &Effects::none()).await.unwrap();
    assert_eq!(overview(w, &ben, T0).await.last_sign_in, Some(T0.plus(120)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_ends_every_session_challenge_and_trust_of_one_member() {
    let w = &fixtures().await;
    let (ana, session, phone) = w.protected("ana@example.com").await;
    let (_, bens, _) = w.protected("ben@example.com").await;
    let now = T0.plus(60);
    trusted_browsers::trust(w, &ana, &phone, 110, now).await;
    let old = w.signed_in_with(&ana, &phone, 120, T0.plus(-2 * HOUR)).await;
    let challenge = w.challenge(&ana, now).await;
    w.pending(&session, "tablet", T0).await;
    let mails = w.mails().await;
    let effects = || Effects {
        mails: vec![w.mail()],
        events: vec![w.event(EventKind::SessionsEnded, &ana, now)],
        ..Effects::none()
    };
    let nobody = MemberId::from_store("nobody".into());
    assert_eq!(w.store.end_sessions_of(&nobody, now, &effects()).await.unwrap(), None);
    assert_eq!(w.mails().await, mails, "nobody is told of nothing");
    let ended = w.store.end_sessions_of(&ana.id, now, &effects()).await.unwrap();
    let expected = Ended {
        sessions: 2,
        challenges: 1,
        trusted: 1,
    };
    assert_eq!(ended, Some(expected), "the idle one was over");
    assert!(!w.is_there(&session.digest).await && !w.is_there(&old.digest).await);
    assert!(w.challenged(&challenge, now).await.is_none());
    assert_eq!(trusted_browsers::trusted(w, &ana).await, 0);
    assert_eq!(w.devices(&ana.id, T0).await.len(), 1, "what was being set up is gone");
    assert!(w.is_there(&bens.digest).await);
    assert_eq!(overview(w, &ana, now).await.sessions, 0);
    let events = w.store.events(&all_events(&ana), 10).await.unwrap();
    assert_eq!(events.first().unwrap().kind, EventKind::SessionsEnded);
    let none = Ended {
        sessions: 0,
        challenges: 0,
        trusted: 0,
    };
    assert_eq!(
        w.store.end_sessions_of(&ana.id, now, &effects()).await.unwrap(),
        Some(none)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_windows_of_a_member_are_found_by_address_and_known_browser() {
    let w = &fixtures().await;
    let ana = w.member("a_a@example.com").await;
    let near = w.member("aba@example.com").await;
    let browser = |address: &str| domain::kernel::browser::Browser {
        address: address.parse().unwrap(),
        agent: String::new(),
    };
    for member in [&ana, &near] {
        let windows = Window::sign_in(&browser("192.0.2.7"), &member.email.key());
        assert!(w.reserves(&windows, T0).await);
    }
    let known = w.known(&ana, T0);
    let session = w.new_session(&ana, SessionKind::Full, T0);
    let (password, none) = (Verified::of(&ana.password), Effects::none());
    assert!(w.store.open_session(&session, &password, &known, &none).await.unwrap());
    assert!(w.reserves(&Window::sign_in_known(&known.digest), T0).await);
    let strange = w.known(&near, T0);
    assert!(
        w.reserves(&Window::sign_in_known(&strange.digest), T0).await,
        "of no member"
    );
    let keys = Window::key_passcodes(&ana.id);
    assert!(w.reserves(std::slice::from_ref(&keys), T0).await);
    let found = w.store.sign_in_windows(&ana.id, &ana.email.key()).await.unwrap();
    assert!(found.iter().all(|(_, tries)| tries.0 == [T0]));
    let mut found: Vec<_> = found.into_iter().map(|(subject, _)| subject).collect();
    found.sort();
    let digest = known.digest.as_str();
    let mut expected = vec![
        "hashing 192.0.2.7 a_a@example.com".to_owned(),
        format!("hashing known {digest}"),
        keys.subject,
        "password 192.0.2.7 a_a@example.com".to_owned(),
        "password email a_a@example.com".to_owned(),
        format!("password known {digest}"),
    ];
    expected.sort();
    assert_eq!(found, expected);
    let places = expected
        .iter()
        .filter_map(|subject| SignInWindow::parse(subject, "a_a@example.com"));
    assert_eq!(places.count(), 5, "all but that of the keys");
}

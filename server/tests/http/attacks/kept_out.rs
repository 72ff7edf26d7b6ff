//! B77–B80, B82–B84: attempts to keep others out, and a clock that was wrong.

use crate::{
    browser::{Browser, KNOWN},
    people::{ANA, BEN, PASSWORD},
    race::{successes, together},
    registration::sign_up::sign_up,
    sign_in::{password::try_password, recovery::recover},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use http::StatusCode;
use server::hashing::{ArgonPool, Cost};
use std::{net::IpAddr, sync::Arc};
use terms::{CLOCK_TOLERANCE, DAY, HOUR, Rejection};
use testing::Plan;

const WRONG: &str = "wrong horse battery";
/// A cheap hash, so that the attack is a matter of places and not of minutes.
const CHEAP: Cost = Cost {
    memory_kib: 1024,
    passes: 1,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b77_who_takes_the_hashing_places_keeps_nobody_out() {
    let app = TestApp::planned(Plan {
        hasher: Some(Arc::new(ArgonPool::new(CHEAP).unwrap())),
        ..Plan::default()
    })
    .await;
    let (mallory, inside) = app.protected(BEN).await;
    let (ana, anas) = app.protected(ANA).await;
    let lost = [
        ("id", ana.phone().id.as_str()),
        ("lost", "true"),
        ("password", PASSWORD),
    ];
    let replace = ("recovery-codes/replace", vec![("password", PASSWORD.to_owned())]);
    let enter = |email: &str| {
        let fields = vec![("email", email.to_owned()), ("password", PASSWORD.to_owned())];
        ("sign-in", fields)
    };
    let flood = app.browser();
    let attack = (0..150)
        .map(|_| (inside.clone(), replace.clone()))
        .chain((0..150).map(|_| (flood.clone(), enter(&mallory.email))));
    let honest: Vec<Browser> = (0..20).map(|_| app.browser()).collect();
    let people = honest.iter().map(|browser| (browser.clone(), enter(ANA)));
    let replies = together(attack.chain(people).collect()).await;
    let in_time = successes(&replies[300..]);
    assert!(in_time >= 18, "{in_time} of 20 honest sign-ins");
    let made = replies[..150].iter().filter(|(_, reply)| reply.status.is_success());
    assert!(made.count() <= 3, "new sets of codes");
    anas.clone().post("devices/remove", &lost).await.ok();
}

#[tokio::test]
async fn b78_a_stranger_on_the_same_network_does_not_keep_a_known_browser_out() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let mut known = app.browser();
    try_password(&mut known, ANA, PASSWORD).await.ok();
    let mut stranger = app.browser();
    stranger.address = known.address;
    for n in 0..1_000 {
        let invented = format!("nobody{n}@example.com");
        let email = if n % 2 == 0 { ANA } else { invented.as_str() };
        try_password(&mut stranger, email, WRONG).await;
    }
    assert!(matches!(
        try_password(&mut stranger, ANA, PASSWORD).await.error(),
        ApiError::Rejected(Rejection::Wait { .. })
    ));
    let mut own = known.with(&[KNOWN]);
    try_password(&mut own, ANA, PASSWORD).await.ok();
    assert!(own.is_in().await);
    // Its own tries are bounded, too.
    for _ in 0..10 {
        try_password(&mut own, ANA, WRONG).await;
    }
    assert!(matches!(
        try_password(&mut own, ANA, PASSWORD).await.error(),
        ApiError::Rejected(Rejection::Wait { .. })
    ));
}

#[tokio::test]
async fn b78_ipv6_customers_have_one_budget_for_all_their_networks() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let mut browser = app.browser();
    let mut checked = 0;
    for n in 0..400u16 {
        browser.address = IpAddr::from([0x2001, 0xdb8, 7, n % 256, 0, 0, 0, 1]);
        let email = format!("nobody{n}@example.com");
        let reply = try_password(&mut browser, &email, WRONG).await;
        checked += usize::from(reply.error() == ApiError::Rejected(Rejection::WrongCredentials));
    }
    assert_eq!(checked, 300, "from one /56");
}

#[tokio::test]
async fn b79_forged_known_browser_cookies_tell_nothing() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let forged: Vec<_> = (0..9).map(|n| format!("{n}").repeat(43)).collect();
    let mut answers = Vec::new();
    for email in [ANA, "nobody@example.com"] {
        let mut browser = app.browser();
        for cookie in [
            forged[..5].join("."),
            forged.join("."),
            "nonsense".into(),
            String::new(),
        ] {
            browser.put(KNOWN, &cookie);
            let reply = try_password(&mut browser, email, WRONG).await;
            answers.push((
                email,
                reply.status,
                reply.error(),
                reply.header("set-cookie").to_owned(),
            ));
        }
    }
    let (known, unknown) = answers.split_at(4);
    for (known, unknown) in known.iter().zip(unknown) {
        assert_eq!((&known.1, &known.2, &known.3), (&unknown.1, &unknown.2, &unknown.3));
    }
}

#[tokio::test]
async fn b80_a_clock_that_was_ahead_leaves_nothing_fresh_and_nobody_waiting() {
    for ahead in [HOUR, DAY, 365 * DAY] {
        let app = TestApp::new().await;
        let (ana, mut early) = app.protected(ANA).await;
        app.clock.advance(ahead);
        let mut late = app.fully(&ana).await;
        let mut guessing = app.challenge(&ana).await;
        let challenge = app.challenge(&ana).await;
        let wrong = ana.phone().wrong_code(app.step());
        for _ in 0..5 {
            guessing.post("sign-in/passcode", &[("passcode", &wrong)]).await;
        }
        app.clock.advance(-ahead);
        assert!(!late.is_in().await, "a session made {ahead} s ahead");
        let code = ana.phone().code(app.step() + 1);
        let reply = challenge.clone().post("sign-in/passcode", &[("passcode", &code)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "its challenge is over");
        assert!(early.is_in().await, "an honest session goes on");
        let mut browser = app.challenge(&ana).await;
        let reply = browser.post("sign-in/passcode", &[("passcode", &wrong)]).await;
        match reply.error() {
            ApiError::Rejected(Rejection::WrongCode { .. }) => {}
            ApiError::Rejected(Rejection::Wait(wait)) => assert!(wait.seconds() <= HOUR + CLOCK_TOLERANCE),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_right_code_after_the_clock_was_ahead_is_refused_truthfully_and_not_counted() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.clock.advance(HOUR);
    app.fully(&ana).await;
    app.clock.advance(-HOUR);
    app.mails().await;
    let mut browser = app.challenge(&ana).await;
    for step in [-1, 0, 1, 0, 1, 0] {
        let code = ana.phone().code(app.step() + step);
        let reply = browser.post("sign-in/passcode", &[("passcode", &code)]).await;
        assert_eq!(reply.error(), ApiError::Rejected(Rejection::BeforeUsed));
    }
    assert!(!browser.is_in().await);
    let mails = app.mails().await;
    assert!(mails.iter().all(|mail| !mail.subject.contains("password")), "{mails:?}");
    let wrong = ana.phone().wrong_code(app.step());
    let reply = browser.post("sign-in/passcode", &[("passcode", &wrong)]).await;
    assert!(matches!(
        reply.error(),
        ApiError::Rejected(Rejection::WrongCode { tries_left: None, .. })
    ));
    app.clock.advance(HOUR + 60);
    assert!(app.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn b82_a_stranger_who_types_an_address_neither_bombs_it_nor_ends_its_confirmation() {
    let app = TestApp::new().await;
    let (mut ana, token) = sign_up(&app, ANA, PASSWORD).await;
    ana.post("links/open-confirm-email", &[("token", &token)]).await.ok();
    let fields = [
        ("name", "Mallory"),
        ("email", ANA),
        ("password", "eight purple tricycles"),
    ];
    let mut mails = 0;
    for _ in 0..20 {
        app.clock.advance(30);
        app.browser().post("sign-up", &fields).await.ok();
        mails += app.mails().await.len();
    }
    assert_eq!(mails, 4, "five a day, of which Ana asked for one");
    ana.post("confirm-email", &[("password", PASSWORD)]).await.ok();
    try_password(&mut ana, ANA, PASSWORD).await.ok();
    assert!(ana.is_in().await);
}

#[tokio::test]
async fn b83_whoever_drives_both_counters_to_their_stop_locks_nobody_out_for_good() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let invented = "AAAAA-AAAAA-AAAAA-AAAAA";
    let (mut codes, mut passcodes) = (0, 0);
    while codes < 100 || passcodes < 100 {
        let mut thief = app.challenge(&ana).await;
        let wrong = ana.phone().wrong_code(app.step());
        let reply = thief.post("sign-in/passcode", &[("passcode", &wrong)]).await;
        passcodes += usize::from(matches!(reply.error(), ApiError::Rejected(Rejection::WrongCode { .. })));
        let reply = recover(&mut thief, invented).await;
        codes += usize::from(matches!(reply.error(), ApiError::Rejected(Rejection::WrongCode { .. })));
        app.clock.advance(HOUR);
    }
    let mut owner = app.challenge(&ana).await;
    let reply = owner
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(ana.phone()))])
        .await;
    assert_eq!(reply.error(), ApiError::Rejected(Rejection::Stopped));
    app.clock.advance(7 * DAY);
    let mut owner = app.challenge(&ana).await;
    recover(&mut owner, &ana.codes[0]).await.ok();
    assert!(app.fully(&ana).await.is_in().await, "passcodes are checked again");
}

#[tokio::test]
async fn b84_a_damaged_secret_leaves_the_other_devices_working() {
    let app = TestApp::new().await;
    let (mut ana, mut browser) = app.protected(ANA).await;
    app.next_step();
    let tablet = app.confirmed(&mut browser, "Tablet").await;
    let damage = format!("UPDATE device SET secret = label WHERE id = '{}'", ana.phone().id);
    let damage = match crate::test_app::postgres() {
        true => damage.replace("= label", "= '\\x00'"),
        false => damage,
    };
    app.tables.run(&damage).await;
    ana.phones.insert(0, tablet);
    assert!(app.fully(&ana).await.is_in().await);
}

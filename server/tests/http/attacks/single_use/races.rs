//! B03, B04, B10, B14: single use under concurrent requests.

use crate::{
    browser::{Browser, KNOWN, Reply},
    people::{ANA, PASSWORD, Person},
    race::{Call, successes, together},
    test_app::TestApp,
};
use terms::HOUR;
use testing::rounds;

/// Number of concurrent requests.
const AT_ONCE: usize = 100;

/// Requests per challenge: fewer than the tries it has.
const PER_CHALLENGE: usize = 4;

const ROUNDS: usize = 20;

pub(crate) async fn challenges(app: &TestApp, person: &Person, count: usize) -> Vec<Browser> {
    let mut browsers = Vec::with_capacity(count);
    let mut browser = app.browser();
    for number in 0..count {
        if number % 50 == 49 {
            // From another network, because of the limit on hashes.
            browser = app.browser();
        }
        browser.jar.clear();
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        browser.post("sign-in", &fields).await.ok();
        browsers.push(browser.clone());
    }
    browsers
}

/// The same in browsers that are known, whose right passcodes are decided by the usual statement.
pub(crate) async fn known_challenges(app: &TestApp, person: &Person, known: &Browser, count: usize) -> Vec<Browser> {
    let mut browsers = Vec::with_capacity(count);
    // Because of the limit on hashes.
    app.clock.advance(HOUR);
    for _ in 0..count {
        let mut browser = known.with(&[KNOWN]);
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        browser.post("sign-in", &fields).await.ok();
        browsers.push(browser);
    }
    browsers
}

/// The same call several times from each browser.
pub(crate) fn crowd(browsers: &[Browser], call: &Call) -> Vec<(Browser, Call)> {
    let each = browsers.iter().cycle().take(AT_ONCE);
    each.map(|browser| (browser.clone(), call.clone())).collect()
}

async fn signed_in(replies: &[(Browser, Reply)]) -> usize {
    let mut count = 0;
    for (browser, _) in replies {
        let mut read = browser.clone();
        count += usize::from(read.post("devices", &[]).await.status.is_success());
    }
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b04_one_code_a_hundred_sign_ins_one_success() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    let known = app.fully(&ana).await;
    for round in 0..rounds(ROUNDS) {
        let count = AT_ONCE / PER_CHALLENGE;
        let browsers = match round % 2 {
            0 => challenges(&app, &ana, count).await,
            _ => known_challenges(&app, &ana, &known, count).await,
        };
        let call = ("sign-in/passcode", vec![("passcode", app.fresh_code(ana.phone()))]);
        let replies = together(crowd(&browsers, &call)).await;
        assert_eq!(
            (successes(&replies), signed_in(&replies).await),
            (1, 1),
            "round {round}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b03_after_concurrent_adjacent_codes_none_is_usable() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    for round in 0..rounds(ROUNDS) {
        app.clock.advance(120);
        app.next_step();
        let step = app.step();
        let browsers = challenges(&app, &ana, 30).await;
        let code = |n: usize| ana.phone().code(step + [1, 0, -1][n % 3]);
        let call =
            |(n, browser): (usize, &Browser)| (browser.clone(), ("sign-in/passcode", vec![("passcode", code(n))]));
        let replies = together(browsers.iter().enumerate().map(call).collect()).await;
        for n in 0..3 {
            let of_step: Vec<_> = replies
                .iter()
                .skip(n)
                .step_by(3)
                .filter(|(_, r)| r.status.is_success())
                .collect();
            assert!(of_step.len() <= 1 && (n > 0 || of_step.len() == 1), "round {round}");
        }
        for n in 0..3 {
            let mut late = app.challenge(&ana).await;
            let reply = late.post("sign-in/passcode", &[("passcode", &code(n))]).await;
            assert!(
                reply.is_wrong_code() && !late.is_in().await,
                "round {round}: steps only rise"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b04_one_code_a_hundred_step_ups_one_success() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    for round in 0..rounds(4) {
        let mut sessions = Vec::new();
        for _ in 0..10 {
            sessions.push(app.fully(&ana).await);
        }
        app.clock.advance(700);
        let code = app.fresh_code(ana.phone());
        let replace = |(n, browser): (usize, &Browser)| {
            let name = format!("Device {n}");
            let fields = vec![
                ("device_name", name),
                ("password", PASSWORD.into()),
                ("passcode", code.clone()),
            ];
            (browser.clone(), ("devices/add", fields))
        };
        let replies = together(sessions.iter().enumerate().map(replace).collect()).await;
        assert_eq!(successes(&replies), 1, "round {round}");
        let added = app.tables.rows("device").await.len();
        assert_eq!(added, 2, "round {round}: the phone and one more");
        app.clock.advance(901);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b04_one_code_confirms_one_device_once() {
    for round in 0..rounds(4) {
        let app = TestApp::without_limits().await;
        let ana = app.join(ANA).await;
        let mut browser = app.signed_in(&ana).await;
        let phone = app.pending(&mut browser, "My phone").await;
        let fields = vec![("id", phone.id.clone()), ("passcode", phone.code(app.step()))];
        let replies = together(crowd(&[browser], &("devices/confirm", fields))).await;
        assert_eq!(successes(&replies), 1, "round {round}");
        assert_eq!(app.tables.rows("recovery_code").await.len(), 10, "one set of codes");
        assert_eq!(app.tables.rows("session").await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b10_one_recovery_code_a_hundred_tries_one_success() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    for (round, code) in ana.codes.iter().cycle().take(rounds(ROUNDS)).enumerate() {
        let browsers = challenges(&app, &ana, AT_ONCE / PER_CHALLENGE).await;
        let call = ("sign-in/recovery", vec![("recovery_code", code.clone())]);
        let replies = together(crowd(&browsers, &call)).await;
        let expected = usize::from(round < ana.codes.len());
        assert_eq!(
            (successes(&replies), signed_in(&replies).await),
            (expected, expected),
            "round {round}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b14_an_old_code_cannot_win_a_race_against_the_new_set() {
    for round in 0..rounds(5) {
        let app = TestApp::without_limits().await;
        let (ana, owner) = app.protected(ANA).await;
        let browsers = challenges(&app, &ana, 20).await;
        let old = |(browser, code): (Browser, &String)| {
            (browser, ("sign-in/recovery", vec![("recovery_code", code.clone())]))
        };
        let mut calls: Vec<_> = browsers.into_iter().zip(ana.codes.iter().cycle()).map(old).collect();
        calls.insert(10, (owner, ("recovery-codes/replace", vec![])));
        let replies = together(calls).await;
        assert!(replies[10].1.status.is_success(), "{}", replies[10].1.body);
        // A session opened before the new set ended with it; after the new set none opens.
        assert_eq!(
            signed_in(&replies).await,
            1,
            "round {round}: only the session that made the new codes"
        );
        let mut late = app.challenge(&ana).await;
        let reply = late.post("sign-in/recovery", &[("recovery_code", &ana.codes[0])]).await;
        assert!(reply.is_wrong_code() && !late.is_in().await, "round {round}");
    }
}

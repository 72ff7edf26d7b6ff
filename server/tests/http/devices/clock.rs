//! A phone whose clock is wrong: what is said about it, where, and what never.
//!
//! While a device is set up, both directions are told. A device that signs in is told only that its clock is slow, after the
//! right password: that a code is about to become valid would tell a thief of it.

use super::colleague_link::{code, invite, opened, scanned};
use crate::{
    api::buy,
    browser::Reply,
    people::{ANA, PASSWORD, Person, Phone},
    sign_in::passcode::enter,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::Rejection;

/// Offsets in time steps, and the minutes that are told; the edges are 120 steps.
const SLOW: [(i64, Option<u32>); 7] = [
    (-2, Some(1)),
    (-4, Some(2)),
    (-40, Some(20)),
    (-119, Some(60)),
    (-120, Some(60)),
    (-121, None),
    (-2_880, None),
];
const FAST: [(i64, Option<u32>); 6] = [
    (2, Some(1)),
    (4, Some(2)),
    (40, Some(20)),
    (119, Some(60)),
    (120, Some(60)),
    (121, None),
];

/// The minutes that a wrong code is told, and whether the clock is slow.
fn told(reply: &Reply) -> Option<(u32, bool)> {
    match reply.error() {
        ApiError::Rejected(Rejection::WrongCode { clock, .. }) => clock.map(|hint| (hint.minutes, hint.slow)),
        other => panic!("{other:?}"),
    }
}

/// What is expected where both directions are told.
fn both() -> impl Iterator<Item = (i64, Option<(u32, bool)>)> {
    let cases = SLOW.into_iter().chain(FAST);
    cases.map(|(offset, minutes)| (offset, minutes.map(|minutes| (minutes, offset < 0))))
}

/// What is expected where only a slow clock is told.
fn slow_only() -> impl Iterator<Item = (i64, Option<(u32, bool)>)> {
    both().map(|(offset, told)| (offset, told.filter(|(_, slow)| *slow)))
}

#[tokio::test]
async fn while_a_device_is_set_up_both_directions_are_told() {
    let app = TestApp::without_limits().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let phone = app.pending(&mut browser, "My phone").await;
    confirms(&app, &mut browser, &phone).await;
    assert!(app.signed_in(&ana).await.is_in().await, "two-factor is still off");

    let (ana, mut owner) = app.protected("eva@example.com").await;
    let fields = [("id", ana.phone().id.as_str()), ("password", PASSWORD)];
    let reply = owner.post("devices/replace", &fields).await.ok();
    let new = app.scanned(&mut owner, &reply).await;
    confirms(&app, &mut owner, &new).await;
    let right = new.code(app.step());
    let fields = [("id", new.id.as_str()), ("passcode", right.as_str())];
    owner.post("devices/confirm", &fields).await.ok();
}

async fn confirms(app: &TestApp, browser: &mut crate::browser::Browser, phone: &Phone) {
    for (offset, expected) in both() {
        let code = phone.code(app.step() + offset);
        let fields = [("id", phone.id.as_str()), ("passcode", code.as_str())];
        let reply = browser.post("devices/confirm", &fields).await;
        assert_eq!(told(&reply), expected, "{offset}");
    }
}

#[tokio::test]
async fn a_colleague_is_told_at_the_page_of_the_link() {
    for (offset, expected) in both() {
        let app = TestApp::new().await;
        let (_, mut owner) = app.protected(ANA).await;
        invite(&mut owner, "Shared").await;
        let mut zoe = opened(&app).await;
        let mailed = code(&app, &mut zoe).await;
        zoe.post("enrol/prove", &[("code", &mailed)]).await.ok();
        let phone = scanned(&mut zoe).await;
        let wrong = phone.code(app.step() + offset);
        let reply = zoe.post("enrol/passcode", &[("passcode", &wrong)]).await;
        assert_eq!(told(&reply), expected, "{offset}");
        let right = phone.code(app.step());
        zoe.post("enrol/passcode", &[("passcode", &right)]).await.ok();
    }
}

/// A member whose phone has not been used for days, so that no step is used.
async fn rested(app: &TestApp) -> Person {
    let (ana, _) = app.protected(ANA).await;
    app.clock.advance(2 * 86_400);
    ana
}

#[tokio::test]
async fn at_sign_in_a_slow_clock_is_told_after_the_password_and_a_fast_one_never() {
    let app = TestApp::without_limits().await;
    let ana = rested(&app).await;
    for (offset, expected) in slow_only() {
        let mut browser = app.challenge(&ana).await;
        let reply = enter(&mut browser, &ana.phone().code(app.step() + offset)).await;
        assert_eq!(told(&reply), expected, "{offset}");
        assert!(!browser.is_in().await, "{offset}");
    }
    let mut browser = app.challenge(&ana).await;
    enter(&mut browser, &ana.phone().code(app.step())).await.ok();
    assert!(browser.is_in().await);
}

#[tokio::test]
async fn a_step_up_and_a_trial_tell_no_more_than_sign_in() {
    let app = TestApp::without_limits().await;
    let ana = rested(&app).await;
    let mut owner = app.fully(&ana).await;
    // The step that the sign-in used lies out of reach then.
    for _ in 0..3 {
        app.clock.advance(50 * 60);
        owner.post("profile", &[]).await.ok();
    }
    let phone = ana.phone();
    for (offset, expected) in slow_only().filter(|(offset, _)| *offset > -300) {
        let code = phone.code(app.step() + offset);
        let step_up = [
            ("device_name", "Tablet"),
            ("password", PASSWORD),
            ("passcode", code.as_str()),
        ];
        let reply = owner.clone().post("devices/add", &step_up).await;
        assert_eq!(told(&reply), expected, "step-up, {offset}");
        let tried = [("id", phone.id.as_str()), ("passcode", code.as_str())];
        let reply = owner.post("devices/try", &tried).await;
        assert_eq!(told(&reply), expected, "trial, {offset}");
    }
}

#[tokio::test]
async fn a_code_that_was_used_looks_like_any_wrong_one() {
    let app = TestApp::without_limits().await;
    let ana = rested(&app).await;
    let first = app.step();
    let mut browser = app.challenge(&ana).await;
    enter(&mut browser, &ana.phone().code(first)).await.ok();
    app.clock.advance(10 * 30);
    for (step, expected) in [
        (first, None),
        (first - 1, None),
        (first - 20, None),
        (first + 1, Some((5, true))),
    ] {
        let reply = enter(&mut app.challenge(&ana).await, &ana.phone().code(step)).await;
        assert_eq!(told(&reply), expected, "{}", step - first);
    }
}

/// A hint costs a try as any wrong code does: five, and nothing is evaluated.
#[tokio::test]
async fn b51_a_code_that_brings_a_hint_is_counted() {
    let app = TestApp::new().await;
    let ana = rested(&app).await;
    let mut browser = app.challenge(&ana).await;
    for _ in 0..5 {
        let reply = enter(&mut browser, &ana.phone().code(app.step() - 4)).await;
        assert_eq!(told(&reply), Some((2, true)));
    }
    let closed = enter(&mut app.challenge(&ana).await, &ana.phone().code(app.step())).await;
    assert!(crate::sign_in::passcode::wait_of(&closed) > 0);

    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let phone = app.pending(&mut browser, "My phone").await;
    let slow = phone.code(app.step() - 4);
    let fields = [("id", phone.id.as_str()), ("passcode", slow.as_str())];
    for _ in 0..5 {
        assert_eq!(told(&browser.post("devices/confirm", &fields).await), Some((2, true)));
    }
    let closed = browser.post("devices/confirm", &fields).await;
    assert!(crate::sign_in::passcode::wait_of(&closed) > 0);
}

/// A program that presents a key has proved no password, so a hint would be an oracle.
#[tokio::test]
async fn a_program_is_told_nothing_about_clocks() {
    let app = TestApp::without_limits().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let key = app.made_key(&mut owner, "Backup", "me").await;
    app.clock.advance(2 * 3_600);
    let wrong = ana.phone().wrong_code(app.step());
    let plain = buy(&owner, &key.text, &wrong, "").await;
    assert_eq!(plain.status, 401, "{plain:?}");
    for offset in [-40, -4, 4, 40] {
        let code = ana.phone().code(app.step() + offset);
        let reply = buy(&owner, &key.text, &code, "").await;
        assert_eq!(
            (reply.status, without_id(&reply)),
            (plain.status, without_id(&plain)),
            "{offset}"
        );
    }
}

/// The problem without the request's own id.
fn without_id(reply: &Reply) -> serde_json::Value {
    let mut problem = reply.json();
    problem.as_object_mut().unwrap().retain(|name, _| name != "request_id");
    problem
}

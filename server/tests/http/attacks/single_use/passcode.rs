//! B01–B08: a passcode works once, for one purpose.

use crate::{
    people::{ANA, PASSWORD, Person},
    sign_in::passcode::enter,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Ended, Rejection};

/// Checks that a used code at a new challenge is refused like any wrong one and opens nothing.
pub(crate) async fn is_used(app: &TestApp, person: &Person, code: &str) {
    let mut browser = app.challenge(person).await;
    assert!(enter(&mut browser, code).await.is_wrong_code(), "{code}");
    assert!(!browser.is_in().await);
}

#[tokio::test]
async fn b01_a_code_works_once_within_its_window() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let code = app.fresh_code(ana.phone());
    let mut honest = app.challenge(&ana).await;
    enter(&mut honest, &code).await.ok();
    assert!(honest.is_in().await);
    is_used(&app, &ana, &code).await;
    app.clock.advance(29);
    is_used(&app, &ana, &code).await;
    let mut honest = app.challenge(&ana).await;
    enter(&mut honest, &app.fresh_code(ana.phone())).await.ok();
}

#[tokio::test]
async fn b02_a_code_works_once_even_after_the_step_changed() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let code = app.fresh_code(ana.phone());
    enter(&mut app.challenge(&ana).await, &code).await.ok();
    app.next_step();
    is_used(&app, &ana, &code).await;
    // The unused code of the previous step is still accepted: the window is three steps wide.
    app.next_step();
    let late = ana.phone().code(app.step() - 1);
    enter(&mut app.challenge(&ana).await, &late).await.ok();
    let too_late = app.fresh_code(ana.phone());
    app.clock.advance(60);
    is_used(&app, &ana, &too_late).await;
}

#[tokio::test]
async fn b03_after_a_step_no_earlier_one_is_accepted() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.clock.advance(90);
    let (before, present, next) = (app.step() - 1, app.step(), app.step() + 1);
    enter(&mut app.challenge(&ana).await, &ana.phone().code(present))
        .await
        .ok();
    is_used(&app, &ana, &ana.phone().code(before)).await;
    enter(&mut app.challenge(&ana).await, &ana.phone().code(next))
        .await
        .ok();
    is_used(&app, &ana, &ana.phone().code(present)).await;
    is_used(&app, &ana, &ana.phone().code(next)).await;
}

#[tokio::test]
async fn b06_a_used_code_stays_used_after_a_crash() {
    let app = TestApp::new().await;
    let (ana, owner) = app.protected(ANA).await;
    let waiting = app.challenge(&ana).await;
    let code = app.fresh_code(ana.phone());
    let mut honest = app.challenge(&ana).await;
    enter(&mut honest, &code).await.ok();
    let again = app.crash().await;
    is_used(&again, &ana, &code).await;
    let mut waiting = waiting.moved(&again.router);
    assert!(enter(&mut waiting, &code).await.is_wrong_code());
    assert!(!waiting.is_in().await);
    // What was answered with success survived: both sessions, the open challenge, the device.
    assert!(honest.moved(&again.router).is_in().await && owner.moved(&again.router).is_in().await);
    enter(&mut waiting, &again.fresh_code(ana.phone())).await.ok();
    assert!(waiting.is_in().await);
}

#[tokio::test]
async fn b07_a_code_serves_one_purpose() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    app.clock.advance(600);
    let code = app.fresh_code(ana.phone());
    enter(&mut app.challenge(&ana).await, &code).await.ok();
    // The code that was used to sign in cannot be used to step up the owner's session.
    let proofs = [("password", PASSWORD), ("passcode", code.as_str())];
    for endpoint in ["recovery-codes/replace", "two-factor/switch-off"] {
        assert!(owner.post(endpoint, &proofs).await.is_wrong_code(), "{endpoint}");
    }
    let remove = [&proofs[..], &[("id", &ana.phone().id), ("lost", "true")]].concat();
    assert!(owner.post("devices/remove", &remove).await.is_wrong_code());
    let add = [&proofs[..], &[("device_name", "Tablet")]].concat();
    assert!(owner.post("devices/add", &add).await.is_wrong_code());
    let change = [&proofs[..], &[("new_password", "eight purple tricycles")]].concat();
    assert!(owner.post("profile/change-password", &change).await.is_wrong_code());
    // Nor can the code that was used to step up be used to sign in.
    app.clock.advance(30);
    let code = app.fresh_code(ana.phone());
    owner
        .post(
            "devices/add",
            &[("device_name", "Tablet"), ("password", PASSWORD), ("passcode", &code)],
        )
        .await
        .ok();
    is_used(&app, &ana, &code).await;
}

#[tokio::test]
async fn b08_the_confirming_code_cannot_sign_in() {
    let app = TestApp::new().await;
    let mut ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let phone = app.pending(&mut browser, "My phone").await;
    let code = phone.code(app.step());
    browser
        .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
        .await
        .ok();
    ana.phones.push(phone.clone());
    is_used(&app, &ana, &code).await;
    is_used(&app, &ana, &phone.code(app.step() - 1)).await;
    // Nor can it confirm twice: the device is not pending any more.
    let again = browser
        .post(
            "devices/confirm",
            &[("id", &phone.id), ("passcode", &phone.code(app.step() + 1))],
        )
        .await;
    assert_eq!(again.error(), ApiError::Rejected(Rejection::Gone(Ended::PendingDevice)));
    let mut honest = app.fully(&ana).await;
    assert!(honest.is_in().await);
}

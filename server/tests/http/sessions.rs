//! When sessions end.

use crate::{
    browser::{Browser, SESSION},
    people::{ANA, PASSWORD},
    step_up::copy_of,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::Rejection;

const HOUR: i64 = 3_600;

const WRONG: &str = "wrong horse battery";

pub(crate) async fn gone(browser: &mut Browser) {
    assert_eq!(
        browser.post("home", &[]).await.error(),
        ApiError::Rejected(Rejection::NotSignedIn)
    );
}

#[tokio::test]
async fn a_session_ends_after_an_idle_hour_to_the_second() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    app.clock.advance(HOUR - 1);
    assert!(browser.is_in().await, "the last second");
    app.clock.advance(HOUR - 1);
    assert!(browser.is_in().await, "its use began the hour anew");
    app.clock.advance(HOUR);
    gone(&mut browser).await;
    app.clock.advance(-2 * HOUR);
    assert!(!browser.is_in().await);
}

#[tokio::test]
async fn a_session_ends_after_a_day_to_the_second_however_busy() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    for _ in 0..47 {
        app.clock.advance(HOUR / 2);
        assert!(browser.is_in().await);
    }
    app.clock.advance(HOUR / 2 - 1);
    assert!(browser.is_in().await, "23:59:59");
    app.clock.advance(1);
    gone(&mut browser).await;
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_pending_device() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    app.pending(&mut browser, "My phone").await;
    let mut copy = browser.clone();
    browser.post("sign-out", &[]).await.ok();
    assert!(!browser.jar.contains_key(SESSION));
    assert!(!copy.is_in().await);
    assert!(app.tables.rows("device").await.is_empty());
    browser.post("sign-out", &[]).await.ok();
}

#[tokio::test]
async fn a_session_that_was_seen_to_be_over_stays_over() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let mut copy = copy_of(&app, &browser);
    app.clock.advance(HOUR);
    assert!(!browser.is_in().await);
    app.clock.advance(-HOUR);
    assert!(!copy.is_in().await, "though the clock says that it is not over yet");
}

#[tokio::test]
async fn ten_wrong_passwords_end_a_session() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let fields = [("device_name", "Phone"), ("password", WRONG)];
    for _ in 0..9 {
        assert_eq!(
            browser.post("devices/add", &fields).await.error(),
            ApiError::Rejected(Rejection::WrongPassword)
        );
    }
    assert!(browser.is_in().await);
    assert_eq!(
        browser.post("devices/add", &fields).await.error(),
        ApiError::Rejected(Rejection::NotSignedIn),
        "the tenth"
    );
    assert!(!browser.is_in().await);
    let right = [("device_name", "Phone"), ("password", PASSWORD)];
    assert_eq!(
        browser.post("devices/add", &right).await.error(),
        ApiError::Rejected(Rejection::NotSignedIn)
    );
    assert!(app.tables.rows("device").await.is_empty());
    // The tenth may be the right one.
    let mut browser = app.signed_in(&ana).await;
    for _ in 0..9 {
        browser.post("devices/add", &fields).await;
    }
    browser.post("devices/add", &right).await.ok();
    assert!(browser.is_in().await);
}

//! Step-up: how long it is fresh, and for which session.

use crate::{
    browser::{Browser, FLASH, SESSION},
    people::{ANA, PASSWORD},
    test_app::{TestApp, postgres},
};
use app::wire::error::ApiError;
use terms::{Field, Problem, Rejection};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn step_up_lasts_ten_minutes_to_the_second() {
    let app = TestApp::new().await;
    let (_, owner) = app.protected(ANA).await;
    app.clock.advance(599);
    assert_eq!(
        send(&owner, "recovery-codes/replace", &[("password", String::new())]).await,
        None
    );
    let app = TestApp::new().await;
    let (_, owner) = app.protected(ANA).await;
    app.clock.advance(600);
    let error = send(&owner, "recovery-codes/replace", &[("password", String::new())]).await;
    assert_eq!(
        error,
        Some(ApiError::Rejected(Rejection::Invalid(
            Field::Password,
            Problem::Missing
        )))
    );
}

pub(crate) async fn send(browser: &Browser, endpoint: &str, fields: &[(&'static str, String)]) -> Option<ApiError> {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let reply = browser.clone().post(endpoint, &fields).await;
    (!reply.status.is_success()).then(|| reply.error())
}

/// The step-up is committed and has replaced the session's token; then the database refuses the device.
#[tokio::test]
async fn an_internal_error_after_a_step_up_keeps_the_person_signed_in() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let (by_form, by_script) = (app.signed_in(&ana).await, app.signed_in(&ana).await);
    let broken = match postgres() {
        true => "ALTER TABLE device ADD CONSTRAINT broken CHECK (false) NOT VALID",
        false => "CREATE TRIGGER broken BEFORE INSERT ON device BEGIN SELECT RAISE(ABORT, 'broken'); END",
    };
    app.tables.run(broken).await;
    for (mut browser, plain) in [(by_form, true), (by_script, false)] {
        let before = browser.cookie(SESSION);
        let fields = [("device_name", "Phone"), ("password", PASSWORD)];
        let reply = match plain {
            true => browser.form("devices/add", &fields).await,
            false => browser.post("devices/add", &fields).await,
        };
        assert_eq!(reply.status, 500, "{reply:?}");
        assert_eq!(reply.header("content-type").starts_with("text/html"), plain);
        assert_ne!(browser.cookie(SESSION), before, "the new token came along");
        assert!(browser.cookie(FLASH).is_empty(), "an internal error has its own page");
        assert!(browser.is_in().await);
    }
}

/// A copy of a browser's session cookie in another browser.
pub(crate) fn copy_of(app: &TestApp, browser: &Browser) -> Browser {
    let mut copy = app.browser();
    copy.put(SESSION, &browser.cookie(SESSION));
    copy
}

#[tokio::test]
async fn a_copy_of_the_cookie_has_not_stepped_up() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    app.clock.advance(HOUR / 2);
    let mut copy = copy_of(&app, &owner);
    assert!(copy.is_in().await);
    let code = app.fresh_code(ana.phone());
    let fields = [("device_name", "Tablet"), ("password", PASSWORD), ("passcode", &code)];
    owner.post("devices/add", &fields).await.ok();
    assert!(owner.is_in().await && !copy.is_in().await);
    let refused = copy.post("two-factor/switch-off", &[]).await.error();
    assert_eq!(refused, ApiError::Rejected(Rejection::NotSignedIn));
}

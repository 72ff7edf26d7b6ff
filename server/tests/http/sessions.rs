//! When sessions end.

use crate::{
    browser::{Browser, SESSION},
    people::{ANA, BEN, PASSWORD},
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

/// Returns the ids of the other sessions, in the order of the page.
pub(crate) async fn ids(browser: &mut Browser) -> Vec<String> {
    let page = browser.get(PAGE).await.ok().body;
    let fields = page.split("name=\"id\" value=\"").skip(1);
    fields
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

const PAGE: &str = "/security/sessions";

#[tokio::test]
async fn the_page_lists_where_a_member_is_signed_in_and_how() {
    let app = TestApp::new().await;
    let (mut ana, mut here) = app.protected(ANA).await;
    let page = here.get(PAGE).await.ok().body;
    assert!(
        page.contains("You are signed in nowhere else.") && page.contains("with “My phone”"),
        "{page}"
    );
    assert!(ids(&mut here).await.is_empty());
    app.next_step();
    let mut there = app.fully(&ana).await;
    let mut repair = app.repairing(&mut ana).await;
    let (_, _) = app.protected(BEN).await;
    let page = here.get(PAGE).await.ok().body;
    assert!(
        page.contains("With a recovery code") && page.contains("Repair only"),
        "{page}"
    );
    let all = ids(&mut here).await;
    assert_eq!(all.len(), 2, "and none of another member");
    for id in &all {
        here.post("sessions/end", &[("id", id)]).await.ok();
        assert_eq!(
            here.post("sessions/end", &[("id", id)]).await.error(),
            ApiError::Rejected(Rejection::NotFound),
            "twice"
        );
    }
    assert!(here.is_in().await && !there.is_in().await && !repair.is_in().await);
    let kinds = app.tables.rows("event").await;
    let ended = kinds
        .iter()
        .filter(|row| row.contains("session-ended") && !row.contains("not-found"));
    assert_eq!(ended.count(), 2, "{kinds:?}");
}

#[tokio::test]
async fn all_others_end_and_so_does_a_copy_of_this_cookie() {
    let app = TestApp::new().await;
    let (ana, mut here) = app.protected(ANA).await;
    let mut thief = copy_of(&app, &here);
    app.next_step();
    let mut there = app.fully(&ana).await;
    let mut begun = app.challenge(&ana).await;
    here.post("sessions/end-others", &[]).await.ok();
    assert!(here.is_in().await && !there.is_in().await && !thief.is_in().await);
    app.next_step();
    let code = app.fresh_code(ana.phone());
    let reply = begun.post("sign-in/passcode", &[("passcode", &code)]).await;
    assert!(matches!(reply.error(), ApiError::Rejected(Rejection::Gone(_))));
}

#[tokio::test]
async fn signing_out_everywhere_leads_to_sign_in() {
    let app = TestApp::new().await;
    let (ana, mut here) = app.protected(ANA).await;
    app.next_step();
    let mut there = app.fully(&ana).await;
    let reply = here.form("sessions/end-all", &[]).await;
    assert_eq!(reply.location(), "/sign-in?ready=signed-out");
    assert!(!here.jar.contains_key(SESSION) && !there.is_in().await);
    let page = here.get(reply.location()).await.ok().body;
    assert!(page.contains("You are signed out everywhere."), "{page}");
}

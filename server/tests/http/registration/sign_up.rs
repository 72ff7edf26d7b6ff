//! Signing up.

use crate::{
    browser::Browser,
    people::{ANA, PASSWORD},
    registration::set_up::set_up,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use domain::service::Registration;
use terms::{Conflict, Rejection};
use testing::Plan;

const OTHER: &str = "eight purple tricycles";

pub(crate) async fn sign_up(app: &TestApp, email: &str, password: &str) -> (Browser, String) {
    let mut browser = app.browser();
    browser
        .post(
            "sign-up",
            &[("name", "Ana Ruiz"), ("email", email), ("password", password)],
        )
        .await
        .ok();
    (browser, app.confirmation(email).await)
}

#[tokio::test]
async fn an_address_with_a_member_gets_a_mail_that_says_so_and_no_link() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    app.mails().await;
    app.clock.advance(60);
    let before = app.tables.rows("member").await;
    app.browser()
        .post("sign-up", &[("name", "Mallory"), ("email", ANA), ("password", OTHER)])
        .await
        .ok();
    let mails = app.mails().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, ANA));
    assert!(!mails[0].body.contains("confirm-email") && !mails[0].body.contains("Mallory"));
    assert_eq!(app.tables.rows("member").await, before);
    assert!(app.signed_in(&ana).await.is_in().await);
}

#[tokio::test]
async fn without_open_registration_sign_ups_are_refused() {
    for registration in [Registration::Invite, Registration::Closed] {
        let app = TestApp::planned(Plan {
            registration,
            ..Plan::default()
        })
        .await;
        let fields = [("name", "Ana"), ("email", ANA), ("password", PASSWORD)];
        assert_eq!(
            app.browser().post("sign-up", &fields).await.error(),
            ApiError::Rejected(Rejection::Conflict(Conflict::RegistrationClosed))
        );
        assert!(app.tables.rows("sign_up").await.is_empty() && app.mails().await.is_empty());
        let token = set_up(&app).await;
        let mut browser = app.browser();
        browser.post("links/open-set-up", &[("token", &token)]).await.ok();
        browser.post("set-up", &fields).await.ok();
    }
}

#[tokio::test]
async fn sign_ups_of_one_network_are_bounded() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let mut mailed = 0;
    for n in 0..30 {
        let email = format!("n{n}@example.com");
        let reply = browser
            .post("sign-up", &[("name", "N"), ("email", &email), ("password", PASSWORD)])
            .await;
        mailed += usize::from(reply.status.is_success());
    }
    assert_eq!((mailed, app.mails().await.len()), (20, 20));
}

//! The set-up link of the first owner.

use crate::{
    browser::LINK,
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Ended, Field, Problem, Rejection};

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));

pub(crate) async fn set_up(app: &TestApp) -> String {
    app.service
        .issue_set_up_link()
        .await
        .unwrap()
        .unwrap()
        .expose_secret()
        .to_owned()
}

#[tokio::test]
async fn the_set_up_link_works_once_and_for_an_hour() {
    let app = TestApp::new().await;
    let replaced = set_up(&app).await;
    let token = set_up(&app).await;
    let owner = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    let mut browser = app.browser();
    assert_eq!(
        browser.post("set-up", &owner).await.error(),
        LINK_GONE,
        "without any link"
    );
    assert_eq!(
        browser.post("links/open-set-up", &[("token", &replaced)]).await.error(),
        LINK_GONE
    );
    assert_eq!(
        browser
            .post("links/open-confirm-email", &[("token", &token)])
            .await
            .error(),
        LINK_GONE,
        "another kind"
    );
    // Opening the page changes nothing, however often.
    for _ in 0..3 {
        assert_eq!(browser.get(&format!("/set-up/{token}")).await.status, 200);
        browser
            .post("links/look", &[("kind", "SetUp"), ("token", &token)])
            .await
            .ok();
    }
    app.clock.advance(3_599);
    let mut late = browser.clone();
    browser.post("links/open-set-up", &[("token", &token)]).await.ok();
    assert_eq!(
        late.post("links/open-set-up", &[("token", &token)]).await.error(),
        LINK_GONE,
        "opened once"
    );
    late.put(LINK, &token);
    assert_eq!(
        late.post("set-up", &owner).await.error(),
        LINK_GONE,
        "the link's token is not what the browser holds"
    );
    app.clock.advance(1_799);
    let mut copy = browser.clone();
    browser.post("set-up", &owner).await.ok();
    assert_eq!(copy.post("set-up", &owner).await.error(), LINK_GONE, "used once");
    assert!(app.service.issue_set_up_link().await.unwrap().is_none());
    assert_eq!(app.tables.rows("member").await.len(), 1);
    browser
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert!(browser.is_in().await);
}

#[tokio::test]
async fn the_set_up_link_is_over_once_somebody_signed_up() {
    let app = TestApp::new().await;
    let token = set_up(&app).await;
    let mut holder = app.browser();
    holder.post("links/open-set-up", &[("token", &token)]).await.ok();
    assert_eq!(holder.get("/set-up").await.status, 200);
    let ben = app.join(BEN).await;
    let owner = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    assert_eq!(holder.post("set-up", &owner).await.error(), LINK_GONE);
    assert_eq!(holder.get("/set-up").await.status, 410);
    assert_eq!(holder.get(&format!("/set-up/{token}")).await.status, 410);
    assert_eq!(app.tables.rows("member").await.len(), 1);
    assert!(app.signed_in(&ben).await.is_in().await);
}

#[tokio::test]
async fn the_owners_password_must_be_hard_to_guess() {
    let app = TestApp::new().await;
    let token = set_up(&app).await;
    let mut browser = app.browser();
    browser.post("links/open-set-up", &[("token", &token)]).await.ok();
    for password in ["password", "short", "ana@example.com", "Ana Ruiz", "twofold1"] {
        let error = browser
            .post(
                "set-up",
                &[("name", "Ana Ruiz"), ("email", ANA), ("password", password)],
            )
            .await
            .error();
        assert!(
            matches!(
                error,
                ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Common | Problem::TooShort))
            ),
            "{password}"
        );
    }
}

#[tokio::test]
async fn set_up_links_expire_to_the_second() {
    let app = TestApp::new().await;
    let token = set_up(&app).await;
    app.clock.advance(3_600);
    let mut browser = app.browser();
    assert_eq!(
        browser.post("links/open-set-up", &[("token", &token)]).await.error(),
        LINK_GONE
    );
    let token = set_up(&app).await;
    browser.post("links/open-set-up", &[("token", &token)]).await.ok();
    app.clock.advance(1_800);
    let owner = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    assert_eq!(
        browser.post("set-up", &owner).await.error(),
        LINK_GONE,
        "held for half an hour"
    );
    assert!(app.tables.rows("member").await.is_empty());
}

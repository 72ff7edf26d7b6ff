//! Cookies over http, and browsers that keep none.

use crate::{
    people::{ANA, PASSWORD},
    sign_in::recovery::recover,
    test_app::TestApp,
};
use http::{StatusCode, header};
use testing::Plan;

const LOST: &str = "Your browser did not keep our cookie";
const OVER: &str = "This sign-in has run out · ";

/// [`crate::browser::Browser`] checks each cookie that is set.
#[tokio::test]
async fn over_http_no_cookie_has_a_prefix_or_is_secure() {
    let app = TestApp::planned(Plan {
        origin: "http://localhost:3000".into(),
        ..Plan::default()
    })
    .await;
    let at_http = || {
        let mut browser = app.browser();
        browser.secure = false;
        browser
    };
    let mut browser = at_http();
    let sign_up = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    browser.form("sign-up", &sign_up).await;
    assert!(browser.jar.contains_key("waiting"), "{:?}", browser.jar);
    let token = app.confirmation(ANA).await;
    browser.form("links/open-confirm-email", &[("token", &token)]).await;
    assert!(browser.jar.contains_key("link"), "{:?}", browser.jar);
    browser.form("confirm-email", &[("password", PASSWORD)]).await;
    browser.form("sign-in", &[("email", ANA), ("password", PASSWORD)]).await;
    assert!(
        browser.jar.contains_key("session") && browser.jar.contains_key("known"),
        "{:?}",
        browser.jar
    );
    assert!(browser.is_in().await);
    browser.form("profile/language", &[("language", "de")]).await;
    assert_eq!(browser.cookie("language"), "de");
    browser.form("profile/language", &[("language", "")]).await;
    // Both factors, and the errors of plain forms.
    let phone = app.confirmed(&mut browser, "My phone").await;
    let codes = crate::people::codes(&mut browser).await;
    let mut other = at_http();
    other
        .form("sign-in", &[("email", ANA), ("password", "not this one")])
        .await;
    assert!(other.jar.contains_key("flash"), "{:?}", other.jar);
    assert!(
        other
            .get("/sign-in")
            .await
            .body
            .contains("E-mail or password is not right.")
    );
    other.form("sign-in", &[("email", ANA), ("password", PASSWORD)]).await;
    assert!(other.jar.contains_key("challenge"), "{:?}", other.jar);
    let code = app.fresh_code(&phone);
    other.form("sign-in/passcode", &[("passcode", &code)]).await;
    assert!(other.is_in().await);
    let mut lost = at_http();
    lost.form("sign-in", &[("email", ANA), ("password", PASSWORD)]).await;
    recover(&mut lost, &codes[0]).await.ok();
    assert!(lost.is_in().await);
    lost.form("sign-out", &[]).await;
    assert!(!lost.jar.contains_key("session"));
    // A cookie of an https origin is not taken.
    let mut foreign = at_http();
    foreign.put("__Host-session", &browser.cookie("session"));
    assert!(!foreign.is_in().await);
}

/// Follows the redirect of a sign-in without the cookies that it set.
async fn came_back(app: &TestApp, next: &str) -> (String, String) {
    let mut browser = app.browser();
    browser.page = "/sign-in".into();
    let sign_in = [("email", ANA), ("password", PASSWORD), ("next", next)];
    let mut reply = browser.form("sign-in", &sign_in).await;
    let mut path = String::new();
    while let Some(target) = reply.headers.get(header::LOCATION) {
        path = target.to_str().unwrap().to_owned();
        browser.jar.clear();
        browser.extra = vec![("referer", "https://localhost:3000/sign-in".into())];
        reply = browser.get(&path).await;
    }
    (path, reply.body)
}

#[tokio::test]
async fn a_sign_in_without_cookies_says_that_none_was_kept() {
    let app = TestApp::new().await;
    let person = app.join(ANA).await;
    for next in ["", "/security/two-factor?rename=1"] {
        let (path, body) = came_back(&app, next).await;
        assert!(path.starts_with("/sign-in?") && body.contains(LOST), "{path}");
    }
    let mut browser = app.signed_in(&person).await;
    let phone = app.confirmed(&mut browser, "My phone").await;
    let (path, body) = came_back(&app, "").await;
    assert!(path == "/sign-in/passcode", "{path}");
    assert!(body.contains(LOST) && !body.contains(OVER), "{body}");
    // With them it goes on.
    let mut kept = app.browser();
    let reply = kept.form("sign-in", &[("email", ANA), ("password", PASSWORD)]).await;
    let path = reply.headers[header::LOCATION].to_str().unwrap().to_owned();
    let page = kept.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    kept.form("sign-in/passcode", &[("passcode", &app.fresh_code(&phone))])
        .await;
    assert!(kept.is_in().await);
}

#[tokio::test]
async fn a_challenge_that_ran_out_is_not_blamed_on_the_browser() {
    let app = TestApp::new().await;
    let (person, _) = app.protected(ANA).await;
    let mut browser = app.browser();
    let reply = browser
        .form("sign-in", &[("email", &person.email), ("password", PASSWORD)])
        .await;
    let path = reply.headers[header::LOCATION].to_str().unwrap().to_owned();
    app.clock.advance(601);
    let page = browser.get(&path).await;
    assert!(page.body.contains(OVER) && !page.body.contains(LOST), "{}", page.body);
    // Nobody has signed in here.
    let mut visitor = app.browser();
    visitor.extra = vec![("sec-fetch-site", "none".into())];
    let page = visitor.get("/sign-in/passcode").await;
    assert!(page.body.contains(OVER) && !page.body.contains(LOST));
    assert!(!app.browser().get("/sign-in").await.body.contains(LOST));
}

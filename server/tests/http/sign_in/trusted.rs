//! Trusted browsers over HTTP: the tick at the passcode, the skip, a copied cookie, and what they are never enough for.

use crate::{
    browser::{Browser, Reply},
    people::{ANA, PASSWORD, Person},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::Rejection;

const TRUSTED: &str = "__Host-trusted";
const DAY: i64 = 86_400;

/// Signs in with a passcode and trusts the browser.
async fn trusting(app: &TestApp, ana: &Person) -> Browser {
    let mut browser = app.challenge(ana).await;
    let code = app.fresh_code(ana.phone());
    let fields = [("passcode", code.as_str()), ("trust", "true")];
    browser.post("sign-in/passcode", &fields).await.ok();
    assert!(browser.jar.contains_key(TRUSTED), "{:?}", browser.jar);
    browser.post("sign-out", &[]).await.ok();
    browser
}

async fn password(browser: &mut Browser) -> Reply {
    browser.post("sign-in", &[("email", ANA), ("password", PASSWORD)]).await
}

/// Whether the password alone signs in.
async fn skips(browser: &mut Browser) -> bool {
    password(browser).await.ok();
    browser.is_in().await
}

#[tokio::test]
async fn a_browser_is_trusted_only_if_that_is_ticked() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut other = app.fully(&ana).await;
    assert!(!other.jar.contains_key(TRUSTED));
    other.post("sign-out", &[]).await.ok();
    assert!(!skips(&mut other).await);
    let mut browser = trusting(&app, &ana).await;
    assert!(skips(&mut browser).await);
    let page = browser.get("/security/sessions").await.ok().body;
    assert!(
        page.contains("Without a passcode, because this browser was trusted"),
        "{page}"
    );
    let events = app.tables.rows("event").await.join("\n");
    assert!(
        events.contains("browser-trusted") && events.contains("trusted-sign-in"),
        "{events}"
    );
}

#[tokio::test]
async fn it_ends_after_thirty_days() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = trusting(&app, &ana).await;
    for _ in 0..29 {
        app.clock.advance(DAY);
        assert!(skips(&mut browser).await);
    }
    app.clock.advance(DAY);
    assert!(!skips(&mut browser).await, "use does not prolong it");
}

#[tokio::test]
async fn a_copied_cookie_is_noticed_and_mailed() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = trusting(&app, &ana).await;
    let mut thief = browser.clone();
    app.clock.advance(61);
    assert!(skips(&mut thief).await, "who has password and cookie comes first");
    app.mails().await;
    app.clock.advance(61);
    assert!(!skips(&mut browser).await, "the member proves a second factor");
    assert!(!thief.is_in().await, "what the copy opened has ended");
    assert!(!skips(&mut thief).await);
    let letters = app.mails().await;
    let subjects: Vec<_> = letters.iter().map(|letter| letter.subject.as_str()).collect();
    assert_eq!(subjects, ["A trusted browser of your Twofold account was copied"]);
    assert_eq!(letters[0].to, ANA);
}

#[tokio::test]
async fn without_the_password_a_cookie_is_nothing_and_notices_nothing() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = trusting(&app, &ana).await;
    let mut copy = browser.clone();
    app.clock.advance(61);
    assert!(skips(&mut browser).await);
    browser.post("sign-out", &[]).await.ok();
    app.clock.advance(61);
    let wrong = copy
        .post("sign-in", &[("email", ANA), ("password", "not this one")])
        .await;
    assert_eq!(wrong.error(), ApiError::Rejected(Rejection::WrongCredentials));
    assert!(skips(&mut browser).await, "a stranger with an old copy ends no trust");
}

#[tokio::test]
async fn it_is_never_enough_for_step_up() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = trusting(&app, &ana).await;
    assert!(skips(&mut browser).await);
    let fields = [("device_name", "Thief’s"), ("password", PASSWORD)];
    let refused = browser.post("devices/add", &fields).await;
    assert!(
        matches!(
            refused.error(),
            ApiError::Rejected(Rejection::Invalid(terms::Field::Passcode, _))
        ),
        "the form asks for a passcode"
    );
    let refused = browser.post("two-factor/switch-off", &[("password", PASSWORD)]).await;
    assert!(matches!(
        refused.error(),
        ApiError::Rejected(Rejection::Invalid(terms::Field::Passcode, _))
    ));
}

#[tokio::test]
async fn it_is_not_offered_to_a_sign_in_only_device_or_after_a_repair() {
    let app = TestApp::new().await;
    let (mut ana, mut owner) = app.protected(ANA).await;
    let (colleagues, mut shared) = app.shared(&mut owner, &ana).await;
    shared.post("sign-out", &[]).await.ok();
    password(&mut shared).await.ok();
    let code = app.fresh_code(&colleagues);
    let fields = [("passcode", code.as_str()), ("trust", "true")];
    shared.post("sign-in/passcode", &fields).await.ok();
    assert!(!shared.jar.contains_key(TRUSTED));
    let mut browser = trusting(&app, &ana).await;
    app.next_step();
    app.repairing(&mut ana).await;
    assert!(!skips(&mut browser).await, "for a day after a repair");
    let page = browser.get("/sign-in/passcode").await.ok().body;
    assert!(!page.contains("Trust this browser"), "{page}");
    app.clock.advance(DAY);
    assert!(skips(&mut browser).await);
}

#[tokio::test]
async fn the_page_ends_the_trust_and_a_policy_forbids_it() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let mut browser = trusting(&app, &ana).await;
    let page = owner.get("/security/sessions").await.ok().body;
    let section = page.split_once("Trusted browsers").unwrap().1;
    let id = section
        .split("name=\"id\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    owner.post("trusted-browsers/end", &[("id", id)]).await.ok();
    assert!(!skips(&mut browser).await);
    let gone = owner.post("trusted-browsers/end", &[("id", id)]).await;
    assert_eq!(gone.error(), ApiError::Rejected(Rejection::NotFound));
    let mut browser = trusting(&app, &ana).await;
    app.next_step();
    let code = app.fresh_code(ana.phone());
    let fields = [
        ("choice", "trust=no&reset=24"),
        ("password", PASSWORD),
        ("passcode", &code),
    ];
    owner.post("policy/change", &fields).await.ok();
    assert!(!skips(&mut browser).await);
    let page = browser.get("/sign-in/passcode").await.ok().body;
    assert!(!page.contains("Trust this browser"), "{page}");
}

#[tokio::test]
async fn forged_cookies_skip_nothing() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = trusting(&app, &ana).await;
    let held = browser.cookie(TRUSTED).to_owned();
    let (series, token) = held.split_once(':').unwrap();
    for forged in [
        "x".to_owned(),
        token.to_owned(),
        format!("{token}:{series}"),
        format!("{}:{token}", "0".repeat(32)),
        ".".repeat(400),
        "a:b.".repeat(2000),
    ] {
        let mut other = app.browser();
        other.put(TRUSTED, &forged);
        assert!(!skips(&mut other).await, "{forged}");
    }
    assert!(skips(&mut browser).await, "and the trust goes on");
}

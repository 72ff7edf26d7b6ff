//! A forgotten password over HTTP: the link, the new password, and what a reset never does.

use crate::{
    browser::Browser,
    people::{ANA, BEN, PASSWORD, Person},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Ended, Field, Rejection};

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));
const NEW: &str = "eight purple tricycles";

/// Asks for a link and returns its token and the browser that waits for it.
pub(crate) async fn ask(app: &TestApp, email: &str) -> (Browser, String) {
    app.clock.advance(61);
    let mut browser = app.browser();
    let reply = browser.post("forgot-password", &[("email", email)]).await.ok();
    assert_eq!(reply.location(), "/forgot-password/check-mail");
    let token = newest(app, email).await;
    (browser, token)
}

/// Returns the token of the newest link mailed to this address.
async fn newest(app: &TestApp, email: &str) -> String {
    let mails = app.mails().await;
    let mail = mails.iter().rev().find(|mail| mail.to == email).unwrap();
    let (_, rest) = mail.body.split_once("/reset-password/").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn opens(browser: &mut Browser, token: &str) {
    let fields = [("token", token)];
    browser.post("links/open-reset-password", &fields).await.ok();
}

async fn sets(browser: &mut Browser, password: &str) {
    browser.post("reset-password", &[("password", password)]).await.ok();
}

/// Whether the password alone leads on, to Home or to the challenge.
async fn enters(app: &TestApp, email: &str, password: &str) -> bool {
    let fields = [("email", email), ("password", password)];
    app.browser().post("sign-in", &fields).await.status == 200
}

async fn reset(app: &TestApp, email: &str) -> Browser {
    let (_, token) = ask(app, email).await;
    // The link may be opened in any browser.
    let mut browser = app.browser();
    opens(&mut browser, &token).await;
    sets(&mut browser, NEW).await;
    browser
}

#[tokio::test]
async fn b30_a_reset_changes_the_password_and_signs_nobody_in() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut before = app.signed_in(&ana).await;
    let mut browser = reset(&app, ANA).await;
    assert!(!browser.is_in().await && !browser.jar.contains_key("__Host-session"));
    assert!(!before.is_in().await, "all sessions have ended");
    assert!(!enters(&app, ANA, PASSWORD).await);
    assert!(enters(&app, ANA, NEW).await);
    let mails = app.mails().await;
    let told = |mail: &server::mail::Message| mail.to == ANA && mail.subject.contains("was set anew");
    assert_eq!(mails.iter().filter(|mail| told(mail)).count(), 1);
    let events = app.tables.rows("event").await.join("\n");
    assert!(events.contains("password-reset"), "{events}");
}

#[tokio::test]
async fn b30_b31_two_factor_is_neither_skipped_nor_removed() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut trusting = app.challenge(&ana).await;
    let code = app.fresh_code(ana.phone());
    let fields = [("passcode", code.as_str()), ("trust", "true")];
    trusting.post("sign-in/passcode", &fields).await.ok();
    let mut challenged = app.challenge(&ana).await;
    let factors = async || (app.tables.rows("device").await, app.tables.rows("recovery_code").await);
    let before = factors().await;
    reset(&app, ANA).await;
    assert_eq!(before, factors().await);
    let code = app.fresh_code(ana.phone());
    let late = challenged
        .post("sign-in/passcode", &[("passcode", code.as_str())])
        .await;
    assert_ne!(late.status, 200, "the challenge of the old password is over");
    assert!(!trusting.is_in().await);
    let fields = [("email", ANA), ("password", NEW)];
    trusting.post("sign-in", &fields).await.ok();
    assert!(!trusting.is_in().await, "no browser is trusted any more");
    let again = Person {
        password: NEW.into(),
        ..ana
    };
    app.fully(&again).await;
}

#[tokio::test]
async fn links_work_once_newest_only_and_for_half_an_hour() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let (mut waiting, first) = ask(&app, ANA).await;
    let early = waiting.post("forgot-password/send-again", &[]).await;
    assert_eq!((early.status.as_u16(), early.header("retry-after")), (429, "60"));
    app.clock.advance(60);
    waiting.post("forgot-password/send-again", &[]).await.ok();
    let second = newest(&app, ANA).await;
    let open = async |token: &str| {
        app.browser()
            .post("links/open-reset-password", &[("token", token)])
            .await
    };
    assert_eq!(open(&first).await.error(), LINK_GONE);
    app.clock.advance(30 * 60 - 1);
    let mut browser = app.browser();
    opens(&mut browser, &second).await;
    assert_eq!(open(&second).await.error(), LINK_GONE);
    app.clock.advance(30 * 60 - 1);
    let mut other = browser.clone();
    sets(&mut browser, NEW).await;
    let twice = other.post("reset-password", &[("password", PASSWORD)]).await;
    assert_eq!(twice.error(), LINK_GONE);
    assert!(enters(&app, ANA, NEW).await);
    let (mut waiting, late) = ask(&app, ANA).await;
    app.clock.advance(30 * 60);
    assert_eq!(open(&late).await.error(), LINK_GONE);
    let over = waiting.post("forgot-password/send-again", &[]).await;
    assert_eq!(over.error(), LINK_GONE);
}

#[tokio::test]
async fn a_new_password_by_other_means_ends_the_link() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    let (mut browser, token) = ask(&app, ANA).await;
    opens(&mut browser, &token).await;
    let fields = [("password", PASSWORD), ("new_password", NEW)];
    session.post("profile/change-password", &fields).await.ok();
    let late = browser.post("reset-password", &[("password", PASSWORD)]).await;
    assert_eq!(late.error(), LINK_GONE);
    assert!(enters(&app, ANA, NEW).await);
}

#[tokio::test]
async fn a_bad_password_is_answered_at_its_field_and_leaves_the_link() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let (mut browser, token) = ask(&app, ANA).await;
    opens(&mut browser, &token).await;
    for bad in ["short", "password123", "ana@example.com", ""] {
        let error = browser.post("reset-password", &[("password", bad)]).await.error();
        assert!(
            matches!(error, ApiError::Rejected(Rejection::Invalid(Field::Password, _))),
            "{bad:?}: {error:?}"
        );
    }
    sets(&mut browser, NEW).await;
    for bad in ["", "ana", "a@b@c"] {
        let reply = browser.post("forgot-password", &[("email", bad)]).await;
        assert_eq!(reply.status, 400, "{bad:?}");
    }
}

#[tokio::test]
async fn forged_and_foreign_cookies_wait_for_nothing() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let (browser, token) = ask(&app, ANA).await;
    let held = browser.jar["__Host-reset-asked"].clone();
    for forged in ["", "x", &held[1..], &token] {
        let mut other = app.browser();
        other.jar.insert("__Host-reset-asked".into(), forged.to_owned());
        assert_eq!(other.post("forgot-password/waiting", &[]).await.error(), LINK_GONE);
        assert_eq!(other.post("forgot-password/send-again", &[]).await.error(), LINK_GONE);
    }
    let mut foreign = app.browser();
    foreign.jar.insert("__Host-link".into(), token);
    let reply = foreign.post("reset-password", &[("password", NEW)]).await;
    assert_eq!(reply.error(), LINK_GONE, "a link that was not opened is not held");
}

#[tokio::test]
async fn mails_are_few_and_the_answer_does_not_say_so() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    app.join(BEN).await;
    app.mails().await;
    app.clock.advance(86_400);
    let (mut sent, mut browser) = (0, app.browser());
    for _ in 0..9 {
        for _ in 0..2 {
            browser.post("forgot-password", &[("email", ANA)]).await.ok();
        }
        app.clock.advance(60);
        sent += app.mails().await.len();
    }
    assert_eq!(sent, 5, "one a minute, five a day");
    browser.post("forgot-password", &[("email", BEN)]).await.ok();
    browser.post("forgot-password", &[("email", BEN)]).await.ok();
    let full = browser.post("forgot-password", &[("email", BEN)]).await;
    assert_eq!(full.status, 429, "20 an hour of one network");
}

//! A member's change of address over HTTP: asked for with a step-up, confirmed from the new mailbox with the password.

use crate::{
    browser::Browser,
    people::{ANA, BEN, PASSWORD, Person},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Conflict, Ended, Rejection};

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));
const NEW: &str = "ana.ruiz@example.org";

async fn ask(app: &TestApp, session: &mut Browser, email: &str) {
    app.clock.advance(61);
    let fields = [("email", email), ("password", PASSWORD)];
    session.post("profile/email", &fields).await.ok();
}

/// Returns the token of the newest link mailed to this address.
async fn newest(app: &TestApp, email: &str) -> Option<String> {
    let mails = app.mails().await;
    let mail = mails.iter().rev().find(|mail| mail.to == email)?;
    let (_, rest) = mail.body.split_once("/change-email/")?;
    Some(rest.split_whitespace().next()?.to_owned())
}

async fn opened(app: &TestApp, token: &str) -> Browser {
    let mut browser = app.browser();
    let fields = [("token", token)];
    browser.post("links/open-change-email", &fields).await.ok();
    browser
}

async fn enters(app: &TestApp, email: &str) -> bool {
    let fields = [("email", email), ("password", PASSWORD)];
    app.browser().post("sign-in", &fields).await.status == 200
}

#[tokio::test]
async fn the_new_mailbox_and_the_password_change_the_address() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    ask(&app, &mut session, NEW).await;
    assert!(
        enters(&app, ANA).await && !enters(&app, NEW).await,
        "nothing has changed yet"
    );
    let page = session.get("/profile/email").await.ok().body;
    assert!(page.contains(NEW), "{page}");
    let token = newest(&app, NEW).await.unwrap();
    let mut browser = opened(&app, &token).await;
    let wrong = browser.post("change-email", &[("password", "a wrong password")]).await;
    assert_eq!(wrong.error(), ApiError::Rejected(Rejection::WrongPassword));
    let reply = browser.post("change-email", &[("password", PASSWORD)]).await.ok();
    assert_eq!(reply.location(), "/sign-in?ready=email");
    assert!(!browser.is_in().await, "it signs nobody in");
    assert!(enters(&app, NEW).await && !enters(&app, ANA).await);
    assert!(session.is_in().await, "the session goes on");
    let mails = app.mails().await;
    for to in [ANA, NEW] {
        let told = |mail: &&server::mail::Message| mail.to == to && mail.subject.contains("was changed");
        let mail = mails.iter().find(told).unwrap();
        assert!(mail.body.contains(ANA) && mail.body.contains(NEW), "{}", mail.body);
    }
    let twice = browser.post("change-email", &[("password", PASSWORD)]).await;
    assert_eq!(twice.error(), LINK_GONE);
}

#[tokio::test]
async fn b31_b41_it_takes_a_step_up_and_leaves_two_factor() {
    let app = TestApp::new().await;
    let (ana, mut session) = app.protected(ANA).await;
    app.clock.advance(601);
    let fields = [("email", NEW), ("password", PASSWORD)];
    let refused = session.post("profile/email", &fields).await;
    assert_ne!(refused.status, 200, "a passcode is asked for");
    assert!(newest(&app, NEW).await.is_none());
    let code = app.fresh_code(ana.phone());
    let fields = [("email", NEW), ("password", PASSWORD), ("passcode", code.as_str())];
    session.post("profile/email", &fields).await.ok();
    let token = newest(&app, NEW).await.unwrap();
    let mut browser = opened(&app, &token).await;
    browser.post("change-email", &[("password", PASSWORD)]).await.ok();
    let moved = Person {
        email: NEW.into(),
        ..ana
    };
    app.fully(&moved).await;
}

#[tokio::test]
async fn b59_an_address_with_a_member_is_not_told_from_another() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    app.join(BEN).await;
    let mut session = app.signed_in(&ana).await;
    let mut pages = Vec::new();
    for email in [BEN, "xyz@example.com"] {
        ask(&app, &mut session, email).await;
        let page = session.get("/profile/email").await.ok().body;
        assert!(page.contains(email));
        pages.push(page.matches(email).count());
        app.clock.advance(61);
        session.post("profile/email/send-again", &[]).await.ok();
    }
    assert_eq!(pages[0], pages[1]);
    let mails = app.mails().await;
    let bens: Vec<_> = mails.iter().filter(|mail| mail.to == BEN).collect();
    let told = bens
        .iter()
        .filter(|mail| mail.subject.contains("has this address already"));
    assert_eq!(told.count(), 2);
    assert!(bens.iter().all(|mail| !mail.body.contains("/change-email/")));
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_stays_with_its_member() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    ask(&app, &mut session, BEN).await;
    let token = newest(&app, BEN).await.unwrap();
    app.clock.advance(61);
    app.join(BEN).await;
    let mut browser = opened(&app, &token).await;
    let late = browser.post("change-email", &[("password", PASSWORD)]).await;
    assert_eq!(
        late.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::EmailTaken))
    );
    assert!(enters(&app, ANA).await);
}

#[tokio::test]
async fn the_newest_change_counts_for_a_day_and_can_be_discarded() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    ask(&app, &mut session, "first@example.com").await;
    let first = newest(&app, "first@example.com").await.unwrap();
    let early = session.post("profile/email/send-again", &[]).await;
    assert_eq!(early.status, 429);
    ask(&app, &mut session, NEW).await;
    let open = async |token: &str| app.browser().post("links/open-change-email", &[("token", token)]).await;
    assert_eq!(open(&first).await.error(), LINK_GONE);
    let held = newest(&app, NEW).await.unwrap();
    let mut browser = opened(&app, &held).await;
    session.post("profile/email/keep", &[]).await.ok();
    let late = browser.post("change-email", &[("password", PASSWORD)]).await;
    assert_eq!(late.error(), LINK_GONE);
    assert_eq!(session.post("profile/email/keep", &[]).await.status, 404);
    ask(&app, &mut session, NEW).await;
    let token = newest(&app, NEW).await.unwrap();
    app.clock.advance(86_400);
    assert_eq!(open(&token).await.error(), LINK_GONE);
}

#[tokio::test]
async fn a_new_password_ends_a_change_that_a_thief_may_have_asked_for() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut thief = app.signed_in(&ana).await;
    ask(&app, &mut thief, NEW).await;
    let token = newest(&app, NEW).await.unwrap();
    let mut browser = opened(&app, &token).await;
    let mut session = app.signed_in(&ana).await;
    let fields = [("password", PASSWORD), ("new_password", "eight purple tricycles")];
    session.post("profile/change-password", &fields).await.ok();
    for password in [PASSWORD, "eight purple tricycles"] {
        let late = browser.post("change-email", &[("password", password)]).await;
        assert_eq!(late.error(), LINK_GONE);
    }
}

#[tokio::test]
async fn a_reset_link_of_the_old_address_ends_with_the_change() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    let (_, reset) = crate::password_reset::ask(&app, ANA).await;
    let mut held = app.browser();
    held.post("links/open-reset-password", &[("token", &reset)]).await.ok();
    ask(&app, &mut session, NEW).await;
    let token = newest(&app, NEW).await.unwrap();
    let mut browser = opened(&app, &token).await;
    browser.post("change-email", &[("password", PASSWORD)]).await.ok();
    let late = held
        .post("reset-password", &[("password", "eight purple tricycles")])
        .await;
    assert_eq!(late.error(), LINK_GONE);
}

#[tokio::test]
async fn wrong_addresses_are_answered_at_their_field() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    for bad in ["", "ana", "a@b@c", "ana@example.com\nx"] {
        let fields = [("email", bad), ("password", PASSWORD)];
        assert_eq!(session.post("profile/email", &fields).await.status, 400, "{bad:?}");
    }
}

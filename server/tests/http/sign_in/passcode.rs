//! Passcodes at the challenge: waits, expiry and accepted steps.

use crate::{
    browser::{Browser, Reply, SESSION},
    people::ANA,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use http::StatusCode;
use terms::{Ended, Rejection, Wait};

pub(crate) async fn enter(browser: &mut Browser, code: &str) -> Reply {
    browser.post("sign-in/passcode", &[("passcode", code)]).await
}

pub(crate) fn wait_of(reply: &Reply) -> i64 {
    match reply.error() {
        ApiError::Rejected(Rejection::Wait(wait)) => wait.seconds(),
        other => panic!("no wait: {other:?}"),
    }
}

impl Reply {
    pub(crate) fn is_wrong_code_or_wait(&self) -> bool {
        match self.error() {
            ApiError::Rejected(Rejection::WrongCode { .. }) => true,
            ApiError::Rejected(Rejection::Wait { .. }) | ApiError::Rejected(Rejection::Stopped) => false,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn five_wrong_codes_then_a_wait_that_says_how_long() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let wrong = ana.phone().wrong_code(app.step());
    let mut browser = app.challenge(&ana).await;
    let mut left = Vec::new();
    for _ in 0..5 {
        match enter(&mut browser, &wrong).await.error() {
            ApiError::Rejected(Rejection::WrongCode { tries_left, wait, .. }) => {
                left.push((tries_left, wait.map(Wait::seconds)));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        left,
        [
            (None, None),
            (Some(3), None),
            (Some(2), None),
            (Some(1), None),
            (None, Some(30))
        ]
    );
    let mut next = app.challenge(&ana).await;
    let reply = enter(&mut next, &ana.phone().code(app.step())).await;
    assert_eq!((wait_of(&reply), reply.header("retry-after")), (30, "30"));
    assert_eq!(
        next.post("challenge", &[]).await.ok().data()["passcodes"]["Rejected"]["Wait"]["until"],
        app.now() + 30
    );
    assert!(!next.is_in().await);
    // Exactly: refused at 29 seconds, evaluated at 30. Tries during the wait were not counted.
    app.clock.advance(29);
    assert_eq!(wait_of(&enter(&mut next, &ana.phone().code(app.step())).await), 1);
    app.clock.advance(1);
    enter(&mut next, &ana.phone().code(app.step())).await.ok();
    assert!(next.is_in().await);
    let mails = app.mails().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.subject.contains("has the password"))
            .count(),
        1,
        "{mails:?}"
    );
}

#[tokio::test]
async fn a_challenge_works_once() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let challenge = app.challenge(&ana).await;
    let mut first = challenge.clone();
    enter(&mut first, &app.fresh_code(ana.phone())).await.ok();
    assert!(!first.jar.contains_key(crate::browser::CHALLENGE) && first.jar.contains_key(SESSION));
    let mut second = challenge;
    let reply = enter(&mut second, &app.fresh_code(ana.phone())).await;
    assert_eq!(
        (reply.status, reply.error()),
        (
            StatusCode::UNPROCESSABLE_ENTITY,
            ApiError::Rejected(Rejection::Gone(Ended::Challenge))
        )
    );
    assert!(!second.is_in().await);
}

#[tokio::test]
async fn a_challenge_ends_after_ten_minutes_or_five_tries() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let (mut first, mut second) = (app.challenge(&ana).await, app.challenge(&ana).await);
    app.clock.advance(599);
    first
        .post("sign-in/passcode", &[("passcode", &ana.phone().code(app.step()))])
        .await
        .ok();
    app.clock.advance(1);
    let late = [("passcode", ana.phone().code(app.step()))];
    let reply = second.post("sign-in/passcode", &[("passcode", &late[0].1)]).await;
    assert_eq!(reply.error(), ApiError::Rejected(Rejection::Gone(Ended::Challenge)));
    assert!(!second.is_in().await);

    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = app.challenge(&ana).await;
    app.next_step();
    let wrong = ana.phone().wrong_code(app.step());
    for _ in 0..5 {
        assert!(
            browser
                .post("sign-in/passcode", &[("passcode", &wrong)])
                .await
                .is_wrong_code()
        );
    }
    let right = ana.phone().code(app.step());
    let reply = browser.post("sign-in/passcode", &[("passcode", &right)]).await;
    assert_eq!(reply.error(), ApiError::Rejected(Rejection::Gone(Ended::Challenge)));
    assert!(!browser.is_in().await);
    app.challenge(&ana)
        .await
        .post("sign-in/passcode", &[("passcode", &right)])
        .await
        .ok();
}

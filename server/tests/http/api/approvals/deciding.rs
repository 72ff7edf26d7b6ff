//! Deciding: which passcode of whom.

use super::{Stage, WISH, approve, ask, asked, plan};
use crate::api::buy;
use crate::{people::BEN, test_app::TestApp};
use app::wire::error::ApiError;
use http::Method;
use terms::{Conflict, Field, Rejection};

#[tokio::test]
async fn b86_only_a_new_passcode_approves() {
    let s = Stage::new().await;
    let id = s.asked().await;
    let used = s.code();
    let other = buy(&s.program, &s.key.text, &used, "").await.token();
    assert!(s.approve(&id, &used).await.is_wrong_code(), "it bought a token");
    let wrong = s.ana.phone().wrong_code(s.app.step());
    assert!(s.approve(&id, &wrong).await.is_wrong_code());
    for typed in ["", "12345", "12345678", "abcdef", &s.ana.codes[0]] {
        let refused = s.approve(&id, typed).await.error();
        assert!(
            matches!(refused, ApiError::Rejected(Rejection::Invalid(Field::Passcode, _))),
            "{typed}, though the session stepped up a moment ago: {refused:?}"
        );
    }
    let without_session = s.app.browser();
    let bearer = format!("Bearer {other}");
    let fields = format!("id={id}&passcode={}", s.code());
    let request = without_session
        .request(Method::POST, "/ui/approvals/approve")
        .header("authorization", &bearer)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded");
    let reply = without_session.clone().send(request.body(fields.into()).unwrap()).await;
    assert_eq!(reply.status, 401, "an API credential decides nothing");
    assert_eq!(s.status(&id).await, "pending");
    let spaced = s.code();
    s.approve(&id, &format!(" {} {} ", &spaced[..3], &spaced[3..]))
        .await
        .ok();
    assert_eq!(
        s.approve(&id, &s.code()).await.error(),
        ApiError::Rejected(Rejection::NotFound),
        "once"
    );
    let page = s.activity("approval-given").await;
    assert!(
        page.contains("wrong code") && page.contains("the code was used before"),
        "{page}"
    );
}

#[tokio::test]
async fn b86_wrong_passcodes_are_counted_like_those_of_signing_in() {
    let s = Stage::new().await;
    let id = s.asked().await;
    s.app.next_step();
    let wrong = s.ana.phone().wrong_code(s.app.step());
    for _ in 0..5 {
        assert!(s.approve(&id, &wrong).await.is_wrong_code());
    }
    let right = s.ana.phone().code(s.app.step());
    let waits = s.approve(&id, &right).await;
    assert_eq!(waits.status, 429, "{}", waits.body);
    let mut challenge = s.app.challenge(&s.ana).await;
    let reply = challenge.post("sign-in/passcode", &[("passcode", &right)]).await;
    assert_eq!(reply.status, 429, "the same counter");
    s.app.clock.advance(60);
    s.approve(&id, &s.code()).await.ok();
}

#[tokio::test]
async fn b86_no_repair_session_and_nobody_else_decides() {
    let mut s = Stage::new().await;
    let (ben, mut bens) = s.app.protected(BEN).await;
    let id = s.asked().await;
    let mut repair = s.app.repairing(&mut s.ana.clone()).await;
    let code = s.app.fresh_code(ben.phone());
    for (browser, passcode, rejection) in [
        (&mut repair, s.ana.phone().code(s.app.step()), Rejection::Repair),
        (&mut bens, code, Rejection::NotFound),
    ] {
        for reply in [
            approve(browser, &id, &passcode).await,
            browser.post("approvals/reject", &[("id", &id)]).await,
        ] {
            assert_eq!(reply.error(), ApiError::Rejected(rejection.clone()));
        }
    }
    let unknown = s.browser.get(&format!("/approve/{}", "0".repeat(32))).await;
    let foreign = bens.get(&format!("/approve/{id}")).await;
    for page in [unknown, foreign] {
        assert_eq!(page.status, 404);
        assert!(page.body.contains("There is no such request."), "{}", page.body);
    }
    assert_eq!(s.status(&id).await, "pending");
}

#[tokio::test]
async fn a_rejected_action_stays_rejected() {
    let s = Stage::new().await;
    let id = s.asked().await;
    s.browser.clone().post("approvals/reject", &[("id", &id)]).await.ok();
    assert_eq!(s.status(&id).await, "rejected");
    assert_eq!(
        s.approve(&id, &s.code()).await.error(),
        ApiError::Rejected(Rejection::NotFound)
    );
    s.take(&id).await.is_refused(403, "forbidden");
    assert!(s.page(&id).await.ok().body.contains("Ana Ruiz rejected this."));
    assert!(s.activity("approval-rejected").await.contains("Rejected an action"));
}

#[tokio::test]
async fn without_two_factor_nobody_approves() {
    let app = TestApp::planned(plan()).await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app.made_key(&mut bens, "Deploy", "approvals").await;
    ask(&bens, &key.text, WISH).await.is_refused(403, "forbidden");
    let token = buy(&bens, &key.text, "", "").await.token();
    let id = asked(&bens, &token).await;
    let page = bens.get(&format!("/approve/{id}")).await.ok().body;
    assert!(
        page.contains("you need two-factor authentication") && !page.contains("approve-passcode"),
        "{page}"
    );
    assert_eq!(
        approve(&mut bens, &id, "123456").await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff))
    );
    app.confirmed(&mut bens, "My phone").await;
    assert_eq!(
        bens.get(&format!("/approve/{id}")).await.status,
        404,
        "it ended with the tokens"
    );
}

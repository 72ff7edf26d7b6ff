//! Buying the token of an approved action.

use super::{Stage, WISH, ask, asked, look, take};
use crate::api::buy;
use crate::people::PASSWORD;
use app::wire::error::ApiError;
use terms::Rejection;

#[tokio::test]
async fn b86_another_key_neither_sees_nor_buys() {
    let mut s = Stage::new().await;
    let other = s.app.made_key(&mut s.browser, "Other", "me approvals").await;
    let other = buy(&s.program, &other.text, &s.code(), "").await.token();
    let basic = s.by_password().await;
    let id = s.asked().await;
    let of_basic = asked(&s.program, &basic).await;
    s.approve(&id, &s.code()).await.ok();
    s.approve(&of_basic, &s.code()).await.ok();
    for (token, id) in [(&other, &id), (&basic, &id), (&other, &of_basic), (&s.token, &of_basic)] {
        look(&s.program, token, id).await.is_refused(404, "not_found");
        take(&s.program, token, id).await.is_refused(404, "not_found");
    }
    for id in ["x", &"0".repeat(32), &id.to_uppercase(), "%ff", "%00"] {
        look(&s.program, &s.token, id).await.is_refused(404, "not_found");
        s.take(id).await.is_refused(404, "not_found");
    }
    assert!(s.activity("approval-used").await.contains("no such thing"));
    let again = buy(&s.program, &s.key.text, &s.code(), "").await.token();
    take(&s.program, &again, &id).await.token();
    let again = s.by_password().await;
    take(&s.program, &again, &of_basic).await.token();
}

#[tokio::test]
async fn requests_and_approvals_end_in_time() {
    let s = Stage::new().await;
    let wish = WISH.replacen('{', "{\"ttl\": 60,", 1);
    let id = ask(&s.program, &s.token, &wish).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    s.app.clock.advance(60);
    assert_eq!(s.status(&id).await, "expired");
    assert_eq!(
        s.approve(&id, &s.code()).await.error(),
        ApiError::Rejected(Rejection::NotFound)
    );
    assert!(s.page(&id).await.ok().body.contains("Nobody decided in time."));
    let home = s.browser.clone().get("/").await.ok().body;
    assert!(!home.contains("/approve/"), "{home}");

    let id = s.asked().await;
    s.approve(&id, &s.code()).await.ok();
    let token = buy(&s.program, &s.key.text, &s.code(), "").await.token();
    s.app.clock.advance(600);
    take(&s.program, &token, &id).await.is_refused(403, "forbidden");
    let found = look(&s.program, &token, &id).await.ok().json();
    assert_eq!(found["status"], "expired");
    assert!(
        s.page(&id)
            .await
            .ok()
            .body
            .contains("The approval was not used in time.")
    );
    s.app.clock.advance(86_400);
    s.app.service.sweep().await.unwrap();
    assert!(!s.app.tables.text().await.contains(&id), "erased after a day");
}

#[tokio::test]
async fn b86_an_approval_ends_with_key_and_rights() {
    let s = Stage::new().await;
    let id = s.asked().await;
    s.approve(&id, &s.code()).await.ok();
    let fields = [("password", PASSWORD), ("new_password", "eight purple tricycles")];
    s.browser.clone().post("profile/change-password", &fields).await.ok();
    s.take(&id).await.is_refused(401, "unauthenticated");
    let token = buy(&s.program, &s.key.text, &s.code(), "").await.token();
    take(&s.program, &token, &id).await.is_refused(404, "not_found");

    let s = Stage::new().await;
    let id = s.asked().await;
    s.browser
        .clone()
        .post("api-keys/revoke", &[("id", &s.key.id)])
        .await
        .ok();
    assert_eq!(
        s.approve(&id, &s.code()).await.error(),
        ApiError::Rejected(Rejection::NotFound)
    );
    assert_eq!(s.page(&id).await.status, 404);
}

//! What an application behind forward-auth, or a resource server, is told of an approval.

use super::Stage;
use crate::{
    api::{introspect::ask, with_key},
    browser::Reply,
};
use http::Method;

impl Stage {
    async fn verify(&self, bearer: &str, query: &str) -> Reply {
        with_key(
            &self.app.browser(),
            Method::GET,
            &format!("/api/v1/verify{query}"),
            bearer,
        )
        .await
    }

    /// Asks for an action, approves it, and buys its token.
    async fn approved(&self) -> (String, String) {
        let id = self.asked().await;
        self.approve(&id, &self.code()).await.ok();
        (self.take(&id).await.token(), id)
    }
}

#[tokio::test]
async fn b86_an_application_sees_what_was_approved_and_lets_nothing_else_pass() {
    let stage = Stage::new().await;
    let (token, id) = stage.approved().await;
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    for query in [
        "?approval=servers:delete",
        "?scope=servers:delete",
        "?scope=servers:delete&approval=servers:delete",
    ] {
        let passed = stage.verify(&token, query).await.ok();
        let approval = passed.header("x-twofold-approval");
        assert!(
            approval.starts_with(&format!("id={id}&action=servers%3Adelete&digest={digest}&approved_by=")),
            "{approval}"
        );
        assert!(
            approval.ends_with(&format!("&approved_at={}", passed.header("x-twofold-auth-time"))),
            "{approval}"
        );
        assert_eq!(passed.header("x-twofold-scope"), "servers:delete");
    }
    for query in [
        "",
        "?approval=servers:stop",
        "?scope=servers:read&approval=servers:delete",
        "?scope=me&approval=servers:delete",
        "?approval=me",
        "?approval=",
    ] {
        assert_eq!(stage.verify(&token, query).await.code(), "forbidden", "{query}");
    }
    // Neither the token that asked, nor the key, nor a person's own session is an approval.
    for bearer in [&stage.token, &stage.key.text] {
        let refused = stage.verify(bearer, "?approval=servers:delete").await;
        assert!(
            refused.status == 403 || refused.code() == "otp_required",
            "{}",
            refused.body
        );
        assert!(!refused.headers.contains_key("x-twofold-approval"));
    }
    let mut session = stage.browser.clone();
    let path = "/api/v1/verify?approval=servers:delete";
    let request = session.request(Method::GET, path).body(axum::body::Body::empty());
    assert_eq!(session.send(request.unwrap()).await.status, 403);
    let page = session.get("/security/activity?kind=app-access").await.ok().body;
    assert!(
        page.contains("nobody approved it, or the approval is used or over"),
        "{page}"
    );
    stage.app.clock.advance(600);
    assert_eq!(
        stage.verify(&token, "?approval=servers:delete").await.code(),
        "unauthenticated"
    );
}

#[tokio::test]
async fn the_age_of_an_approval_is_that_of_the_passcode_that_gave_it() {
    let stage = Stage::new().await;
    let (token, _) = stage.approved().await;
    stage.app.clock.advance(299);
    stage.verify(&token, "?approval=servers:delete").await.ok();
    stage.app.clock.advance(1);
    let late = stage.verify(&token, "?approval=servers:delete").await;
    late.is_refused(401, "otp_required");
    assert!(late.header("www-authenticate").ends_with("max_age=300"));
}

#[tokio::test]
async fn a_resource_server_is_told_of_the_approval() {
    let stage = Stage::new().await;
    let resource = stage.app.service.add_resource_key("Servers").await.unwrap();
    let (token, id) = stage.approved().await;
    let ask = async |token: &str| {
        ask(&stage.app.browser(), resource.expose_secret(), &[("token", token)])
            .await
            .ok()
            .json()
    };
    let answer = ask(&token).await;
    assert_eq!(
        (&answer["active"], &answer["scope"]),
        (&true.into(), &"servers:delete".into())
    );
    assert_eq!(
        (&answer["approval"]["id"], &answer["approval"]["action"]),
        (&id.into(), &"servers:delete".into())
    );
    assert_eq!(answer["sub"], answer["approval"]["approved_by"], "the member approved");
    assert!(ask(&stage.token).await.get("approval").is_none());
}

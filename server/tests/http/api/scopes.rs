//! Scopes of the operator's own API.

use super::{buy, purchase};
use crate::{
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use data_encoding::BASE64;
use terms::{Field, Problem, Rejection};
use testing::Plan;

/// A server with an API of its own behind it.
async fn platform() -> TestApp {
    let scopes = "servers:read, servers:write max_mfa_age=300, servers:delete approval";
    TestApp::planned(Plan {
        scopes,
        ..Plan::default()
    })
    .await
}

#[tokio::test]
async fn the_form_offers_what_a_key_may_have() {
    let app = platform().await;
    let (_, mut ana) = app.protected(ANA).await;
    let form = ana.get("/security/api-keys/new").await.ok().body;
    assert!(
        form.contains("value=\"servers:write\"") && !form.contains("servers:delete"),
        "{form}"
    );
    assert!(form.contains("with a passcode from the last 5 minutes"), "{form}");
    let key = app.made_key(&mut ana, "Deploy", "me servers:write servers:read").await;
    let page = ana.get(&format!("/security/api-keys/{}", key.id)).await.ok().body;
    assert!(
        page.contains("servers:read") && page.contains("servers:write"),
        "{page}"
    );
    for scope in ["servers:delete", "servers:stop"] {
        let fields = [
            ("key_name", "Other"),
            ("scopes[]", scope),
            ("days", "90"),
            ("networks", ""),
        ];
        assert_eq!(
            ana.post("api-keys/make", &fields).await.error(),
            ApiError::Rejected(Rejection::Invalid(Field::Scopes, Problem::Malformed)),
            "{scope}"
        );
    }
}

#[tokio::test]
async fn b34_a_purchase_gets_no_scope_that_its_credential_lacks_or_a_person_approves() {
    let app = platform().await;
    let (ana, mut browser) = app.protected(ANA).await;
    let key = app.made_key(&mut browser, "Deploy", "me servers:read").await.text;
    for (scope, status, code) in [
        ("servers:write", 403, "forbidden"),
        ("me servers:delete", 403, "forbidden"),
        ("servers:stop", 400, "invalid"),
    ] {
        let body = format!("{{\"scope\": \"{scope}\"}}");
        let refused = buy(&browser, &key, &app.fresh_code(ana.phone()), &body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (status, code),
            "{scope}"
        );
    }
    let bought = buy(&browser, &key, &app.fresh_code(ana.phone()), "").await.json();
    assert_eq!(bought["scope"], "me servers:read");

    let basic = BASE64.encode(format!("{ANA}:{PASSWORD}").as_bytes());
    let with_password = async |body: &str| {
        let code = app.fresh_code(ana.phone());
        let headers = [("authorization", format!("Basic {basic}")), ("x-otp", code)];
        purchase(&browser, &headers, body).await
    };
    let bought = with_password("").await.json();
    let scope = bought["scope"].as_str().unwrap();
    assert!(
        scope.contains("servers:write") && !scope.contains("servers:delete"),
        "{scope}"
    );
    let refused = with_password("{\"scope\": \"servers:delete\"}").await;
    assert_eq!(refused.code(), "forbidden");
}

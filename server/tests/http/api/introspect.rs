//! Resource servers ask about the credentials of programs.

use super::{buy, call, with_key};
use crate::{
    browser::{Browser, Reply, encoded},
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use axum::body::Body;
use http::{Method, header};
use testing::Plan;

pub(super) async fn ask(client: &Browser, resource: &str, fields: &[(&str, &str)]) -> Reply {
    let client = client.with(&[]);
    let request = client
        .request(Method::POST, "/api/v1/introspect")
        .header(header::AUTHORIZATION, format!("Bearer {resource}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    client
        .clone()
        .send(request.body(Body::from(encoded(fields))).unwrap())
        .await
}

async fn platform() -> (TestApp, String) {
    let app = TestApp::planned(Plan {
        scopes: "servers:write",
        ..Plan::default()
    })
    .await;
    let resource = app.service.add_resource_key("Servers").await.unwrap();
    (app, resource.expose_secret().to_owned())
}

#[tokio::test]
async fn a_resource_server_is_told_what_a_live_credential_may_do() {
    let (app, resource) = platform().await;
    let (ana, mut browser) = app.protected(ANA).await;
    let key = app.made_key(&mut browser, "Deploy", "me servers:write").await;
    let token = buy(&browser, &key.text, &app.fresh_code(ana.phone()), "").await.token();
    let server = app.browser();
    let answer = ask(
        &server,
        &resource,
        &[("token", &token), ("token_type_hint", "access_token")],
    )
    .await
    .ok();
    assert_eq!(answer.header("cache-control"), "no-store");
    let answer = answer.json();
    let now = app.service.now().0;
    for (field, value) in [
        ("active", serde_json::json!(true)),
        ("username", ANA.into()),
        ("role", "owner".into()),
        ("scope", "me servers:write".into()),
        ("client_id", key.id.clone().into()),
        ("amr", serde_json::json!(["api_key", "otp"])),
        ("auth_time", now.into()),
        ("exp", (now + 900).into()),
        ("device_id", ana.phone().id.clone().into()),
        ("iss", "https://localhost:3000".into()),
    ] {
        assert_eq!(answer[field], value, "{field}");
    }
    app.clock.advance(900);
    let inactive = serde_json::json!({"active": false});
    for token in [
        token.as_str(),
        &key.text,
        &resource,
        "",
        "x",
        &"a".repeat(9_000),
        "tfa_\0",
    ] {
        assert_eq!(
            ask(&server, &resource, &[("token", token)]).await.ok().json(),
            inactive,
            "{token}"
        );
    }
    let page = app
        .fully(&ana)
        .await
        .get("/security/activity?kind=app-access")
        .await
        .ok()
        .body;
    assert!(
        page.contains("the API key has expired") && page.contains("without a second factor"),
        "{page}"
    );
}

#[tokio::test]
async fn b39_what_ends_a_token_makes_it_inactive() {
    let (app, resource) = platform().await;
    let (ana, mut browser) = app.protected(ANA).await;
    let key = app.made_key(&mut browser, "Deploy", "me").await;
    let token = buy(&browser, &key.text, &app.fresh_code(ana.phone()), "").await.token();
    let active = async || ask(&app.browser(), &resource, &[("token", &token)]).await.ok().json()["active"] == true;
    assert!(active().await);
    let fields = [("password", PASSWORD), ("new_password", "eight purple tricycles")];
    browser.post("profile/change-password", &fields).await.ok();
    assert!(!active().await);
}

#[tokio::test]
async fn a_key_of_some_networks_is_judged_by_where_its_program_is() {
    let (app, resource) = platform().await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app
        .key_with(&mut bens, "Office", "me", ("90", "198.51.100.0/24"))
        .await
        .text;
    let active = async |fields: &[(&str, &str)]| {
        let fields = [&[("token", key.as_str())], fields].concat();
        ask(&app.browser(), &resource, &fields).await.ok().json()["active"] == true
    };
    assert!(active(&[("address", "198.51.100.7")]).await);
    assert!(!active(&[("address", "203.0.113.7")]).await);
    assert!(!active(&[]).await, "not good where nobody knows");
}

#[tokio::test]
async fn only_resource_keys_ask_and_they_do_nothing_else() {
    let (app, resource) = platform().await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app.made_key(&mut bens, "Backup", "me").await.text;
    let before = app.tables.besides_counters().await;
    for asking in [
        key.as_str(),
        "tfr_",
        &resource.replace("tfr_", "tfa_"),
        &resource[..107],
    ] {
        let refused = ask(&bens, asking, &[("token", &key)]).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (401, "unauthenticated"),
            "{asking}"
        );
    }
    for (method, path) in [
        (Method::GET, "/api/v1/me"),
        (Method::GET, "/api/v1/verify"),
        (Method::DELETE, "/api/v1/keys/current"),
    ] {
        assert_eq!(with_key(&bens, method, path, &resource).await.status, 401, "{path}");
    }
    for fields in [
        &[] as &[_],
        &[("token", "a"), ("token", "b")],
        &[("token", "a"), ("secret", "b")],
        &[("token", "a"), ("address", "here")],
    ] {
        let refused = ask(&bens, &resource, fields).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (400, "invalid"),
            "{fields:?}"
        );
    }
    let json = [
        ("authorization", format!("Bearer {resource}")),
        ("content-type", "application/json".to_owned()),
    ];
    let json: Vec<_> = json.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(
        call(&app.browser(), Method::POST, "/api/v1/introspect", &json)
            .await
            .status,
        415
    );
    assert_eq!(app.tables.besides_counters().await, before);

    let same = app.service.add_resource_key("SERVERS").await;
    assert!(same.is_err(), "a name is there once");
    app.service.remove_resource_key("servers").await.unwrap();
    assert_eq!(
        ask(&bens, &resource, &[("token", &key)]).await.code(),
        "unauthenticated"
    );
    assert!(app.service.remove_resource_key("servers").await.is_err());
}

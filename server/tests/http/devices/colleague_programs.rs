//! What programs and applications are told about a colleague's device, and what it proves to them: a sign-in.

use super::colleague::shared;
use crate::{api, test_app::TestApp};
use http::Method;

/// What programs are told about it.
#[tokio::test]
async fn the_api_says_whose_device_it_is() {
    let app = TestApp::new().await;
    let (ana, mut owner, phone, _) = shared(&app).await;
    let key = app.made_key(&mut owner, "Backup", "devices sessions").await;
    let bought = api::buy(&owner, &key.text, &app.fresh_code(ana.phone()), "").await;
    let token = bought.token();
    let devices = api::with_key(&owner, Method::GET, "/api/v1/devices", &token)
        .await
        .json();
    let holder = serde_json::json!({"name": "Zoë 用户", "email": "zoe@example.org"});
    for device in devices["devices"].as_array().unwrap() {
        let of_colleague = device["id"] == phone.id.as_str();
        assert_eq!(device["sign_in_only"], of_colleague, "{device}");
        assert_eq!(device["holder"] == holder, of_colleague, "{device}");
        assert!(device["usable_until"].is_null());
    }
    let sessions = api::with_key(&owner, Method::GET, "/api/v1/sessions", &token)
        .await
        .json();
    let kinds = sessions["sessions"].as_array().unwrap().iter();
    let shared: Vec<_> = kinds.filter(|session| session["kind"] == "sign-in-only").collect();
    assert_eq!(shared.len(), 1);
    assert_eq!(
        (&shared[0]["device_id"], &shared[0]["holder"]),
        (&phone.id.as_str().into(), &holder)
    );
}

#[tokio::test]
async fn it_buys_no_access_token() {
    let app = TestApp::new().await;
    let (ana, mut owner, phone, _) = shared(&app).await;
    let key = app.made_key(&mut owner, "Backup", "me").await;
    let refused = api::buy(&owner, &key.text, &app.fresh_code(&phone), "").await;
    assert_eq!(refused.status, 401, "{}", refused.body);
    let bought = api::buy(&owner, &key.text, &app.fresh_code(ana.phone()), "").await;
    assert_eq!(bought.status, 201, "{}", bought.body);
}

/// The application behind forward-auth learns that it was a colleague.
#[tokio::test]
async fn applications_are_told() {
    let app = TestApp::new().await;
    let (_, owner, _, theirs) = shared(&app).await;
    for (browser, expected) in [(owner, ""), (theirs, "true")] {
        let mut browser = browser;
        let passed = browser.get("/api/v1/verify").await;
        assert_eq!(passed.status, 200, "{}", passed.body);
        assert_eq!(passed.header("x-twofold-sign-in-only"), expected);
    }
}

/// Their freshest passcode is no step-up for an application either.
#[tokio::test]
async fn b34_it_is_no_recent_second_factor_for_applications() {
    let app = TestApp::new().await;
    let (_, mut owner, _, mut theirs) = shared(&app).await;
    let recent = "/api/v1/verify?max_mfa_age=300";
    owner.get(recent).await.ok();
    let refused = theirs.get(recent).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    theirs.get("/api/v1/verify").await.ok();
}

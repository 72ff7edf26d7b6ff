//! What a request may be: whole, unchanged, in time, and to an address of the app.

use super::app::{FORM, Rp, brought, challenge, parameter};
use crate::{
    browser::SESSION,
    people::{ANA, PASSWORD},
    test_app::TestApp,
};

#[tokio::test]
async fn b65_no_request_leads_to_another_address() {
    let app = TestApp::new().await;
    let rp = Rp::silent(&app).await;
    let (_, mut ana) = app.protected(ANA).await;
    for other in [
        "https://app.example/callback/",
        "https://app.example/callback?x=1",
        "https://app.example/callback#x",
        "https://app.example/Callback",
        "https://APP.example/callback",
        "https://app.example:443/callback",
        "https://app.example:8443/callback",
        "https://app.example./callback",
        "https://app.example/x/../callback",
        "https://app.example/callback%00",
        "https://app.example@evil.example/callback",
        "https://app.example.evil.example/callback",
        "http://app.example/callback",
        "//app.example/callback",
        "/callback",
        "javascript:alert(1)",
        "https://evil.example/?https://app.example/callback",
        "",
    ] {
        for scope in ["openid", "nothing"] {
            let reply = ana.get(&rp.request(&[("redirect_uri", other), ("scope", scope)])).await;
            assert_eq!((reply.status.as_u16(), reply.location()), (400, ""), "{other}");
            assert!(
                reply.body.contains("This link does not lead back to the app"),
                "{other}"
            );
        }
    }
    let unknown = ana
        .get(&rp.request(&[("client_id", "0123456789abcdef0123456789abcdef")]))
        .await;
    assert_eq!((unknown.status.as_u16(), unknown.location()), (400, ""));
    for twice in ["client_id=x", "redirect_uri=https%3A%2F%2Fevil.example", "state=x"] {
        let reply = ana.get(&format!("{}&{twice}", rp.request(&[]))).await;
        assert_eq!((reply.status.as_u16(), reply.location()), (400, ""), "{twice}");
    }
}

#[tokio::test]
async fn an_app_is_told_what_is_wrong_with_its_request() {
    let app = TestApp::new().await;
    let rp = Rp::silent(&app).await;
    let (_, mut ana) = app.protected(ANA).await;
    let short = &challenge("x")[1..];
    for (wrong, code) in [
        ([("response_type", "")], "invalid_request"),
        ([("response_type", "token")], "unsupported_response_type"),
        ([("response_type", "code id_token")], "unsupported_response_type"),
        ([("response_mode", "fragment")], "invalid_request"),
        ([("code_challenge", "")], "invalid_request"),
        ([("code_challenge", short)], "invalid_request"),
        ([("code_challenge_method", "")], "invalid_request"),
        ([("code_challenge_method", "plain")], "invalid_request"),
        ([("scope", "")], "invalid_scope"),
        ([("scope", "profile email")], "invalid_scope"),
        ([("prompt", "none login")], "invalid_request"),
        ([("prompt", "create")], "invalid_request"),
        ([("max_age", "-1")], "invalid_request"),
        ([("max_age", "soon")], "invalid_request"),
        ([("nonce", "n\u{e9}")], "invalid_request"),
        ([("request", "eyJ.e30.")], "request_not_supported"),
        ([("request_uri", "https://evil.example")], "request_uri_not_supported"),
        ([("id_token_hint", "eyJ.e30.")], "invalid_request"),
    ] {
        let back = brought(&ana.get(&rp.request(&wrong)).await);
        assert_eq!(back["error"], code, "{wrong:?}");
        assert_eq!(back["state"], "s t&a=te", "{wrong:?}");
        assert!(!back["error_description"].is_empty() && !back.contains_key("code"));
    }
    let back = brought(&ana.get(&rp.request(&[("state", "\u{1}")])).await);
    assert!(back["error"] == "invalid_request" && !back.contains_key("state"));
    let long = ana.get(&rp.request(&[("state", &"s".repeat(4_000))])).await;
    assert_eq!(
        (long.status.as_u16(), long.location()),
        (400, ""),
        "thousands of bytes of state"
    );
}

#[tokio::test]
async fn a_long_request_survives_sign_in() {
    let app = TestApp::new().await;
    let rp = Rp::silent(&app).await;
    app.join(ANA).await;
    let state = "s".repeat(1_500);
    let mut here = app.browser();
    let stopped = here.get(&rp.request(&[("state", &state)])).await;
    let next = parameter(stopped.location(), "/sign-in", "next");
    here.page = "/sign-in".into();
    let wrong = here
        .form("sign-in", &[("email", ANA), ("password", "wrong"), ("next", &next)])
        .await;
    let page = here.get(wrong.location()).await.ok();
    assert!(page.body.contains(&next) && page.body.contains(ANA), "nothing is lost");
    let done = here
        .form("sign-in", &[("email", ANA), ("password", PASSWORD), ("next", &next)])
        .await;
    assert_eq!(done.location(), next);
    assert_eq!(brought(&here.get(&next).await)["state"], state);
}

#[tokio::test]
async fn a_form_of_another_site_brings_a_request_and_changes_nothing() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &FORM).await;
    let (_, ana) = app.protected(ANA).await;
    let query = rp.request(&[]).split_once('?').unwrap().1.to_owned();
    let post = |browser: &crate::browser::Browser, path: &str, body: &str| {
        let request = browser.request(http::Method::POST, path).header("accept", "text/html");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request
            .header("sec-fetch-site", "cross-site")
            .header("origin", "https://evil.example");
        request.body(axum::body::Body::from(body.to_owned())).unwrap()
    };
    let mut here = ana.clone();
    let reply = here.send(post(&ana, "/oidc/authorize", &query)).await;
    let request = parameter(reply.location(), "/oidc/continue", "request");
    assert!(here.get(reply.location()).await.location().starts_with("/apps/allow?"));
    for endpoint in ["/ui/apps/allow", "/ui/apps/other-account", "/ui/apps/sign-out"] {
        let reply = here.send(post(&ana, endpoint, &format!("request={request}"))).await;
        assert_eq!(reply.status, 403, "{endpoint}");
    }
    assert_eq!(here.cookie(SESSION), ana.cookie(SESSION));
    assert!(
        here.get(&rp.request(&[])).await.location().starts_with("/apps/allow?"),
        "nobody has agreed"
    );
}

#[tokio::test]
async fn a_request_is_over_after_half_an_hour_and_cannot_be_changed() {
    let app = TestApp::new().await;
    let rp = Rp::silent(&app).await;
    let stopped = app.browser().get(&rp.request(&[])).await;
    let next = parameter(stopped.location(), "/sign-in", "next");
    app.clock.advance(1_800);
    let (_, mut ana) = app.protected(ANA).await;
    let over = ana.get(&next).await;
    assert!(
        over.status == 400 && over.body.contains("This took too long"),
        "{}",
        over.body
    );
    let stopped = app.browser().get(&rp.request(&[])).await;
    let next = parameter(stopped.location(), "/sign-in", "next");
    brought(&ana.get(&next).await);
    let at = next.len() - 30;
    let mut changed = next.clone();
    changed.replace_range(at..=at, if &next[at..=at] == "A" { "B" } else { "A" });
    assert_eq!(ana.get(&changed).await.status, 400);
}

#[tokio::test]
async fn every_other_parameter_is_ignored() {
    let app = TestApp::new().await;
    let rp = Rp::silent(&app).await;
    let (_, mut ana) = app.protected(ANA).await;
    let others = [
        ("display", "popup"),
        ("ui_locales", "de en"),
        ("claims_locales", "de"),
        ("acr_values", "urn:unknown"),
        ("response_mode", "query"),
        ("scope", "openid unknown"),
        ("unknown", "x"),
        ("nonce", ""),
        ("state", ""),
    ];
    let back = brought(&ana.get(&rp.request(&others)).await);
    assert!(!back.contains_key("state"));
    let tokens = rp.exchange(&back["code"]).await.ok().json();
    assert_eq!(tokens["scope"], "openid");
    let claims = rp.claims(tokens["id_token"].as_str().unwrap()).await;
    assert!(claims.get("nonce").is_none());
}

/// What a form of another site brings becomes an address only if it can be one.
#[tokio::test]
async fn no_body_of_a_sign_out_breaks_the_answer() {
    let app = TestApp::new().await;
    for body in [
        &b"state=a\r\nset-cookie: a=b"[..],
        b"state=\xff",
        b"state=a b",
        &[b'a'; 9_000],
    ] {
        let mut browser = app.browser();
        let request = browser
            .request(http::Method::POST, "/oidc/logout")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded");
        let reply = browser.send(request.body(body.to_vec().into()).unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.location()), (400, ""), "{body:?}");
        assert!(reply.body.contains("You were not signed out"));
    }
}

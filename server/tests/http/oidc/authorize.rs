//! Requests for a code: what is asked of a person, and what an app is told.

use super::app::{ALL_SCOPES, FORM, Rp, brought, challenge};
use crate::{
    browser::SESSION,
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use domain::oidc::clients::choice::ClientForm;

/// Returns the parameter of a page of ours that a redirect leads to.
#[track_caller]
fn parameter(location: &str, page: &str, name: &str) -> String {
    let query = location.strip_prefix(page).unwrap_or_else(|| panic!("{location}"));
    let mut pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    pairs
        .find(|(key, _)| key == name)
        .unwrap_or_else(|| panic!("{location}"))
        .1
        .into_owned()
}

#[tokio::test]
async fn a_person_signs_in_agrees_and_the_app_knows_how_and_when() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &FORM).await;
    let (ana, _) = app.protected(ANA).await;
    let mut here = app.browser();
    let stopped = here
        .get(&rp.request(&[("scope", ALL_SCOPES), ("login_hint", ANA)]))
        .await;
    assert_eq!(stopped.status, 303);
    let next = parameter(stopped.location(), "/sign-in", "next");
    assert!(next.starts_with("/oidc/continue?request="), "{next}");
    assert_eq!(parameter(stopped.location(), "/sign-in", "email"), ANA);
    let page = here.get(stopped.location()).await.ok();
    assert!(
        page.body.contains(&format!("value=\"{ANA}\"")),
        "the hint is in the form"
    );

    // Without scripts: password, passcode, and on.
    here.page = "/sign-in".into();
    here.form("sign-in", &[("email", ANA), ("password", PASSWORD), ("next", &next)])
        .await;
    let code = app.fresh_code(ana.phone());
    let done = here
        .form("sign-in/passcode", &[("passcode", &code), ("next", &next)])
        .await;
    assert_eq!(done.location(), next);
    let asked = here.get(&next).await;
    let request = parameter(asked.location(), "/apps/allow", "request");
    let page = here.get(asked.location()).await.ok();
    for words in [
        "Notes wants to know who you are",
        ANA,
        "your name and your language",
        "app.example",
    ] {
        assert!(page.body.contains(words), "{words}");
    }

    here.page = "/apps/allow".into();
    let agreed = here.form("apps/allow", &[("request", &request)]).await;
    let back = brought(&here.get(agreed.location()).await);
    assert_eq!(back["state"], "s t&a=te");
    let tokens = rp.exchange(&back["code"]).await.ok().json();
    let claims = rp.claims(tokens["id_token"].as_str().unwrap()).await;
    assert_eq!(claims["nonce"], "n0nce");
    assert_eq!(
        (&claims["acr"], &claims["amr"]),
        (&"urn:twofold:acr:mfa".into(), &serde_json::json!(["pwd", "otp"]))
    );
    assert_eq!(
        claims["auth_time"],
        app.now() - 30,
        "the password came before the passcode"
    );

    // The second time nothing is asked.
    let back = brought(&here.get(&rp.request(&[("scope", ALL_SCOPES)])).await);
    assert!(back.contains_key("code"));
}

#[tokio::test]
async fn who_does_not_agree_goes_back_without_a_code() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &FORM).await;
    let (_, mut ana) = app.protected(ANA).await;
    let asked = ana.get(&rp.request(&[])).await;
    let request = parameter(asked.location(), "/apps/allow", "request");
    let page = ana.get(asked.location()).await.ok();
    assert!(
        page.body
            .contains(&format!("/oidc/continue?answer=no&amp;request={request}"))
    );
    let back = brought(&ana.get(&format!("/oidc/continue?answer=no&request={request}")).await);
    assert_eq!(
        (back["error"].as_str(), back["state"].as_str()),
        ("access_denied", "s t&a=te")
    );
    // Another member does not go on with what one has agreed to.
    ana.page = "/apps/allow".into();
    let agreed = ana
        .form("apps/allow", &[("request", &request)])
        .await
        .location()
        .to_owned();
    let (_, mut ben) = app.protected(BEN).await;
    assert!(ben.get(&agreed).await.location().starts_with("/apps/allow?request="));
}

#[tokio::test]
async fn an_app_that_asks_nothing_is_told_why_something_would_have_to_be_asked() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &FORM).await;
    let silent = rp.request(&[("prompt", "none")]);
    let error = |back: crate::browser::Reply| brought(&back)["error"].clone();
    assert_eq!(error(app.browser().get(&silent).await), "login_required");
    let (ana, mut browser) = app.protected(ANA).await;
    assert_eq!(error(browser.get(&silent).await), "consent_required");
    let mfa = rp.request(&[("prompt", "none"), ("acr_values", "urn:twofold:acr:mfa")]);
    let mut ben = app.browser();
    app.join(BEN).await;
    ben.post("sign-in", &[("email", BEN), ("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(error(ben.get(&mfa).await), "unmet_authentication_requirements");
    // A repair session passes to no app.
    let mut repair = app.browser();
    repair
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    repair
        .post("sign-in/recovery", &[("recovery_code", &ana.codes[0])])
        .await
        .ok();
    assert_eq!(error(repair.get(&silent).await), "interaction_required");
    assert_eq!(repair.get(&rp.request(&[])).await.location(), "/security/two-factor");
}

#[tokio::test]
async fn what_was_proved_long_ago_is_proved_again() {
    let app = TestApp::new().await;
    let rp = Rp::silent(&app).await;
    let (ana, mut here) = app.protected(ANA).await;
    let prove = async |here: &mut crate::browser::Browser, request: &str| {
        let stopped = here.get(request).await;
        let next = parameter(stopped.location(), "/apps/prove-again", "next");
        let code = app.fresh_code(ana.phone());
        let proved = here
            .post(
                "apps/prove-again",
                &[("password", PASSWORD), ("passcode", &code), ("next", &next)],
            )
            .await;
        proved.ok();
        brought(&here.get(&next).await)
    };
    app.clock.advance(300);
    let old = rp.request(&[("max_age", "301")]);
    assert!(brought(&here.get(&old).await).contains_key("code"));
    for request in [
        rp.request(&[("max_age", "60")]),
        rp.request(&[("prompt", "login")]),
        rp.request(&[("max_age", "0")]),
    ] {
        app.clock.advance(60);
        let back = prove(&mut here, &request).await;
        let tokens = rp.exchange(&back["code"]).await.ok().json();
        let claims = rp.claims(tokens["id_token"].as_str().unwrap()).await;
        assert_eq!(claims["auth_time"], app.now(), "{request}");
    }
}

#[tokio::test]
async fn an_app_that_wants_two_factor_gets_no_code_without() {
    let app = TestApp::new().await;
    let strict = Rp::added(
        &app,
        &ClientForm {
            name: "Bank",
            least: "mfa",
            consent: "skip",
            ..FORM
        },
    )
    .await;
    let rp = Rp::silent(&app).await;
    app.join(BEN).await;
    let mut ben = app.browser();
    ben.post("sign-in", &[("email", BEN), ("password", PASSWORD)])
        .await
        .ok();
    for request in [
        strict.request(&[]),
        rp.request(&[("acr_values", "urn:twofold:acr:mfa")]),
    ] {
        let stopped = ben.get(&request).await;
        let page = ben.get(stopped.location()).await.ok();
        assert!(page.body.contains("The app asks for a second factor."));
        // Agreeing is no way round.
        let sealed = parameter(stopped.location(), "/apps/allow", "request");
        ben.page = "/apps/allow".into();
        let agreed = ben
            .form("apps/allow", &[("request", &sealed)])
            .await
            .location()
            .to_owned();
        assert!(ben.get(&agreed).await.location().starts_with("/apps/allow?"));
    }
    let either = rp.request(&[("acr_values", "urn:twofold:acr:mfa urn:twofold:acr:pwd")]);
    let back = brought(&ben.get(&either).await);
    let tokens = rp.exchange(&back["code"]).await.ok().json();
    let claims = rp.claims(tokens["id_token"].as_str().unwrap()).await;
    assert_eq!(
        (&claims["acr"], &claims["amr"]),
        (&"urn:twofold:acr:pwd".into(), &serde_json::json!(["pwd"]))
    );
}

/// Nothing is sent to an address that is not the app's, character by character.
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

/// The longest request that is accepted survives sign-in, also a wrong password without scripts.
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
async fn an_app_of_an_account_is_for_its_members_only() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let rp = Rp::added_by(
        &app,
        Some(ANA),
        &ClientForm {
            consent: "skip",
            ..FORM
        },
    )
    .await;
    let mut ana = app.browser();
    ana.post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert!(brought(&ana.get(&rp.request(&[])).await).contains_key("code"));
    app.join(BEN).await;
    let mut ben = app.browser();
    ben.post("sign-in", &[("email", BEN), ("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(brought(&ben.get(&rp.request(&[])).await)["error"], "access_denied");
    let hint = rp.exchange(&rp.code(&mut ana, &[]).await).await.ok().json()["id_token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(brought(&ana.get(&rp.request(&[("id_token_hint", &hint)])).await).contains_key("code"));
    assert_eq!(
        brought(&ben.get(&rp.request(&[("id_token_hint", &hint)])).await)["error"],
        "login_required"
    );
}

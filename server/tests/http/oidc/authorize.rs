//! Requests for a code: what is asked of a person.

use super::app::{ALL_SCOPES, FORM, Rp, brought, parameter};
use crate::{
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use domain::oidc::clients::choice::ClientForm;

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
/// The longest request that is accepted survives sign-in, also a wrong password without scripts.
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

//! The token endpoint, and what asks about tokens.

use super::app::{ALL_SCOPES, CALLBACK, FORM, Rp, VERIFIER};
use crate::{
    browser::{Browser, Reply},
    people::ANA,
    test_app::TestApp,
};
use domain::oidc::clients::choice::ClientForm;
use futures_util::future::join_all;
use serde_json::Value;
use testing::{ORIGIN, rounds};

const NOTES: ClientForm<'_> = ClientForm {
    consent: "skip",
    ..FORM
};

#[track_caller]
fn error(reply: &Reply) -> (u16, String) {
    let code = reply.json()["error"].as_str().unwrap_or_default().to_owned();
    (reply.status.as_u16(), code)
}

fn text(json: &Value, name: &str) -> String {
    json[name].as_str().unwrap_or_default().to_owned()
}

/// Signs in at the app.
async fn tokens(rp: &Rp<'_>, browser: &mut Browser, scope: &str) -> Value {
    let code = rp.code(browser, &[("scope", scope)]).await;
    rp.exchange(&code).await.ok().json()
}

#[tokio::test]
async fn tokens_say_what_the_scopes_permit() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let (_, mut ana) = app.protected(ANA).await;
    let narrow = tokens(&rp, &mut ana, "openid").await;
    assert_eq!(
        (&narrow["token_type"], &narrow["expires_in"]),
        (&"Bearer".into(), &900.into())
    );
    let reply = rp.user_info(&text(&narrow, "access_token")).await.ok();
    let claims = rp.claims(&text(&narrow, "id_token")).await;
    assert_eq!(reply.json(), serde_json::json!({ "sub": claims["sub"] }));
    assert_eq!(
        (
            reply.header("cache-control"),
            reply.header("access-control-allow-origin")
        ),
        ("no-store", "*")
    );
    let wide = tokens(&rp, &mut ana, ALL_SCOPES).await;
    assert_eq!(wide["scope"], ALL_SCOPES);
    let info = rp.user_info(&text(&wide, "access_token")).await.ok().json();
    assert_eq!(
        (&info["name"], &info["email"], &info["email_verified"]),
        (&"Ana Ruiz".into(), &ANA.into(), &true.into())
    );
    for bad in ["", "tfo_x", &text(&wide, "refresh_token"), &text(&wide, "id_token")] {
        let reply = rp.user_info(bad).await;
        assert_eq!(error(&reply), (401, "invalid_token".into()), "{bad}");
        assert!(reply.header("www-authenticate").starts_with("Bearer realm=\"twofold\""));
    }
    // The database has digests only.
    let dump = app.tables.text().await;
    for name in ["access_token", "refresh_token"] {
        assert!(!dump.contains(&text(&wide, name)), "{name}");
    }
}

#[tokio::test]
async fn a_code_is_good_once_for_its_app_address_and_verifier() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let other = Rp::added(&app, &ClientForm { name: "Other", ..NOTES }).await;
    let (_, mut ana) = app.protected(ANA).await;
    let grant = |code: &str, uri: &str, verifier: &str| {
        [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", uri),
            ("code_verifier", verifier),
        ]
        .map(|(name, value)| (name, value.to_owned()))
    };
    let wrong = "another-verifier-of-forty-three-characters-or-more";
    for (who, uri, verifier) in [
        (&other, CALLBACK, VERIFIER),
        (&rp, "https://app.example/other", VERIFIER),
        (&rp, CALLBACK, wrong),
        (&rp, CALLBACK, "short"),
    ] {
        let code = rp.code(&mut ana, &[]).await;
        let fields = grant(&code, uri, verifier);
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert_eq!(error(&who.token(&fields).await), (400, "invalid_grant".into()));
        assert_eq!(
            error(&rp.exchange(&code).await),
            (400, "invalid_grant".into()),
            "it is used up"
        );
    }
    let late = rp.code(&mut ana, &[]).await;
    app.clock.advance(60);
    assert_eq!(error(&rp.exchange(&late).await), (400, "invalid_grant".into()));
    // The second use ends what the first one gave.
    let code = rp.code(&mut ana, &[]).await;
    let first = rp.exchange(&code).await.ok().json();
    assert!(rp.is_active(&text(&first, "access_token")).await);
    assert_eq!(error(&rp.exchange(&code).await), (400, "invalid_grant".into()));
    assert!(!rp.is_active(&text(&first, "access_token")).await);
    assert_eq!(
        error(&rp.refresh(&text(&first, "refresh_token")).await),
        (400, "invalid_grant".into())
    );
    let events = app.tables.rows("event").await.concat();
    assert!(events.contains("app-token-reused"), "the activity says so");
}

#[tokio::test]
async fn a_refresh_token_rotates_and_ends_all_on_its_second_use() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let other = Rp::added(&app, &ClientForm { name: "Other", ..NOTES }).await;
    let (_, mut ana) = app.protected(ANA).await;
    let first = tokens(&rp, &mut ana, ALL_SCOPES).await;
    app.clock.advance(600);
    let second = rp.refresh(&text(&first, "refresh_token")).await.ok().json();
    let (before, after) = (
        rp.claims(&text(&first, "id_token")).await,
        rp.claims(&text(&second, "id_token")).await,
    );
    for claim in ["sub", "sid", "auth_time", "acr", "amr"] {
        assert_eq!(before[claim], after[claim], "{claim}");
    }
    assert!(after.get("nonce").is_none() && after["iat"] == app.now());
    assert!(
        rp.is_active(&text(&first, "access_token")).await,
        "the access token of before ends by itself"
    );
    let narrow = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &text(&second, "refresh_token")),
        ("scope", "openid"),
    ];
    let third = rp.token(&narrow).await.ok().json();
    assert_eq!(third["scope"], "openid");
    let info = rp.user_info(&text(&third, "access_token")).await.ok().json();
    assert!(info.get("email").is_none());
    // The second token again: one of two has stolen it.
    assert_eq!(
        error(&rp.refresh(&text(&second, "refresh_token")).await),
        (400, "invalid_grant".into())
    );
    for token in [text(&third, "access_token"), text(&third, "refresh_token")] {
        assert!(!rp.is_active(&token).await);
    }
    // By another app.
    let stolen = tokens(&rp, &mut ana, ALL_SCOPES).await;
    assert_eq!(
        error(&other.refresh(&text(&stolen, "refresh_token")).await),
        (400, "invalid_grant".into())
    );
    assert!(!rp.is_active(&text(&stolen, "access_token")).await);
    // More than was granted.
    let little = tokens(&rp, &mut ana, "openid").await;
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &text(&little, "refresh_token")),
        ("scope", ALL_SCOPES),
    ];
    assert_eq!(error(&rp.token(&fields).await), (400, "invalid_scope".into()));
    rp.refresh(&text(&little, "refresh_token")).await.ok();
}

#[tokio::test]
async fn an_app_proves_who_it_is() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let public = Rp::added(
        &app,
        &ClientForm {
            name: "Phone",
            kind: "public",
            ..NOTES
        },
    )
    .await;
    let (_, mut ana) = app.protected(ANA).await;
    let secret = rp.secret.clone().unwrap();
    let named = |id: &str, secret: Option<&str>| Rp {
        app: &app,
        id: id.to_owned(),
        secret: secret.map(str::to_owned),
    };
    for liar in [
        named(&rp.id, None),
        named(&rp.id, Some("")),
        named(&rp.id, Some("tfc_x")),
        named(&public.id, Some(&secret)),
        named("0123456789abcdef0123456789abcdef", Some(&secret)),
        named("x", None),
    ] {
        let code = rp.code(&mut ana, &[]).await;
        for reply in [
            liar.exchange(&code).await,
            liar.ask("/oidc/introspect", &[("token", "x")]).await,
        ] {
            assert_eq!(error(&reply), (401, "invalid_client".into()), "{}", liar.id);
            assert_eq!(reply.header("www-authenticate"), "Basic realm=\"twofold\"");
        }
        rp.exchange(&code).await.ok();
    }
}

#[tokio::test]
async fn an_app_proves_who_it_is_in_one_way() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let (_, mut ana) = app.protected(ANA).await;
    let secret = rp.secret.clone().unwrap();
    let code = rp.code(&mut ana, &[]).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_secret", &secret),
    ];
    let both = rp.token(&fields).await;
    assert_eq!(
        error(&both),
        (400, "invalid_request".into()),
        "in the header and in the form"
    );
    let posted = Rp {
        app: &app,
        id: rp.id.clone(),
        secret: None,
    };
    posted.token(&fields).await.ok();
    let public = ClientForm {
        name: "Phone",
        kind: "public",
        ..NOTES
    };
    let public = Rp::added(&app, &public).await;
    let code = public.code(&mut ana, &[]).await;
    public.exchange(&code).await.ok();
    for (grant, code) in [
        ("password", "unsupported_grant_type"),
        ("client_credentials", "unsupported_grant_type"),
        ("", "invalid_request"),
    ] {
        assert_eq!(error(&rp.token(&[("grant_type", grant)]).await), (400, code.into()));
    }
}

#[tokio::test]
async fn introspection_and_revocation_are_for_ones_own_tokens() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let other = Rp::added(&app, &ClientForm { name: "Other", ..NOTES }).await;
    let (_, mut ana) = app.protected(ANA).await;
    let got = tokens(&rp, &mut ana, ALL_SCOPES).await;
    let (access, refresh) = (text(&got, "access_token"), text(&got, "refresh_token"));
    let told = rp.ask("/oidc/introspect", &[("token", &access)]).await.ok().json();
    let claims = rp.claims(&text(&got, "id_token")).await;
    for claim in ["iss", "sub", "aud", "acr", "amr", "auth_time", "sid"] {
        assert_eq!(told[claim], claims[claim], "{claim}");
    }
    assert_eq!(
        (&told["iss"], &told["scope"], &told["token_type"]),
        (&ORIGIN.into(), &ALL_SCOPES.into(), &"Bearer".into())
    );
    for token in [&access, &refresh] {
        assert!(rp.is_active(token).await && !other.is_active(token).await);
        other.ask("/oidc/revoke", &[("token", token)]).await.ok();
        assert!(rp.is_active(token).await, "another app ends nothing");
    }
    // A resource server is told of access tokens.
    let key = app.service.add_resource_key("files").await.unwrap();
    let ask = async |token: &str| {
        let mut server = app.browser();
        let request = server.request(http::Method::POST, "/oidc/introspect");
        let request = request.header("authorization", format!("Bearer {}", key.expose_secret()));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let body = crate::browser::encoded(&[("token", token)]);
        server
            .send(request.body(axum::body::Body::from(body)).unwrap())
            .await
            .ok()
            .json()
    };
    assert_eq!(ask(&access).await["client_id"], rp.id);
    assert_eq!(ask(&refresh).await, serde_json::json!({ "active": false }));
    rp.ask("/oidc/revoke", &[("token", &access)]).await.ok();
    assert!(!rp.is_active(&access).await && rp.is_active(&refresh).await);
    let next = rp.refresh(&refresh).await.ok().json();
    rp.ask("/oidc/revoke", &[("token", &text(&next, "refresh_token"))])
        .await
        .ok();
    assert!(
        !rp.is_active(&text(&next, "access_token")).await,
        "with the refresh token all ends"
    );
    rp.ask("/oidc/revoke", &[("token", "unknown")]).await.ok();
    // No API takes a token of an app.
    let again = tokens(&rp, &mut ana, ALL_SCOPES).await;
    let mut server = app.browser();
    let request = server.request(http::Method::GET, "/api/v1/me");
    let request = request.header("authorization", format!("Bearer {}", text(&again, "access_token")));
    assert_eq!(
        server
            .send(request.body(axum::body::Body::empty()).unwrap())
            .await
            .status,
        401
    );
}

/// Of many at the same moment one is answered with tokens; nothing is left of what it got.
#[tokio::test]
async fn a_code_and_a_refresh_token_are_good_once_in_a_race() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let (_, mut ana) = app.protected(ANA).await;
    for round in 0..rounds(20) {
        let code = rp.code(&mut ana, &[]).await;
        let replies = join_all((0..8).map(|_| rp.exchange(&code))).await;
        let won: Vec<_> = replies.iter().filter(|reply| reply.status == 200).collect();
        assert_eq!(won.len(), 1, "round {round}");
        assert!(
            !rp.is_active(&text(&won[0].json(), "access_token")).await,
            "round {round}"
        );

        let code = rp.code(&mut ana, &[]).await;
        let token = text(&rp.exchange(&code).await.ok().json(), "refresh_token");
        let replies = join_all((0..8).map(|_| rp.refresh(&token))).await;
        let won: Vec<_> = replies.iter().filter(|reply| reply.status == 200).collect();
        assert_eq!(won.len(), 1, "round {round}");
        assert!(
            !rp.is_active(&text(&won[0].json(), "refresh_token")).await,
            "round {round}"
        );
    }
}

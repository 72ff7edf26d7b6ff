//! What apps read of the provider: its description, and its public keys.

use crate::test_app::TestApp;
use domain::{
    kernel::{clock::DAY, ports::Signer},
    oidc::clients::client::{Acr, SigningAlgorithm},
};
use http::Method;
use serde_json::{Value, json};
use signing::AwsLcSigner;
use std::collections::BTreeSet;
use testing::ORIGIN;

const CONFIGURATION: &str = "/.well-known/openid-configuration";
const SERVER_METADATA: &str = "/.well-known/oauth-authorization-server";

/// Reads a document as a script of another site does, and checks what comes with it.
async fn document(app: &TestApp, path: &str) -> Value {
    let mut other = app.browser();
    other.extra = vec![
        ("origin", "https://app.example".into()),
        ("sec-fetch-site", "cross-site".into()),
    ];
    let reply = other.get(path).await;
    assert_eq!(reply.status, 200, "{path}");
    let headers = [
        "content-type",
        "cache-control",
        "access-control-allow-origin",
        "x-content-type-options",
    ];
    let expected = ["application/json", "public, max-age=3600", "*", "nosniff"];
    assert_eq!(headers.map(|name| reply.header(name)), expected, "{path}");
    assert!(
        !reply.headers.contains_key("set-cookie") && !reply.headers.contains_key("access-control-allow-credentials")
    );
    reply.json()
}

fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn an_app_finds_everything_from_the_issuer() {
    let app = TestApp::new().await;
    let described = document(&app, CONFIGURATION).await;
    assert_eq!(described, document(&app, SERVER_METADATA).await);
    assert_eq!(described["issuer"], ORIGIN);
    let addresses = [
        ("authorization_endpoint", "/oidc/authorize"),
        ("token_endpoint", "/oidc/token"),
        ("userinfo_endpoint", "/oidc/userinfo"),
        ("jwks_uri", "/oidc/jwks"),
        ("introspection_endpoint", "/oidc/introspect"),
        ("revocation_endpoint", "/oidc/revoke"),
        ("end_session_endpoint", "/oidc/logout"),
    ];
    for (name, path) in addresses {
        assert_eq!(described[name], format!("{ORIGIN}{path}"), "{name}");
    }
    let others = described.as_object().unwrap().iter().filter(|(name, _)| {
        (name.ends_with("_endpoint") || name.ends_with("_uri")) && !addresses.iter().any(|(known, _)| known == name)
    });
    assert_eq!(others.count(), 0);
}

/// What is not named is not offered: neither implicit nor hybrid nor password, no plain challenge, no request objects.
#[tokio::test]
async fn the_description_offers_what_is_safe_and_no_more() {
    let app = TestApp::new().await;
    let described = document(&app, CONFIGURATION).await;
    let offered = json!({
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "introspection_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "revocation_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"],
        "revocation_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "acr_values_supported": [Acr::Password.urn(), Acr::Mfa.urn()],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["en", "de"],
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
    });
    for (name, value) in offered.as_object().unwrap() {
        assert_eq!(&described[name], value, "{name}");
    }
    let claims: BTreeSet<&str> = texts(&described["claims_supported"]).into_iter().collect();
    for claim in [
        "sub",
        "auth_time",
        "amr",
        "acr",
        "sid",
        "name",
        "email",
        "email_verified",
    ] {
        assert!(claims.contains(claim), "{claim}");
    }
}

#[tokio::test]
async fn a_token_is_checked_with_the_published_keys() {
    let app = TestApp::new().await;
    let before = document(&app, "/oidc/jwks").await;
    for algorithm in SigningAlgorithm::ALL {
        let token = app
            .service
            .sign(*algorithm, "JWT", &json!({ "sub": "ana" }))
            .await
            .unwrap();
        let verified = AwsLcSigner
            .verify(&token, &before.to_string(), SigningAlgorithm::ALL)
            .unwrap();
        assert_eq!(verified.claims["sub"], "ana");
    }
    assert_eq!(
        document(&app, "/oidc/jwks").await,
        before,
        "the first keys were there already"
    );
    let keys = before["keys"].as_array().unwrap();
    let public = ["alg", "crv", "e", "kid", "kty", "n", "use", "x", "y"];
    for key in keys {
        assert!(
            key.as_object()
                .unwrap()
                .keys()
                .all(|name| public.contains(&name.as_str())),
            "{key}"
        );
    }
    let kinds: Vec<_> = keys
        .iter()
        .map(|key| (key["kty"].as_str(), key["alg"].as_str(), key["use"].as_str()))
        .collect();
    assert_eq!(kinds.len(), 2);
    assert!(kinds.contains(&(Some("RSA"), Some("RS256"), Some("sig"))));
    assert!(kinds.contains(&(Some("EC"), Some("ES256"), Some("sig"))));
}

#[tokio::test]
async fn another_node_publishes_a_new_key_before_it_signs() {
    let app = TestApp::new().await;
    document(&app, "/oidc/jwks").await;
    app.clock.advance(89 * DAY);
    app.service.tend_keys().await.unwrap();
    let node = app.another().await;
    let keys = document(&node, "/oidc/jwks").await;
    assert_eq!(keys["keys"].as_array().unwrap().len(), 4);
    assert_eq!(keys, document(&app, "/oidc/jwks").await);
}

#[tokio::test]
async fn the_documents_are_only_read() {
    let app = TestApp::new().await;
    for path in [CONFIGURATION, SERVER_METADATA, "/oidc/jwks"] {
        for (method, status) in [(Method::HEAD, 200), (Method::POST, 405), (Method::DELETE, 405)] {
            let mut browser = app.browser();
            let request = browser
                .request(method.clone(), path)
                .header("sec-fetch-site", "same-origin");
            let request = request.body(axum::body::Body::empty()).unwrap();
            assert_eq!(browser.send(request).await.status, status, "{method} {path}");
        }
    }
}

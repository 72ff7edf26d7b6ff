//! B42, B43: requests from other sites, and edited answers in the browser.

use crate::{
    browser::{Browser, HTML, Reply, encoded},
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use axum::body::Body;
use http::{Method, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;
use server::http::routes::ROUTES;
use terms::{Field, Problem, Rejection};

/// Headers with which browsers, or programs posing as one, send a cross-site request.
const FOREIGN: &[&[(&str, &str)]] = &[
    &[],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://localhost:3000")],
    &[("sec-fetch-site", "Same-Origin"), ("origin", "https://localhost:3000")],
    &[("sec-fetch-site", ""), ("origin", "https://localhost:3000")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("origin", "http://localhost:3001")],
    &[("origin", "http://localhost:3000")],
    &[("origin", "https://localhost:3000.evil.example")],
    &[("origin", "https://localhost:3000, https://evil.example")],
    &[("referer", "https://localhost:3000/")],
];

/// Fields that some of the functions take.
const FIELDS: &[(&str, &str)] = &[
    ("email", ANA),
    ("password", PASSWORD),
    ("name", "Mallory"),
    ("device_name", "Mallory's"),
    ("new_password", "eight purple tricycles"),
];

async fn from(browser: &mut Browser, method: Method, path: &str, sent: &[(&str, &str)], accept: &str) -> Reply {
    // Renaming takes exactly these fields, so that only the origin check refuses the request.
    let fields = match path {
        "/ui/profile/rename" => &[("name", "Mallory")],
        _ => FIELDS,
    };
    let mut request = browser.request(method, path).header(header::ACCEPT, accept);
    request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in sent {
        request = request.header(*name, *value);
    }
    browser.send(request.body(Body::from(encoded(fields))).unwrap()).await
}

#[tokio::test]
async fn b42_no_foreign_post_reaches_any_function_or_route() {
    let app = TestApp::new().await;
    let (_, owner) = app.protected(ANA).await;
    let functions = server_fn_paths().map(|(path, method)| (method, path.to_owned()));
    // The API takes no cookie, so nothing is sent in the victim's name; `api` has its tests. Other sites send browsers and
    // requests of their own to the provider; `oidc::matrix` and `oidc::requests` show that these change nothing.
    let routes = ROUTES
        .iter()
        .filter(|route| route.method != "GET" && !["/api/v1/", "/oidc/"].iter().any(|own| route.path.starts_with(own)))
        .map(|route| (route.method.parse().unwrap(), route.path.to_owned()));
    let targets: Vec<_> = functions.chain(routes).collect();
    assert!(
        targets.len() > 25 && targets.iter().all(|(method, _)| *method == Method::POST),
        "no change by GET"
    );
    let before = app.tables.besides_counters().await;
    for (method, path) in &targets {
        for sent in FOREIGN {
            for accept in ["application/json", HTML] {
                let mut victim = owner.clone();
                let reply = from(&mut victim, method.clone(), path, sent, accept).await;
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path} {sent:?}");
                assert!(
                    !reply.headers.contains_key(header::SET_COOKIE) && !reply.headers.contains_key(header::LOCATION)
                );
            }
        }
    }
    assert_eq!(app.tables.besides_counters().await, before);
    assert!(owner.clone().is_in().await);
    // For comparison, requests that are allowed: from our page, typed by the user, or, without fetch metadata, from our
    // origin.
    for sent in [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", "https://localhost:3000"),
    ] {
        let reply = from(
            &mut owner.clone(),
            Method::POST,
            "/ui/profile/rename",
            &[sent],
            "application/json",
        )
        .await;
        assert_eq!(reply.status, StatusCode::OK, "{sent:?} {}", reply.body);
    }
}

#[tokio::test]
async fn b42_other_methods_change_nothing() {
    let app = TestApp::new().await;
    let (_, owner) = app.protected(ANA).await;
    let before = app.tables.besides_counters().await;
    let own = [("sec-fetch-site", "same-origin")];
    for (path, _) in server_fn_paths() {
        for method in [
            Method::GET,
            Method::HEAD,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
            Method::TRACE,
        ] {
            let reply = from(&mut owner.clone(), method.clone(), path, &own, "application/json").await;
            assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
        let query = format!("{path}?name=Mallory&password=x");
        let reply = from(
            &mut owner.clone(),
            Method::GET,
            &query,
            &[("sec-fetch-site", "cross-site")],
            HTML,
        )
        .await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    for override_by in ["x-http-method-override", "x-method-override", "x-http-method"] {
        let sent = [("sec-fetch-site", "cross-site"), (override_by, "POST")];
        let reply = from(&mut owner.clone(), Method::GET, "/ui/sign-out", &sent, HTML).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{override_by}");
    }
    assert_eq!(app.tables.besides_counters().await, before);
    assert!(owner.clone().is_in().await);
}

#[tokio::test]
async fn b43_editing_the_browsers_copy_of_an_answer_grants_nothing() {
    let app = TestApp::new().await;
    let (ana, owner) = app.protected(ANA).await;
    app.clock.advance(600);
    // The client may show any form: the server requires the proofs all the same.
    let edited = [
        ("asks", "false"),
        ("repair", "false"),
        ("two_factor_since", ""),
        ("password", ""),
        ("passcode", ""),
    ];
    for endpoint in ["two-factor/switch-off", "recovery-codes/replace"] {
        let reply = owner.clone().post(endpoint, &edited).await;
        assert_eq!(reply.error(), ApiError::BadRequest, "{endpoint}");
        let missing = ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Missing));
        for proofs in [&[][..], &[("password", ""), ("passcode", "")]] {
            let reply = owner.clone().post(endpoint, proofs).await;
            assert_eq!(reply.error(), missing, "{endpoint}");
        }
    }
    // As if the challenge had been answered with "signed in".
    let mut challenge = app.challenge(&ana).await;
    for path in [
        "/",
        "/security/two-factor",
        "/security/recovery-codes",
        "/security/two-factor/switch-off",
        "/security/activity",
    ] {
        let page = challenge.get(path).await;
        assert!(
            page.status == StatusCode::FOUND && page.location().starts_with("/sign-in"),
            "{path}"
        );
    }
    assert!(!challenge.is_in().await && owner.clone().is_in().await);
}

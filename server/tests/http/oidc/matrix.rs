//! Every endpoint of the provider, as every kind of browser finds it: none takes a cookie for the credential of an app.

use super::app::{FORM, Rp};
use crate::{
    browser::{Browser, HTML, Reply},
    routes::Stage,
    routes_table::CALLERS,
};
use axum::body::Body;
use domain::oidc::clients::choice::ClientForm;
use http::{Method, header};

/// Method and path, and the status for a browser that brings nothing.
pub(crate) const ROUTES: &[(&str, &str, u16)] = &[
    ("GET", "/oidc/authorize", 400),
    ("POST", "/oidc/authorize", 400),
    ("GET", "/oidc/continue", 400),
    ("GET", "/oidc/logout", 303),
    ("POST", "/oidc/logout", 303),
    ("POST", "/oidc/token", 400),
    ("GET", "/oidc/userinfo", 401),
    ("POST", "/oidc/userinfo", 401),
    ("POST", "/oidc/introspect", 400),
    ("POST", "/oidc/revoke", 400),
];

async fn ask(browser: &Browser, method: &str, path: &str) -> Reply {
    let mut browser = browser.clone();
    let request = browser.request(method.parse::<Method>().unwrap(), path);
    let request = request
        .header(header::ACCEPT, HTML)
        .header("sec-fetch-site", "cross-site");
    browser.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn no_endpoint_takes_a_cookie_for_the_credential_of_an_app() {
    let stage = Stage::new().await;
    let before = stage.app.tables.besides_counters().await;
    for (method, path, expected) in ROUTES {
        for (caller, browser) in CALLERS.iter().zip(&stage.callers) {
            let reply = ask(browser, method, path).await;
            assert_eq!(reply.status.as_u16(), *expected, "{method} {path} as {caller}");
            assert!(!reply.headers.contains_key("set-cookie"), "{method} {path} as {caller}");
        }
    }
    assert_eq!(stage.app.tables.besides_counters().await, before, "nothing is changed");
    assert!(stage.callers[3].clone().is_in().await, "no other site signs anyone out");
}

/// Where a valid request leads each kind of browser.
#[tokio::test]
async fn a_request_leads_each_browser_where_it_may_go() {
    let stage = Stage::new().await;
    let of_all = Rp::added(
        &stage.app,
        &ClientForm {
            consent: "skip",
            name: "All",
            ..FORM
        },
    )
    .await;
    let strict = Rp::added(
        &stage.app,
        &ClientForm {
            consent: "skip",
            least: "mfa",
            name: "Strict",
            ..FORM
        },
    )
    .await;
    let code = "https://app.example/callback?code=";
    let (sign_in, devices) = ("/sign-in?next=", "/security/two-factor");
    let refused = "https://app.example/callback?error=unmet_authentication_requirements";
    for (n, (of_all_leads, strict_leads)) in [
        (sign_in, sign_in),
        (sign_in, sign_in),
        (devices, devices),
        (code, code),
        (code, code),
        (code, code),
        (code, code),
        (code, refused),
        (devices, devices),
    ]
    .into_iter()
    .enumerate()
    {
        for (rp, expected) in [(&of_all, of_all_leads), (&strict, strict_leads)] {
            let reply = stage.callers[n].clone().get(&rp.request(&[])).await;
            assert!(
                reply.location().starts_with(expected),
                "{}: {}",
                CALLERS[n],
                reply.location()
            );
        }
    }
}

/// A page of another site may read what it got with a credential of an app, and nothing that depends on a cookie.
#[tokio::test]
async fn b21_other_sites_read_no_answer_to_a_cookie() {
    let stage = Stage::new().await;
    for (method, path, _) in ROUTES {
        let reply = ask(&stage.callers[3], method, path).await;
        let of_browsers = ["/oidc/authorize", "/oidc/continue", "/oidc/logout"].contains(path);
        assert_eq!(
            reply.headers.contains_key("access-control-allow-origin"),
            !of_browsers,
            "{path}"
        );
        assert!(!reply.headers.contains_key("access-control-allow-credentials"));
        assert_eq!(reply.header("x-frame-options"), "DENY", "{path}");
    }
    for path in ["/oidc/token", "/oidc/userinfo", "/oidc/revoke"] {
        let reply = ask(&stage.callers[3], "OPTIONS", path).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("access-control-allow-origin")),
            (204, "*")
        );
    }
}

//! Forward-auth: what passes, what does not, and what proxies are told.

use super::{buy, call, with_key};
use crate::{
    browser::{Browser, Reply},
    connections::{served, shout},
    people::{ANA, BEN, Person},
    test_app::TestApp,
};
use http::Method;
use testing::Plan;

const SCOPES: &str = "servers:read, servers:write max_mfa_age=300, servers:delete approval";

async fn platform() -> (TestApp, Person, Browser) {
    let app = TestApp::planned(Plan {
        scopes: SCOPES,
        ..Plan::default()
    })
    .await;
    let (ana, browser) = app.protected(ANA).await;
    (app, ana, browser)
}

/// Asks with a bearer credential, or with the browser's cookies if it is empty.
async fn verify(client: &Browser, bearer: &str, query: &str) -> Reply {
    let path = format!("/api/v1/verify{query}");
    match bearer {
        "" => call(client, Method::GET, &path, &[]).await,
        bearer => with_key(client, Method::GET, &path, bearer).await,
    }
}

#[track_caller]
fn refused(reply: &Reply, status: u16, code: &str) {
    reply.is_refused(status, code);
    assert!(reply.headers.keys().all(|name| !name.as_str().starts_with("x-twofold")));
}

#[tokio::test]
async fn a_program_passes_in_its_member_s_name() {
    let (app, ana, mut browser) = platform().await;
    browser.post("profile/rename", &[("name", "Ána %")]).await.ok();
    let key = app.made_key(&mut browser, "Deploy", "verify servers:read").await.text;
    let token = buy(&browser, &key, &app.fresh_code(ana.phone()), "").await.token();
    let program = app.browser();
    let before = app.tables.besides_counters().await;
    let passed = verify(&program, &token, "?scope=servers:read&role=owner").await.ok();
    assert_eq!(passed.body, "");
    for (name, value) in [
        ("email", ANA),
        ("role", "owner"),
        ("amr", "api_key otp"),
        ("auth-time", app.service.now().0.to_string().as_str()),
        ("scope", "verify servers:read"),
        ("device", ana.phone().id.as_str()),
    ] {
        assert_eq!(passed.header(&format!("x-twofold-{name}")), value, "{name}");
    }
    assert_eq!(passed.header("x-twofold-member").len(), 32);
    assert_eq!(passed.header("cache-control"), "no-store");
    assert_eq!(app.tables.besides_counters().await, before, "it changes nothing");
    refused(&verify(&program, &key, "").await, 401, "otp_required");
}

#[tokio::test]
async fn what_the_application_demands_is_asked_of_programs() {
    let (app, ana, mut browser) = platform().await;
    let key = app
        .made_key(&mut browser, "Deploy", "servers:read servers:write")
        .await
        .text;
    let token = buy(&browser, &key, &app.fresh_code(ana.phone()), "").await.token();
    let ask = async |query: &str| verify(&app.browser(), &token, query).await;
    refused(&ask("").await, 403, "forbidden");
    for query in [
        "?scope=servers:read",
        "?scope=servers:write&max_mfa_age=900",
        "?scope=servers:read&role=member",
    ] {
        ask(query).await.ok();
    }
    for scope in [
        "verify",
        "me",
        "servers:delete",
        "servers:stop",
        "",
        "Servers:read",
        "servers:read%20",
    ] {
        refused(&ask(&format!("?scope={scope}")).await, 403, "forbidden");
    }
    app.clock.advance(299);
    ask("?scope=servers:write").await.ok();
    app.clock.advance(1);
    let late = ask("?scope=servers:write").await;
    refused(&late, 401, "otp_required");
    assert!(late.header("www-authenticate").ends_with("max_age=300"), "RFC 9470");
    let sooner = ask("?scope=servers:write&max_mfa_age=60").await;
    assert!(sooner.header("www-authenticate").ends_with("max_age=60"));
    ask("?scope=servers:read").await.ok();

    // A member without two-factor has proved no second factor at all.
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let bens_key = app.made_key(&mut bens, "Ben", "verify servers:write").await.text;
    verify(&bens, &bens_key, "").await.ok();
    refused(
        &verify(&bens, &bens_key, "?scope=servers:write").await,
        401,
        "otp_required",
    );
    refused(&verify(&bens, "", "?max_mfa_age=900").await, 401, "otp_required");
    app.tables
        .run(&format!("UPDATE member SET role = 'member' WHERE email = '{BEN}'"))
        .await;
    refused(&verify(&bens, &bens_key, "?role=admin").await, 403, "forbidden");
    let page = ana_activity(&app, &ana).await;
    assert!(
        page.contains("Request to an application refused: the API key may not do this"),
        "{page}"
    );
}

#[tokio::test]
async fn a_scope_that_the_settings_no_longer_have_is_not_passed_on() {
    let (app, _, _) = platform().await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app.made_key(&mut bens, "Old", "verify servers:read").await.text;
    // As it was before an upgrade of the settings.
    app.tables
        .run("UPDATE api_key SET scopes = 'verify servers:stop servers:delete servers:read'")
        .await;
    let passed = verify(&bens, &key, "").await.ok();
    assert_eq!(passed.header("x-twofold-scope"), "verify servers:read");
    for scope in ["servers:stop", "servers:delete"] {
        refused(&verify(&bens, &key, &format!("?scope={scope}")).await, 403, "forbidden");
    }
}

async fn ana_activity(app: &TestApp, ana: &Person) -> String {
    let mut browser = app.fully(ana).await;
    browser.get("/security/activity?kind=app-access").await.ok().body
}

#[tokio::test]
async fn a_browser_passes_with_a_full_session_only() {
    let (app, mut ana, mut browser) = platform().await;
    let passed = verify(&browser, "", "?role=owner").await.ok();
    assert_eq!(passed.header("x-twofold-amr"), "pwd otp");
    assert!(!passed.headers.contains_key("x-twofold-scope"));
    assert_eq!(passed.header("x-twofold-device"), ana.phone().id);
    // A person has no scopes, but proves the second factor as often as a scope wants it.
    verify(&browser, "", "?scope=servers:write").await.ok();
    app.clock.advance(301);
    refused(&verify(&browser, "", "?scope=servers:write").await, 401, "otp_required");
    refused(&verify(&browser, "", "?scope=servers:delete").await, 403, "forbidden");
    verify(&browser, "", "?scope=servers:read").await.ok();
    // It keeps the session from becoming idle.
    app.clock.advance(3_000);
    verify(&browser, "", "").await.ok();
    app.clock.advance(3_000);
    assert!(browser.is_in().await);

    let challenge = app.challenge(&ana).await;
    refused(&verify(&challenge, "", "").await, 401, "unauthenticated");
    let repair = app.repairing(&mut ana).await;
    refused(&verify(&repair, "", "").await, 403, "repair");
    let copy = browser.clone();
    browser.post("sign-out", &[]).await.ok();
    refused(&verify(&copy, "", "").await, 401, "unauthenticated");
}

#[tokio::test]
async fn proxies_get_no_other_answer_than_the_three_they_know() {
    let (_app, _, browser) = platform().await;
    for query in [
        "?max_mfa_age=x",
        "?max_mfa_age=-1",
        "?max_mfa_age=0",
        "?max_mfa_age=31536001",
        "?role=root",
        "?scope=a&scope=b",
        "?scopes=a",
        "?a=b",
        "?%00",
        &format!("?scope={}", "a".repeat(9_000)),
    ] {
        let reply = verify(&browser, "", query).await;
        refused(&reply, 403, "invalid");
    }
    for method in ["POST", "DELETE", "PROPFIND", "OPTIONS", "HEAD", "CONNECT-ISH"] {
        let reply = call(&browser, method.parse().unwrap(), "/api/v1/verify", &[]).await;
        assert_eq!(reply.status, 200, "{method}");
    }
    let good = ("authorization", "Basic YTpi");
    for headers in [
        &[good] as &[_],
        &[good, good],
        &[("authorization", "Bearer")],
        &[("authorization", "")],
    ] {
        // A credential that is sent counts, not the cookie beside it.
        refused(
            &call(&browser, Method::GET, "/api/v1/verify", headers).await,
            401,
            "unauthenticated",
        );
    }
    for headers in [
        ("host", "app.example.com"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ] {
        call(&browser, Method::GET, "/api/v1/verify", &[headers]).await.ok();
    }
    for path in ["/api/v1/verifyx", "/api/v1/Verify"] {
        assert_eq!(call(&browser, Method::GET, path, &[]).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn below_the_path_the_demand_is_the_proxy_s_and_not_the_client_s() {
    let (app, ana, mut browser) = platform().await;
    let key = app.made_key(&mut browser, "Deploy", "servers:read").await.text;
    let token = format!(
        "Bearer {}",
        buy(&browser, &key, &app.fresh_code(ana.phone()), "").await.token()
    );
    let ask = async |path: &str, demand: &str| {
        let headers = [("authorization", token.as_str()), ("x-twofold-demand", demand)];
        let path = format!("/api/v1/verify{path}");
        call(
            &app.browser(),
            Method::POST,
            &path,
            &headers[..if demand.is_empty() { 1 } else { 2 }],
        )
        .await
    };
    ask("/servers/1?scope=x&scope=y&role=", "scope=servers:read").await.ok();
    refused(&ask("/?scope=servers:read", "").await, 403, "forbidden");
    refused(
        &ask("/?scope=servers:read", "scope=servers:write").await,
        403,
        "forbidden",
    );
    refused(&ask("/", "scope=servers:read&x=1").await, 403, "invalid");
    for hidden in [
        "#scope=servers:write",
        "scope=servers:read#x",
        "#",
        "scope=servers:read\t",
    ] {
        refused(&ask("/", hidden).await, 403, "invalid");
    }
    refused(&ask("", "scope=servers:read").await, 403, "forbidden");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_announced_and_never_sent_keeps_nobody_waiting() {
    let (app, _, browser) = platform().await;
    let address = served(&app).await;
    let cookie = browser.cookie(crate::browser::SESSION);
    for announced in ["Content-Length: 5000000", "Transfer-Encoding: chunked"] {
        let head = format!(
            "POST /api/v1/verify HTTP/1.1\r\nHost: localhost:3000\r\nCookie: {}={cookie}\r\n{announced}\r\n\r\n",
            crate::browser::SESSION
        );
        let answer = shout(address, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{announced}: {answer}");
    }
}

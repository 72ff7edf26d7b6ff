//! Browsers at applications on hosts of their own.

mod old_factor;

use crate::{
    browser::{Browser, Reply, SESSION},
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use http::Method;
use testing::Plan;

const WIKI: &str = "https://wiki.example.com";
const SHOP: &str = "https://shop.example.com:8443";
const OURS: &str = "https://localhost:3000";
const STATE: &str = "__Host-twofold-state";
const APP: &str = "__Host-twofold";

async fn platform() -> TestApp {
    TestApp::planned(Plan {
        apps: &[WIKI, SHOP],
        ..Plan::default()
    })
    .await
}

/// The browser at this host, with its own cookies there.
fn at(app: &TestApp, origin: &str) -> Browser {
    let mut browser = app.browser();
    browser.host = origin.strip_prefix("https://").unwrap().to_owned();
    browser
}

/// The path that a redirect to this host leads to.
#[track_caller]
fn leads_to<'a>(reply: &'a Reply, origin: &str) -> &'a str {
    assert_eq!(reply.status, 302, "{}", reply.body);
    reply.location().strip_prefix(origin).unwrap()
}

/// What a proxy of this host is told about the browser.
async fn verify(browser: &Browser) -> Reply {
    let mut browser = browser.clone();
    let request = browser
        .request(Method::GET, "/api/v1/verify")
        .header("accept", "application/json");
    browser.send(request.body(axum::body::Body::empty()).unwrap()).await
}

/// Brings a signed-in browser to a host, up to the callback.
async fn code_for(there: &mut Browser, here: &mut Browser, origin: &str, next: &str) -> String {
    let begun = there.get(&format!("/.twofold/sign-in?next={next}")).await;
    let open = leads_to(&begun, OURS).to_owned();
    let back = here.get(&open).await;
    leads_to(&back, origin).to_owned()
}

#[tokio::test]
async fn a_browser_that_is_signed_in_here_is_signed_in_there() {
    let app = platform().await;
    let (ana, _) = app.protected(ANA).await;
    let (mut there, mut here) = (at(&app, WIKI), app.browser());
    assert_eq!(verify(&there).await.status, 401);
    let begun = there.get("/.twofold/sign-in?next=/ui/page%3Fa%3Db").await;
    let open = leads_to(&begun, OURS).to_owned();
    assert!(
        open.starts_with("/apps/open?app=https%3A%2F%2Fwiki.example.com&state="),
        "{open}"
    );
    let stopped = here.get(&open).await;
    let sign_in = stopped.location().to_owned();
    assert!(sign_in.starts_with("/sign-in?next=/apps/open"), "{sign_in}");
    let page = here.get(&sign_in).await.ok();
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self' https://wiki.example.com https://shop.example.com:8443;"),
        "{policy}"
    );

    // Without scripts: password, passcode, and on.
    here.page = "/sign-in".into();
    let fields = [("email", ANA), ("password", PASSWORD), ("next", open.as_str())];
    let passcode = here.form("sign-in", &fields).await;
    assert!(
        passcode.location().starts_with("/sign-in/passcode?next=/apps/open"),
        "{}",
        passcode.location()
    );
    let code = app.fresh_code(ana.phone());
    let done = here
        .form("sign-in/passcode", &[("passcode", &code), ("next", &open)])
        .await;
    assert_eq!(done.location(), open);
    let back = here.get(&open).await;
    let callback = leads_to(&back, WIKI);
    let arrived = there.get(callback).await;
    assert_eq!(arrived.location(), "/ui/page?a=b", "where it wanted to go");
    assert!(there.cookie(STATE).is_empty() && !there.cookie(APP).is_empty());
    assert!(
        !app.tables.text().await.contains(&there.cookie(APP)),
        "the database has its digest only"
    );

    let passed = verify(&there).await.ok();
    assert_eq!(
        (passed.header("x-twofold-email"), passed.header("x-twofold-amr")),
        (ANA, "pwd otp")
    );
    let mut ours = app.browser();
    ours.jar = there.jar.clone();
    ours.put(SESSION, &there.cookie(APP));
    assert!(!ours.is_in().await, "it is no session");
    assert_eq!(verify(&ours).await.status, 401);

    here.post("sign-out", &[]).await.ok();
    assert_eq!(verify(&there).await.status, 401, "it ends with its session");
}

#[tokio::test]
async fn a_code_is_good_once_for_a_minute_for_its_browser_and_host() {
    let app = platform().await;
    let (_, mut here) = app.protected(ANA).await;
    let mut there = at(&app, WIKI);
    let callback = code_for(&mut there, &mut here, WIKI, "/").await;
    let mut stranger = at(&app, WIKI);
    assert_eq!(stranger.get(&callback).await.status, 403, "without a state");
    stranger.get("/.twofold/sign-in").await;
    assert_eq!(stranger.get(&callback).await.status, 403, "with another state");
    assert_eq!(there.get(&callback).await.status, 403, "used up");
    assert_eq!(verify(&there).await.status, 401);

    let callback = code_for(&mut there, &mut here, WIKI, "/").await;
    let copy = there.clone();
    assert_eq!(there.get(&callback).await.status, 302);
    assert_eq!(copy.clone().get(&callback).await.status, 403, "twice");
    verify(&there).await.ok();

    there.get("/.twofold/sign-in").await;
    for malformed in ["", "?code", "?code=a&code=b", "?code=%ff", "?code="] {
        let reply = there.get(&format!("/.twofold/callback{malformed}")).await;
        assert_eq!(reply.status, 403, "{malformed}");
        assert!(
            reply.header("content-type").starts_with("text/html"),
            "a page for people"
        );
    }
    let callback = code_for(&mut there, &mut here, WIKI, "/").await;
    app.clock.advance(60);
    assert_eq!(there.get(&callback).await.status, 403, "too late");

    let callback = code_for(&mut there, &mut here, WIKI, "/").await;
    let mut elsewhere = at(&app, SHOP);
    elsewhere.jar = there.jar.clone();
    assert_eq!(elsewhere.get(&callback).await.status, 403, "at another application");
}

#[tokio::test]
async fn what_one_application_has_is_worth_nothing_at_another() {
    let app = platform().await;
    let (_, mut here) = app.protected(ANA).await;
    let mut there = at(&app, WIKI);
    let callback = code_for(&mut there, &mut here, WIKI, "/").await;
    there.get(&callback).await;
    verify(&there).await.ok();
    let mut elsewhere = at(&app, SHOP);
    elsewhere.jar = there.jar.clone();
    assert_eq!(verify(&elsewhere).await.status, 401);
    // The proxy names the host if it asks by another one.
    elsewhere.host = "127.0.0.1:3000".into();
    assert_eq!(verify(&elsewhere).await.status, 401, "of no application");
    elsewhere.extra = vec![("x-forwarded-host", "wiki.example.com".into())];
    verify(&elsewhere).await.ok();
    elsewhere.extra.push(("x-forwarded-host", "wiki.example.com".into()));
    assert_eq!(verify(&elsewhere).await.status, 401, "two names");
}

#[tokio::test]
async fn b65_it_leads_to_paths_and_to_applications_of_the_settings_only() {
    let app = platform().await;
    let (mut ana, mut here) = app.protected(ANA).await;
    let state = "0".repeat(64);
    for (application, state) in [
        ("https://evil.example", state.as_str()),
        ("https://wiki.example.com.evil.example", &state),
        ("https://wiki.example.com/", &state),
        ("http://wiki.example.com", &state),
        ("//wiki.example.com", &state),
        ("", &state),
        (WIKI, ""),
        (WIKI, "x"),
        (WIKI, &"A".repeat(64)),
    ] {
        let encoded: String = form_urlencoded::byte_serialize(application.as_bytes()).collect();
        let reply = here.get(&format!("/apps/open?app={encoded}&state={state}")).await;
        assert_eq!(reply.status, 404, "{application} {state}");
    }
    for next in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil.example",
        "%0d%0a",
        "javascript:alert(1)",
    ] {
        let mut there = at(&app, WIKI);
        let callback = code_for(&mut there, &mut here, WIKI, next).await;
        assert_eq!(there.get(&callback).await.location(), "/", "{next}");
    }
    let mut unknown = at(&app, "https://other.example.com");
    assert_eq!(unknown.get("/.twofold/sign-in").await.status, 421);
    assert_eq!(unknown.get("/.twofold/callback?code=x").await.status, 421);

    let repair = app.repairing(&mut ana).await;
    let open = format!("/apps/open?app=https%3A%2F%2Fwiki.example.com&state={state}");
    let reply = repair.clone().get(&open).await;
    assert_eq!((reply.status.as_u16(), reply.location()), (302, "/security/two-factor"));
    let mut challenge = app.challenge(&ana).await;
    assert!(challenge.get(&open).await.location().starts_with("/sign-in?next="));
}

#[tokio::test]
async fn proxies_name_the_wanted_page_as_well_as_they_can() {
    let app = platform().await;
    let (_, mut here) = app.protected(ANA).await;
    for (query, path) in [
        ("next=/a%3Fb%3D1%26c%3D%252F", "/a?b=1&c=%2F"),
        ("next=https://wiki.example.com/a%3Fb%3D1%26c%3D2", "/a?b=1&c=2"),
        // As the browser sent it, which may have parameters of these names itself.
        (
            "uri=/a%20b?c=1&d=2+3&next=/x&next=/y&uri=/z",
            "/a%20b?c=1&d=2+3&next=/x&next=/y&uri=/z",
        ),
        ("uri=/%zz?%zz", "/%zz?%zz"),
        ("uri=https://wiki.example.com/a", "/a"),
        ("next=/a&uri=/b", "/a"),
        // Before it, how old the second factor may be.
        (
            "max_mfa_age=300&uri=/a?max_mfa_age=x&next=/b",
            "/a?max_mfa_age=x&next=/b",
        ),
        ("max_mfa_age=&uri=/a?b=1", "/a?b=1"),
        ("max_mfa_age=300&next=/a%3Fb%3D1", "/a?b=1"),
        ("next=/a&max_mfa_age=300", "/a"),
        ("max_mfa_age=300", "/"),
        ("next=/a&next=/b", "/"),
        ("next=https://wiki.example.com.evil.example/", "/"),
        ("next=https://wiki.example.com//evil.example/", "/"),
        ("next=https://shop.example.com:8443/a", "/"),
        ("uri=//evil.example", "/"),
        ("uri=/%5C%5Cevil.example", "/%5C%5Cevil.example"),
        ("uri=https://evil.example/", "/"),
        ("uri=", "/"),
        ("", "/"),
    ] {
        let mut there = at(&app, WIKI);
        let begun = there.get(&format!("/.twofold/sign-in?{query}")).await;
        let back = here.get(leads_to(&begun, OURS)).await;
        let arrived = there.get(leads_to(&back, WIKI)).await;
        assert_eq!(arrived.location(), path, "{query}");
    }
}

#[tokio::test]
async fn a_member_s_sessions_at_applications_end_with_what_ends_the_session() {
    let app = platform().await;
    let ben = app.join(BEN).await;
    let (mut here, mut other) = (app.signed_in(&ben).await, app.signed_in(&ben).await);
    let mut there = at(&app, WIKI);
    let callback = code_for(&mut there, &mut here, WIKI, "/").await;
    there.get(&callback).await;
    // The session gets a new token at each change of rights; this stays with it.
    here.post("apps/prove-again", &[("password", PASSWORD)]).await.ok();
    verify(&there).await.ok();
    let fields = [("password", PASSWORD), ("new_password", "eight purple tricycles")];
    other.post("profile/change-password", &fields).await.ok();
    assert_eq!(verify(&there).await.status, 401);
    assert!(app.tables.rows("app_session").await.is_empty());
}

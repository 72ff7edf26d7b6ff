//! Security headers on every response, error pages and static files included; foreign hosts.

use crate::{
    browser::{Browser, HTML, Reply},
    hashers::{Behaviour, OddHasher},
    people::ANA,
    test_app::TestApp,
};
use axum::body::Body;
use http::{Method, Request, header};
use std::{collections::BTreeSet, net::IpAddr, sync::Arc};
use tokio::{sync::Barrier, task::JoinSet, time::pause};

/// Returns the policy with the nonce removed.
const POLICY: &str = "default-src 'none'; script-src 'self' 'nonce-' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                      font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

fn nonce(reply: &Reply) -> String {
    let policy = reply.header("content-security-policy");
    let (_, rest) = policy.split_once("'nonce-").unwrap();
    rest.split_once('\'').unwrap().0.to_owned()
}

fn check(reply: &Reply, what: &str) {
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=63072000"),
    ];
    for (name, value) in fixed {
        assert_eq!(reply.header(name), value, "{what}: {name}");
    }
    let nonce = nonce(reply);
    assert!(nonce.len() >= 22, "{what}: 128 bits");
    assert_eq!(
        reply.header("content-security-policy").replace(&nonce, ""),
        POLICY,
        "{what}"
    );
    for banner in ["server", "x-powered-by", "via"] {
        assert!(!reply.headers.contains_key(banner), "{what}: {banner}");
    }
    assert!(!reply.headers.contains_key("access-control-allow-origin"), "{what}");
    for version in [env!("CARGO_PKG_VERSION"), "axum", "hyper", "leptos"] {
        let head = format!("{:?}", reply.headers);
        assert!(!head.to_lowercase().contains(version), "{what}: {version} in {head}");
    }
    // Every inline script of a page carries this nonce, and there is no other way to run one.
    for tag in reply.body.split("<script").skip(1) {
        let (attributes, _) = tag.split_once('>').unwrap();
        assert!(
            attributes.contains("src=") || attributes.contains(&format!("nonce=\"{nonce}\"")),
            "{what}: <script{attributes}>"
        );
    }
    let html = reply.header("content-type").starts_with("text/html");
    for inline in [" onclick=", " onload=", " onerror=", "javascript:", " style=\""] {
        assert!(!html || !reply.body.contains(inline), "{what}: {inline}");
    }
}

async fn everything(app: &TestApp, member: &Browser) -> Vec<(String, Reply)> {
    let mut all = reads(app, member).await;
    all.extend(calls(app, member).await);
    all.extend(refusals(app, member).await);
    all
}

/// The rarer refusals, for a script and for a form.
async fn refusals(app: &TestApp, member: &Browser) -> Vec<(String, Reply)> {
    let mut all = Vec::new();
    let wrong = [("email", ANA), ("password", "wrong horse battery")];
    let rename = [("name", "")];
    for (endpoint, fields) in [
        ("sign-in", &wrong[..]),
        ("profile/rename", &rename),
        ("links/held", &[("kind", "ConfirmEmail")]),
        ("two-factor/switch-off", &[]),
    ] {
        all.push((
            format!("refused script {endpoint}"),
            member.clone().post(endpoint, fields).await,
        ));
        all.push((
            format!("refused form {endpoint}"),
            member.clone().form(endpoint, fields).await,
        ));
    }
    let mut browser = app.browser();
    for _ in 0..10 {
        browser.post("sign-in", &wrong).await;
    }
    all.push(("wait".into(), browser.post("sign-in", &wrong).await));
    let media = browser
        .request(Method::POST, "/ui/sign-in")
        .header(header::ACCEPT, HTML)
        .header("sec-fetch-site", "same-origin");
    all.push((
        "media".into(),
        browser.send(media.body(Body::from("{}")).unwrap()).await,
    ));
    all.push(("long".into(), browser.get(&format!("/{}", "a".repeat(9_000))).await));
    let foreign = hosted(&mut browser, &["evil.example"], "/sign-in").await;
    all.push(("foreign".into(), foreign));
    all
}

async fn reads(app: &TestApp, member: &Browser) -> Vec<(String, Reply)> {
    let mut all = Vec::new();
    for path in [
        "/",
        "/profile",
        "/security",
        "/security/two-factor",
        "/security/two-factor/new",
        "/security/recovery-codes",
        "/security/two-factor/switch-off",
        "/security/activity",
    ] {
        all.push((format!("member {path}"), member.clone().get(path).await));
        all.push((format!("signed out {path}"), app.browser().get(path).await));
    }
    for path in [
        "/sign-in",
        "/sign-up",
        "/set-up",
        "/sign-in?__err=x",
        "/nothing",
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/assets/none.js",
        "/favicon.svg",
    ] {
        all.push((path.to_owned(), app.browser().get(path).await));
    }
    all
}

async fn calls(app: &TestApp, member: &Browser) -> Vec<(String, Reply)> {
    let mut all = Vec::new();
    for (endpoint, fields) in [
        ("home", vec![]),
        ("sign-in", vec![("email", "x")]),
        ("devices/scan", vec![("id", "x")]),
        ("nothing", vec![]),
    ] {
        all.push((
            format!("member script {endpoint}"),
            member.clone().post(endpoint, &fields).await,
        ));
        all.push((
            format!("script {endpoint}"),
            app.browser().post(endpoint, &fields).await,
        ));
        all.push((format!("form {endpoint}"), app.browser().form(endpoint, &fields).await));
    }
    let mut browser = app.browser();
    let bare = browser
        .request(Method::POST, "/ui/home")
        .header(header::ACCEPT, HTML)
        .body(Body::empty())
        .unwrap();
    all.push(("cross-site".into(), browser.send(bare).await));
    let put = browser
        .request(Method::PUT, "/sign-in")
        .header("sec-fetch-site", "none")
        .body(Body::empty())
        .unwrap();
    all.push(("method".into(), browser.send(put).await));
    let large = browser.script("sign-in").body(Body::from(vec![b'a'; 70_000])).unwrap();
    all.push(("large".into(), browser.send(large).await));
    all
}

#[tokio::test]
async fn every_response_has_the_security_headers() {
    let app = TestApp::new().await;
    let (_, member) = app.protected(ANA).await;
    let (mut nonces, mut statuses) = (BTreeSet::new(), BTreeSet::new());
    let all = everything(&app, &member).await;
    for (what, reply) in &all {
        check(reply, what);
        statuses.insert(reply.status.as_u16());
        assert!(nonces.insert(nonce(reply)), "{what}: a nonce is used once");
        let public = what.contains("robots") || what.contains("favicon");
        assert!(
            public || reply.header("cache-control") == "no-store",
            "{what}: {}",
            reply.header("cache-control")
        );
        assert!(!reply.header("x-request-id").is_empty(), "{what}");
    }
    for status in [200, 302, 400, 401, 403, 404, 405, 410, 413, 414, 415, 421, 422, 429] {
        assert!(statuses.contains(&status), "{status} was not among {statuses:?}");
    }
}

/// Checks an answer with an error of the server, to a script and to a form.
fn check_failure(what: &str, status: u16, replies: &[Reply]) {
    for reply in replies {
        assert_eq!(reply.status, status, "{what}: {}", reply.body);
        check(reply, what);
        assert_eq!(reply.header("cache-control"), "no-store", "{what}");
        assert!(!reply.header("x-request-id").is_empty(), "{what}");
    }
}

#[tokio::test]
async fn errors_of_the_server_have_the_security_headers() {
    let (hasher, plan) = OddHasher::planned();
    let app = TestApp::planned(plan).await;
    let mut browser = app.browser();
    let sign_in = [("email", ANA), ("password", "seven green bicycles")];
    hasher.set(Behaviour::Panics);
    let replies = [
        browser.post("sign-in", &sign_in).await,
        browser.form("sign-in", &sign_in).await,
    ];
    check_failure("a panic", 500, &replies);
    hasher.set(Behaviour::Busy);
    let busy = browser.post("sign-in", &sign_in).await;
    check_failure("a full queue", 503, &[busy]);
    hasher.set(Behaviour::Works);
    app.tables.run("ALTER TABLE try_window RENAME TO elsewhere").await;
    let replies = [
        browser.post("sign-in", &sign_in).await,
        browser.form("sign-in", &sign_in).await,
    ];
    check_failure("a broken database", 500, &replies);
}

#[tokio::test]
async fn a_full_house_and_a_late_answer_have_the_security_headers() {
    let (hasher, plan) = OddHasher::planned();
    let app = TestApp::planned(plan).await;
    let sign_in = [("email", ANA), ("password", "seven green bicycles")];
    let crowd = 1_024;
    let barrier = Arc::new(Barrier::new(crowd + 1));
    hasher.set(Behaviour::Hangs(barrier.clone()));
    // Every request slot is taken by a sign-in whose password is being checked, each from a network of its own.
    let mut waiting = JoinSet::new();
    for n in 0..crowd {
        let mut browser = app.browser();
        let [high, low] = u16::try_from(n).unwrap().to_be_bytes();
        browser.address = IpAddr::from([198, 18, high, low]);
        let email = format!("nobody{n}@example.com");
        waiting.spawn(async move {
            browser
                .post("sign-in", &[("email", &email), ("password", "anything")])
                .await
        });
    }
    barrier.wait().await;
    let mut late = app.browser();
    let replies = [
        late.post("sign-in", &sign_in).await,
        late.form("sign-in", &sign_in).await,
        late.get("/sign-in").await,
    ];
    check_failure("no slot", 503, &replies);
    assert!(replies.iter().all(|reply| reply.header("retry-after") == "2"));
    // Nothing but the timeout is left to happen.
    pause();
    let timed_out = waiting.join_next().await.unwrap().unwrap();
    check_failure("no answer in time", 504, &[timed_out]);
}

#[tokio::test]
async fn a_page_runs_with_the_nonce_of_its_own_header() {
    let app = TestApp::new().await;
    let (_, mut member) = app.protected(ANA).await;
    for path in ["/", "/security/two-factor"] {
        let (one, two) = (member.get(path).await, member.get(path).await);
        assert_ne!(nonce(&one), nonce(&two));
        assert!(
            one.body.contains(&format!("nonce=\"{}\"", nonce(&one))),
            "{path}: the page's data is in such a script"
        );
        assert!(!two.body.contains(&nonce(&one)));
    }
}

async fn hosted(browser: &mut Browser, hosts: &[&str], path: &str) -> Reply {
    let mut request = Request::builder().uri(path).header(header::ACCEPT, HTML);
    for host in hosts {
        request = request.header(header::HOST, *host);
    }
    browser.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_foreign_host_is_misdirected() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    for host in ["localhost:3000", "LOCALHOST:3000"] {
        assert_eq!(hosted(&mut browser, &[host], "/sign-in").await.status, 200, "{host}");
    }
    let foreign = [
        "evil.example",
        "localhost",
        "localhost:3001",
        "localhost:3000.evil.example",
        "evil.example:3000",
        "127.0.0.1:3000",
        "",
        "localhost:3000@evil.example",
        "localhost:3000,evil.example",
    ];
    for host in foreign {
        for path in ["/sign-in", "/robots.txt", "/assets/client.js", "/healthz/", "/nothing"] {
            let reply = hosted(&mut browser, &[host], path).await;
            assert_eq!(reply.status, 421, "{host} {path}");
            check(&reply, host);
            assert!(host.is_empty() || !reply.body.contains(host));
        }
    }
    assert_eq!(hosted(&mut browser, &[], "/sign-in").await.status, 421);
    assert_eq!(
        hosted(&mut browser, &["localhost:3000", "evil.example"], "/sign-in")
            .await
            .status,
        421
    );
    assert_eq!(
        hosted(&mut browser, &["localhost:3000"], "http://evil.example/sign-in")
            .await
            .status,
        421
    );
    // Other headers that name a host are ignored.
    browser.extra = vec![
        ("x-forwarded-host", "evil.example".into()),
        ("x-original-url", "/security".into()),
    ];
    let reply = browser.get("/sign-in").await;
    assert!(reply.status == 200 && !reply.body.contains("evil.example"));
}

#[tokio::test]
async fn probes_by_address_are_answered_and_nothing_else() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    for hosts in [&["10.0.0.7:3000"][..], &["evil.example"], &["a", "b"], &[]] {
        for path in ["/healthz", "/readyz"] {
            let reply = hosted(&mut browser, hosts, path).await;
            assert_eq!(
                (reply.status.as_u16(), reply.body.as_str()),
                (200, "ok\n"),
                "{hosts:?} {path}"
            );
            check(&reply, path);
        }
        assert_eq!(hosted(&mut browser, hosts, "/sign-in").await.status, 421, "{hosts:?}");
    }
    let body = Body::from_stream(futures_util::stream::pending::<Result<bytes::Bytes, std::io::Error>>());
    let post = Request::post("/healthz").header("sec-fetch-site", "none").body(body);
    assert_eq!(
        browser.send(post.unwrap()).await.status,
        405,
        "without waiting for the body"
    );
}

/// The details are in the unit tests of `assets`. Skipped if the client was not built.
#[tokio::test]
async fn a_file_at_a_fixed_path_is_sent_once() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let ask = |method: Method, tag: &str| {
        let request = app.browser().request(method, "/robots.txt");
        let request = request.header(header::IF_NONE_MATCH, tag).body(Body::empty());
        request.unwrap()
    };
    let first = browser.send(ask(Method::GET, "")).await;
    if first.status == 404 {
        return;
    }
    let head = browser.send(ask(Method::HEAD, "")).await;
    assert_eq!((head.status, head.body.len()), (first.status, 0));
    assert_eq!(head.header("etag"), first.header("etag"));
    let again = browser.send(ask(Method::GET, first.header("etag"))).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert!(!first.body.is_empty() && !first.header("etag").is_empty());
}

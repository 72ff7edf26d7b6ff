//! B65: no redirect leads to another site.

use crate::{
    browser::{HTML, encoded},
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use axum::body::Body;
use http::{HeaderValue, Request, header};

const EVIL: &str = "evil.example";

const PREFIXES: [&str; 25] = [
    "https://",
    "http://",
    "HTTPS://",
    "//",
    "///",
    "////",
    "/\\",
    "\\/",
    "\\\\",
    "\\",
    "/\\/",
    "https:",
    "https:/",
    "https:///",
    "http:\\\\",
    "/\t/",
    "\t//",
    " //",
    "/\n/",
    "/\r\n/",
    "\u{0}//",
    "/%09/",
    "javascript://",
    "data:text/html,",
    "ftp://",
];

const SUFFIXES: [&str; 5] = ["", "/", "/security", ":80/", "@localhost:3000/"];

const MORE: [&str; 30] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "vbscript:x",
    "data:text/html;base64,PHNjcmlwdD4=",
    "blob:x",
    "",
    " ",
    "security",
    "./security",
    "../security",
    "?next=//evil.example",
    "#//evil.example",
    "http://localhost:3000@evil.example/",
    "http://localhost:3000.evil.example/",
    "https://evil.example\\@localhost:3000",
    "//localhost:3000@evil.example",
    "/\u{2044}evil.example",
    "\u{2044}\u{2044}evil.example",
    "/\u{ff0f}evil.example",
    "\u{ff0f}\u{ff0f}evil.example",
    "/ui/sign-out",
    "/security\r\nSet-Cookie: a=b",
    "/security\nLocation: https://evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/security//evil.example",
    "/%5cevil.example\\",
    "/\u{7f}/evil.example",
    "/\u{feff}/evil.example",
];

fn shapes() -> Vec<String> {
    let crossed = PREFIXES
        .iter()
        .flat_map(|prefix| SUFFIXES.iter().map(move |suffix| format!("{prefix}{EVIL}{suffix}")));
    crossed.chain(MORE.iter().map(|shape| (*shape).to_owned())).collect()
}

/// Whether a browser at our origin that is redirected to `location` stays there. Written from the URL standard's
/// parser, independently of the product's check.
fn stays(location: &str) -> bool {
    let dropped: String = location
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let path = dropped.replace('\\', "/");
    path.starts_with('/') && !path.starts_with("//") && !collapses(&path)
}

/// `/.//host` and `/..//host` become `//host` only if a URL is parsed twice. They are refused as well.
fn collapses(path: &str) -> bool {
    path.split(['?', '#']).next().unwrap_or_default().contains("//")
}

#[tokio::test]
async fn b65_no_form_of_next_leads_to_another_site() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let (ben, _) = app.protected("ben@example.net").await;
    let shapes = shapes();
    assert!(shapes.len() >= 150, "{}", shapes.len());
    let mut phone = app.browser();
    for (number, next) in shapes.iter().enumerate() {
        if number % 50 == 49 {
            // From another network, because of the limit on hashes.
            phone = app.browser();
        }
        let fields = [
            ("email", ana.email.as_str()),
            ("password", PASSWORD),
            ("next", next.as_str()),
        ];
        let mut plain = app.browser();
        let form = plain.form("sign-in", &fields).await;
        assert!(
            form.status == 302 && stays(form.location()),
            "{next:?} leads to {:?}",
            form.location()
        );
        assert!(
            !form.headers.contains_key("set-cookie")
                || form
                    .headers
                    .get_all("set-cookie")
                    .iter()
                    .all(|c| !c.to_str().unwrap().starts_with("a="))
        );
        assert!(plain.is_in().await, "{next:?}: the sign-in itself is honest");
        let script = app.browser().post("sign-in", &fields).await.ok();
        assert!(
            script.location().is_empty() || stays(script.location()),
            "{next:?} leads to {:?}",
            script.location()
        );
        // The same through the passcode page, whose query must not lead away either.
        let fields = [
            ("email", ben.email.as_str()),
            ("password", PASSWORD),
            ("next", next.as_str()),
        ];
        let form = phone.form("sign-in", &fields).await;
        assert!(
            stays(form.location()) && form.location().starts_with("/sign-in/passcode"),
            "{next:?}: {}",
            form.location()
        );
    }
    for next in ["/security", "/security/two-factor?x=1", "/profile"] {
        let fields = [("email", ana.email.as_str()), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.browser().form("sign-in", &fields).await.location(), next);
        assert_eq!(app.browser().post("sign-in", &fields).await.ok().location(), next);
    }
}

#[tokio::test]
async fn b65_nor_does_next_after_the_passcode() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    for next in shapes().iter().step_by(3) {
        let mut browser = app.challenge(&ana).await;
        let code = app.fresh_code(ana.phone());
        let form = browser
            .form("sign-in/passcode", &[("passcode", &code), ("next", next)])
            .await;
        assert!(
            form.status == 302 && stays(form.location()),
            "{next:?} leads to {:?}",
            form.location()
        );
        assert!(browser.is_in().await);
        app.clock.advance(60);
    }
}

#[tokio::test]
async fn b65_a_failed_form_goes_back_to_our_page_only() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let fields = [("email", ANA), ("password", "wrong horse battery")];
    let crafted = [
        "https://evil.example/sign-in",
        "//evil.example/",
        "http://localhost:3000.evil.example/",
        "http://localhost:3000@evil.example/",
        "javascript:alert(1)",
        "http://localhost:3000//evil.example/",
        "http://localhost:3000/\\evil.example",
        "/ui/sign-in",
        "/sign-in?ready=owner",
        "",
    ];
    for page in crafted.into_iter().map(str::to_owned).chain(shapes()) {
        let mut browser = app.browser();
        browser.page = page.clone();
        let reply = browser.form("sign-in", &fields).await;
        assert!(
            reply.status == 302 && stays(reply.location()),
            "{page:?}: {:?}",
            reply.location()
        );
        assert!(
            !reply.location().contains("__err") && !reply.location().starts_with("/ui/"),
            "{}",
            reply.location()
        );
        assert!(!browser.is_in().await);
    }
    // The `Referer` is ignored.
    let mut browser = app.browser();
    browser.extra.push(("referer", "https://evil.example/sign-in".into()));
    browser.page = "/sign-in".into();
    assert_eq!(browser.form("sign-in", &fields).await.location(), "/sign-in");
    // A page with an id in its path is returned to; a form without a page leads to Home.
    browser.page = "/security/two-factor/0123456789abcdef/remove".into();
    let page = browser.page.clone();
    assert_eq!(browser.form("devices/remove", &[("id", "1")]).await.location(), page);
    let request = browser.script("sign-in").body(Body::from(encoded(&fields))).unwrap();
    let (mut parts, body) = request.into_parts();
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static(HTML));
    let reply = browser.send(Request::from_parts(parts, body)).await;
    assert_eq!((reply.status.as_u16(), reply.location()), (302, "/"));
    let mut browser = app.browser();
    browser.page = "/sign-in".into();
    assert_eq!(browser.form("sign-in", &fields).await.location(), "/sign-in");
    let page = browser.get("/sign-in").await;
    assert!(
        page.body.contains(ANA) && !page.body.contains("wrong horse"),
        "what was typed is back, but no secret"
    );
    // A crafted link shows nothing of its content.
    let crafted = app
        .browser()
        .get("/sign-in?__err=eyJ4IjoieSJ9&__path=%2Fui%2Fsign-in&next=/security")
        .await;
    assert_eq!(
        (crafted.status.as_u16(), crafted.location()),
        (302, "/sign-in?next=/security")
    );
}

/// The table of pages says which pages need a session; only those redirect a visitor to sign-in.
#[tokio::test]
async fn pages_that_need_a_session_redirect_visitors_to_sign_in() {
    let app = TestApp::new().await;
    for page in app::page::ALL {
        let path = page.path_of("0123456789abcdef");
        let reply = app.browser().get(&path).await;
        let sent = reply.status == 302 && reply.location().starts_with("/sign-in");
        assert_eq!(sent, page.part == app::ClientPart::Home, "{path}: {}", reply.status);
    }
}

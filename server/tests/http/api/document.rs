//! The document of the API, and its reference for people.

use crate::{browser::Reply, test_app::TestApp};

async fn read(app: &TestApp, path: &str) -> Reply {
    app.browser().get(path).await.ok()
}

#[tokio::test]
async fn the_document_is_open_to_everybody() {
    let app = TestApp::new().await;
    let reply = read(&app, "/api/v1/openapi.json").await;
    assert_eq!(reply.header("content-type"), "application/json");
    let document = reply.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["paths"]["/api/v1/tokens"]["post"]["operationId"], "buy_token");
    assert!(!reply.body.contains(&app.plan.origin), "it is the same on every server");
}

#[tokio::test]
async fn the_reference_is_one_page_that_runs_nothing_but_the_theme() {
    let app = TestApp::new().await;
    let mut german = app.browser();
    german.extra.push(("accept-language", "de".to_owned()));
    let reply = german.get("/api/docs").await.ok();
    assert_eq!(reply.header("content-language"), "en");
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(
        reply.header("content-security-policy"),
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let document = read(&app, "/api/v1/openapi.json").await.json();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(reply.body.contains(&format!("id=\"{id}\"")), "{method} {path}");
        }
    }
    for (name, _) in document["components"]["schemas"].as_object().unwrap() {
        assert!(reply.body.contains(&format!("id=\"type-{name}\"")), "{name}");
    }
    // Each link within the page leads somewhere.
    let links = reply
        .body
        .split("href=\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    for link in links {
        assert!(reply.body.contains(&format!("id=\"{link}\"")), "#{link}");
    }
}

//! Asking: what a program may send, and how often.

use super::{PATH, Stage, WISH, ask};
use crate::browser::Browser;
use http::Method;

#[tokio::test]
async fn malformed_requests_are_refused_and_nothing_waits() {
    let s = Stage::new().await;
    let with = |change: &str| format!("{{\"action\": \"servers:delete\", \"summary\": \"Delete\", {change}}}");
    let summary = |text: &str| format!("{{\"action\": \"servers:delete\", \"summary\": \"{text}\"}}");
    let action = |text: &str| format!("{{\"action\": \"{text}\", \"summary\": \"Delete\"}}");
    let bodies = [
        "{".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "{\"summary\": \"Delete\"}".to_owned(),
        "{\"action\": \"servers:delete\"}".to_owned(),
        with("\"action\": \"servers:delete\""),
        with("\"summary\": \"Another\""),
        with("\"words\": \"acorn zebra\""),
        with("\"details\": 7"),
        with("\"details\": \"\""),
        with(&format!("\"details\": \"{}\"", "a".repeat(2_001))),
        with("\"details\": \"a\\u202eb\""),
        with("\"digest\": \"9F86\""),
        with(&format!("\"digest\": \"{}\"", "A".repeat(64))),
        with(&format!("\"digest\": \"{} \"", "a".repeat(63))),
        with("\"ttl\": 59"),
        with("\"ttl\": 3601"),
        with("\"ttl\": \"600\""),
        with("\"ttl\": 1e3"),
        summary(""),
        summary(&"a".repeat(201)),
        summary("Delete\\nall"),
        summary("Delete \\u202e3-bd"),
        summary("Delete\\u0000"),
        action("servers:read"),
        action("servers:move"),
        action("me"),
        action("servers:delete "),
        "[".repeat(1_000),
    ];
    let before = s.app.tables.besides_counters().await;
    for body in bodies {
        ask(&s.program, &s.token, &body).await.is_refused(400, "invalid");
    }
    let form = [
        ("authorization", format!("Bearer {}", s.token)),
        ("content-type", "text/plain".to_owned()),
    ];
    let headers: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let client = s.program.with(&[]);
    let mut request = client.request(Method::POST, PATH);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let reply = client.clone().send(request.body(WISH.into()).unwrap()).await;
    reply.is_refused(415, "invalid");
    assert_eq!(s.app.tables.besides_counters().await, before);
}

#[tokio::test]
async fn twenty_requests_wait_at_most() {
    let s = Stage::new().await;
    for _ in 0..20 {
        s.asked().await;
    }
    let more = ask(&s.program, &s.token, WISH).await;
    more.is_refused(429, "rate_limited");
    assert_eq!(more.header("retry-after"), "600");
    let page = s.browser.clone().get("/").await.ok().body;
    assert!(page.contains("20 requests wait for approval"), "{page}");
    assert!(
        s.activity("approval-asked")
            .await
            .contains("too many requests wait already")
    );
    let mails = s.app.mails().await;
    let told = mails
        .iter()
        .filter(|mail| mail.subject.contains("approve servers:delete"));
    assert_eq!(told.count(), 10, "mails of a kind are capped");
}

#[tokio::test]
async fn home_looks_again_without_using_the_session() {
    let mut s = Stage::new().await;
    let version = async |browser: &mut Browser| browser.post("version", &[("of", "/")]).await;
    let empty = version(&mut s.browser).await.ok().json();
    let id = s.asked().await;
    let waits = version(&mut s.browser).await.ok().json();
    assert_ne!(waits, empty);
    let home = s.browser.post("home?again", &[]).await.ok().data();
    let card = home["approvals"].as_str().unwrap();
    assert!(
        card.contains(&format!("data-version=\"{}\"", waits.as_str().unwrap())),
        "{card}"
    );
    assert!(
        card.contains(&format!("/approve/{id}")) && !card.contains("<b>db-3"),
        "{card}"
    );
    s.app.clock.advance(3_000);
    version(&mut s.browser).await.ok();
    s.app.clock.advance(600);
    assert_eq!(version(&mut s.browser).await.status, 401, "idle for an hour");
}

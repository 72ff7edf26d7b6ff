//! B66: input is always rendered as text.

use crate::{
    browser::Browser,
    people::{ANA, PASSWORD},
    routes_table::pages_of_owner,
    test_app::TestApp,
};

const HOSTILE: [&str; 6] = [
    "<script>steal(1)</script>",
    "</script><script>steal(2)</script>",
    "\"><img src=x onerror=steal(3)>",
    "'-steal(4)-'",
    "</title><svg onload=steal(5)>",
    "<!--<script>steal(6)",
];

/// Scans a document like an HTML parser: no tag and no attribute of ours may contain `steal`, and scripts must end
/// where they were meant to.
fn check(body: &str, what: &str) {
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = tag_end(rest);
        let tag = &rest[..end];
        let name: String = tag[1..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/' || *c == '!')
            .collect();
        assert!(!matches!(name.as_str(), "img" | "iframe" | "object"), "{what}: {tag}");
        assert!(!attributes_run(tag), "{what}: {tag}");
        rest = &rest[end..];
        if name == "script" {
            let (content, after) = rest.split_once("</script").unwrap();
            assert!(
                !content.contains("<!--") && !content.to_lowercase().contains("<script"),
                "{what}: {content:.300}"
            );
            assert!(content.contains("steal") <= balanced(content), "{what}: {content:.300}");
            rest = after;
        } else if name == "!--" || tag.starts_with("<!--") {
            assert!(!tag.contains("steal"), "{what}: {tag}");
        }
    }
}

/// Returns the tag with its quoted values.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Whether a tag has an event handler or a URL with a script.
fn attributes_run(tag: &str) -> bool {
    let lower = tag.to_lowercase();
    [" on", "\ton", "\non"].iter().any(|on| {
        lower.split(on).skip(1).any(|rest| {
            rest.split('=')
                .next()
                .is_some_and(|name| name.chars().all(char::is_alphabetic))
                && rest.contains("=")
                && unquoted(&lower, on)
        })
    }) || lower.contains("=\"javascript:")
}

/// Whether ` on` occurs outside of quoted values.
fn unquoted(tag: &str, on: &str) -> bool {
    let at = tag.find(on).unwrap_or(0);
    tag[..at].matches('"').count().is_multiple_of(2)
}

/// Whether all string literals of a script are closed, so that no input escaped from one.
fn balanced(script: &str) -> bool {
    let (mut quote, mut escaped) = (None, false);
    for c in script.chars() {
        match (quote, escaped, c) {
            (_, true, _) => escaped = false,
            (Some(_), false, '\\') => escaped = true,
            (Some(q), false, c) if q == c => quote = None,
            (None, _, '"' | '`') => quote = Some(c),
            _ => {}
        }
    }
    quote.is_none()
}

async fn look_around(browser: &mut Browser, more: &[String], what: &str) {
    for path in pages_of_owner(None).into_iter().chain(more.iter().cloned()) {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        // No browser runs what is in a file of another type: `nosniff` and `attachment` are on each.
        if !page.header("content-type").starts_with("text/html") {
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
            assert!(page.header("content-disposition").starts_with("attachment"), "{path}");
            continue;
        }
        check(&page.body, &format!("{what} at {path}"));
        for hostile in HOSTILE.iter().filter(|hostile| hostile.contains('<')) {
            assert!(!page.body.contains(hostile), "{what} at {path}: {hostile}");
        }
    }
}

#[tokio::test]
async fn b66_names_of_people_and_devices_are_text_everywhere() {
    for hostile in HOSTILE {
        let app = TestApp::new().await;
        let (ana, mut owner) = app.protected(ANA).await;
        owner.post("profile/rename", &[("name", hostile)]).await.ok();
        owner
            .post("devices/rename", &[("id", &ana.phone().id), ("device_name", hostile)])
            .await
            .ok();
        let other = format!("{}2", &hostile[..hostile.len().min(60)]);
        let pending = app.pending(&mut owner, &other).await;
        let more = [
            format!("/security/two-factor/{}", pending.id),
            format!("/security/two-factor/{}/remove", ana.phone().id),
        ];
        look_around(&mut owner, &more, hostile).await;
        let home = owner.post("home", &[]).await.ok();
        assert_eq!(home.json()["viewer"]["name"], hostile, "stored as it was typed");
        assert_eq!(home.header("content-type").split(';').next(), Some("application/json"));
    }
}

#[tokio::test]
async fn b66_input_is_returned_as_text() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    for hostile in HOSTILE {
        let mut browser = app.browser();
        browser.page = "/sign-in".into();
        let email = format!("{hostile}@example.com");
        browser
            .form("sign-in", &[("email", &email), ("password", "x"), ("next", hostile)])
            .await;
        check(&browser.get("/sign-in").await.body, hostile);
        browser.page = "/sign-up".into();
        browser
            .form(
                "sign-up",
                &[("name", hostile), ("email", &email), ("password", PASSWORD)],
            )
            .await;
        check(&browser.get("/sign-up").await.body, hostile);
        let mut member = app.signed_in(&ana).await;
        member.page = "/security/two-factor/new".into();
        member
            .form("devices/add", &[("device_name", hostile), ("password", "wrong horse")])
            .await;
        check(&member.get("/security/two-factor/new").await.body, hostile);
    }
}

#[tokio::test]
async fn b66_addresses_queries_and_agents_are_text() {
    let app = TestApp::new().await;
    let ana = app.join("o'hara&sons@example.com").await;
    let mut browser = app.browser();
    let agent = "Mozilla/5.0 </script><script>steal(7)</script> Firefox/140.0";
    browser.extra = vec![("user-agent", agent.into())];
    browser
        .post("sign-in", &[("email", &ana.email), ("password", PASSWORD)])
        .await
        .ok();
    look_around(&mut browser, &[], agent).await;
    for hostile in HOSTILE {
        let query: String = form_urlencoded::byte_serialize(hostile.as_bytes()).collect();
        for path in [
            "/sign-in?next=",
            "/security/two-factor?new=",
            "/security/two-factor/new?name=",
            "/sign-in?ready=",
            "/security/recovery-codes?new=",
            "/nothing?x=",
            "/profile?changed=",
        ] {
            let page = browser.get(&format!("{path}{query}")).await;
            check(&page.body, &format!("{path}{hostile}"));
        }
        let plus = query.replace('+', "%20");
        for path in ["/", "/security/two-factor/", "/set-up/", "/confirm-email/"] {
            check(
                &browser.get(&format!("{path}{plus}")).await.body,
                &format!("{path}{hostile}"),
            );
        }
    }
}

//! The classes of attack that the pages are held against, at the API.

use super::{approvals, buy, call, call_with, tokens::with_password, with_key};
use crate::{
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use axum::body::Body;
use data_encoding::BASE64;
use domain::Clock;
use http::{HeaderValue, Method, header};
use std::collections::BTreeSet;
use testing::Plan;

const ALL: &str = "me devices sessions activity members approvals verify";
/// An id of nothing.
const NOTHING: &str = "00000000000000000000000000000000";

#[tokio::test]
async fn b21_b25_the_password_alone_opens_nothing_and_a_passcode_without_it_is_not_judged() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let program = app.browser();
    let basic = format!("Basic {}", BASE64.encode(format!("{ANA}:{PASSWORD}").as_bytes()));
    for route in super::ROUTES {
        let method: Method = route.method.parse().unwrap();
        let reply = call(&program, method, route.path, &[("authorization", &basic)]).await;
        assert!(
            reply.status.is_client_error(),
            "{} {}: {}",
            route.method,
            route.path,
            reply.body
        );
    }
    let code = app.fresh_code(ana.phone());
    let wrong = ana.phone().wrong_code(app.step());
    let replies = [&code, &wrong].map(async |otp| {
        let reply = with_password(&program, (ANA, "wrong horse battery"), otp).await;
        (reply.status, reply.body)
    });
    let [right, wrong] = replies;
    assert_eq!(right.await, wrong.await, "no oracle");
    // It was not used up either.
    with_password(&program, (ANA, PASSWORD), &code).await.token();
}

#[tokio::test]
async fn b16_a_passcode_in_other_digits_is_malformed_and_not_counted() {
    let app = TestApp::new().await;
    let (ana, mut browser) = app.protected(ANA).await;
    let key = app.made_key(&mut browser, "Backup", "me").await.text;
    let code = app.fresh_code(ana.phone());
    let wide: String = code
        .chars()
        .map(|digit| char::from_u32(0xff10 + digit.to_digit(10).unwrap()).unwrap())
        .collect();
    for _ in 0..6 {
        let mut request = browser.with(&[]).request(Method::POST, "/api/v1/tokens");
        request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        request = request.header("x-otp", HeaderValue::from_bytes(wide.as_bytes()).unwrap());
        let reply = browser.with(&[]).send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "invalid"));
    }
    buy(&browser, &key, &code, "").await.token();
}

#[tokio::test]
async fn b35_what_belongs_to_others_is_like_what_is_not_there() {
    let app = TestApp::planned(approvals::plan()).await;
    let (ana, mut anas) = app.protected(ANA).await;
    let key = app.made_key(&mut anas, "Ana's", ALL).await;
    let token = buy(&anas, &key.text, &app.fresh_code(ana.phone()), "").await.token();
    let asked = approvals::asked(&anas, &token).await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let other = app.made_key(&mut bens, "Ben's", ALL).await;
    let other = buy(&bens, &other.text, "", "").await.token();
    let before = app.tables.besides_counters().await;
    let session = app.tables.ids("session").await.remove(0);
    let paths = |approval: &str, device: &str, key: &str, session: &str| {
        [
            (Method::GET, format!("/api/v1/approvals/{approval}")),
            (Method::POST, format!("/api/v1/approvals/{approval}/token")),
            (Method::GET, format!("/api/v1/activity?device={device}")),
            (Method::GET, format!("/api/v1/activity?key={key}")),
            (Method::GET, format!("/api/v1/activity?session={session}")),
        ]
    };
    let foreign = paths(&asked, &ana.phone().id, &key.id, &session);
    let of_nothing = paths(NOTHING, NOTHING, NOTHING, NOTHING);
    for ((method, path), (_, nothing)) in foreign.into_iter().zip(of_nothing) {
        let reply = with_key(&bens, method.clone(), &path, &other).await;
        let expected = with_key(&bens, method, &nothing, &other).await;
        assert_eq!((reply.status, reply.body), (expected.status, expected.body), "{path}");
    }
    assert_eq!(app.tables.besides_counters().await, before);
}

#[tokio::test]
async fn b45_b47_b49_b50_wrong_codes_are_counted_for_the_key_wherever_they_come_from() {
    let app = TestApp::new().await;
    let (ana, mut browser) = app.protected(ANA).await;
    let key = app.made_key(&mut browser, "Backup", "me devices").await.text;
    app.next_step();
    let (wrong, mut judged) = (ana.phone().wrong_code(app.step()), 0);
    for n in 0..1_000u16 {
        let [high, low] = n.to_be_bytes();
        let mut thief = app.browser();
        thief.address = [203, 0, high, low].into();
        thief.extra = vec![("x-forwarded-for", format!("198.51.{high}.{low}"))];
        let body = ["", "{\"scope\": \"me\"}", "{\"ttl\": 60}"][usize::from(n) % 3];
        judged += usize::from(buy(&thief, &key, &wrong, body).await.code() == "otp_invalid");
    }
    assert_eq!(judged, 5);
}

#[tokio::test]
async fn b52_spellings_of_an_address_share_one_count() {
    let app = TestApp::new().await;
    app.join("jos\u{e9}@example.com").await;
    let spellings = [
        "jos\u{e9}@example.com",
        "JOS\u{c9}@EXAMPLE.COM",
        "jose\u{301}@example.com",
        "\u{ff4a}os\u{e9}@example.com",
    ];
    let program = app.browser();
    for email in spellings.iter().cycle().take(10) {
        let reply = with_password(&program, (email, "wrong horse battery"), "").await;
        assert_eq!(reply.code(), "unauthenticated", "{email}");
    }
    for email in spellings {
        let reply = with_password(&program, (email, PASSWORD), "").await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (429, "otp_locked"),
            "{email}"
        );
        with_password(&app.browser(), (email, PASSWORD), "").await.token();
    }
}

#[tokio::test]
async fn b56_neither_a_restart_nor_another_node_forgets_the_count_of_a_key() {
    let (one, two) = TestApp::two_nodes(Plan::default()).await;
    let (ana, mut browser) = one.protected(ANA).await;
    let key = one.made_key(&mut browser, "Backup", "me").await.text;
    one.next_step();
    two.clock.set(one.clock.now());
    let wrong = ana.phone().wrong_code(one.step());
    for app in [&one, &two, &one, &two, &one] {
        assert_eq!(buy(&app.browser(), &key, &wrong, "").await.code(), "otp_invalid");
    }
    let restarted = one.another().await;
    for app in [&one, &two, &restarted] {
        let reply = buy(&app.browser(), &key, &ana.phone().code(one.step()), "").await;
        assert_eq!(
            (reply.code().as_str(), reply.header("retry-after")),
            ("otp_locked", "30")
        );
    }
}

#[tokio::test]
async fn b62_b63_credentials_are_long_and_differ_and_are_shown_once() {
    let app = TestApp::new().await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let mut texts = BTreeSet::new();
    for n in 0..10 {
        let key = app.made_key(&mut bens, &format!("Key {n}"), ALL).await.text;
        let token = buy(&bens, &key, "", "").await.token();
        for text in [key, token] {
            assert!(text.len() == 108 && texts.insert(text), "256 bits, each another");
        }
    }
    let token = texts.first().unwrap().clone();
    let mut shown = app.tables.text().await;
    for path in ["me", "devices", "sessions", "members", "activity?limit=100"] {
        shown += &with_key(&bens, Method::GET, &format!("/api/v1/{path}"), &token)
            .await
            .ok()
            .body;
    }
    for page in ["/security/api-keys", "/security/activity", "/"] {
        shown += &bens.get(page).await.ok().body;
    }
    for text in &texts {
        assert!(!shown.contains(&text[36..100]), "the secret part");
    }
}

#[tokio::test]
async fn b67_only_a_path_as_it_is_written_is_a_route() {
    let app = TestApp::new().await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app.made_key(&mut bens, "Good", ALL).await.text;
    for path in [
        "/api/v1//me",
        "/api//v1/me",
        "//api/v1/me",
        "/api/v1/./me",
        "/api/v1/x/../me",
        "/api/v1/me/",
        "/api/v1/me;x",
        "/api/v1/me%2f",
        "/api/v1/%6de",
        "/api/v1/ME",
        "/API/v1/me",
        "/api/v1/verifying",
    ] {
        let reply = with_key(&bens, Method::GET, path, &key).await;
        assert_eq!(reply.status, 404, "{path}");
        assert!(!reply.body.contains(BEN), "{path}");
    }
}

#[tokio::test]
async fn b68_large_and_deep_bodies_are_refused() {
    let app = TestApp::new().await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app.made_key(&mut bens, "Good", ALL).await.text;
    let token = buy(&bens, &key, "", "").await.token();
    let (large, deep) = ("a".repeat(10 * 1024 * 1024), "[".repeat(60_000));
    let before = app.tables.besides_counters().await;
    for (path, credential) in [
        ("/api/v1/tokens", &key),
        ("/api/v1/approvals", &token),
        ("/api/v1/introspect", &key),
    ] {
        let bearer = format!("Bearer {credential}");
        let headers = [("authorization", bearer.as_str())];
        let reply = call_with(&bens, Method::POST, path, &headers, &large).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (413, "invalid"),
            "{path}"
        );
        let reply = call_with(&bens, Method::POST, path, &headers, &deep).await;
        assert!(reply.status.is_client_error(), "{path}: {}", reply.status);
        reply.code();
    }
    assert_eq!(app.tables.besides_counters().await, before);
}

#[tokio::test]
async fn b76_without_any_device_a_key_and_a_password_alone_stay_refused() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let key = app.made_key(&mut owner, "Backup", "me").await.text;
    let phone = ana.phone().clone();
    let lost = [("id", phone.id.as_str()), ("lost", "true"), ("switch_off", "true")];
    owner.post("devices/remove", &lost).await.ok();
    assert!(app.tables.rows("device").await.is_empty());
    let program = app.browser();
    let me = with_key(&program, Method::GET, "/api/v1/me", &key).await;
    assert_eq!(me.code(), "otp_required");
    assert_eq!(buy(&program, &key, "", "").await.code(), "otp_required");
    assert_eq!(
        with_password(&program, (ANA, PASSWORD), "").await.code(),
        "otp_required"
    );
    for code in [app.fresh_code(&phone), "000000".to_owned()] {
        assert_eq!(buy(&program, &key, &code, "").await.code(), "otp_invalid");
        let reply = with_password(&program, (ANA, PASSWORD), &code).await;
        assert_eq!(reply.code(), "otp_invalid");
    }
}

#[tokio::test]
async fn p10_what_programs_did_is_there_once_and_what_was_refused_is_counted() {
    let app = TestApp::new().await;
    let (ana, mut browser) = app.protected(ANA).await;
    let key = app.made_key(&mut browser, "Backup", "me activity").await;
    app.next_step();
    let wrong = ana.phone().wrong_code(app.step());
    for _ in 0..3 {
        buy(&browser, &key.text, &wrong, "").await.code();
    }
    let code = ana.phone().code(app.step());
    let token = buy(&browser, &key.text, &code, "").await.token();
    for _ in 0..2 {
        buy(&browser, &key.text, &code, "").await.code();
        with_key(&browser, Method::GET, "/api/v1/devices", &token).await.code();
        with_key(&browser, Method::GET, "/api/v1/me", &key.text).await.code();
    }
    let reader = buy(&browser, &key.text, &app.fresh_code(ana.phone()), "").await.token();
    let end = with_key(&browser, Method::DELETE, "/api/v1/tokens/current", &token).await;
    assert_eq!(end.status, 204);
    let path = format!("/api/v1/activity?key={}", key.id);
    let page = with_key(&browser, Method::GET, &path, &reader).await.ok().json();
    let events = page["events"].as_array().unwrap().iter();
    let mut events: Vec<_> = events
        .map(|event| {
            let text = |name: &str| event[name].as_str().unwrap().to_owned();
            (text("kind"), text("reason"), event["count"].as_i64().unwrap())
        })
        .collect();
    events.sort();
    let row = |kind: &str, reason: &str, count| (kind.to_owned(), reason.to_owned(), count);
    let expected = [
        row("api-call", "missing-scope", 2),
        row("api-call", "no-second-factor", 2),
        row("api-key-made", "", 1),
        row("token-bought", "", 1),
        row("token-bought", "", 1),
        row("token-bought", "used-code", 2),
        row("token-bought", "wrong-code", 3),
        row("token-ended", "", 1),
    ];
    assert_eq!(events, expected);
}

//! B68: large, deep, endless and slow requests are refused quickly.
//!
//! Tests of slow connections pause tokio's clock: time then advances whenever all tasks are idle, so a server timeout
//! of twenty seconds takes the test no time.

use crate::{
    attacks::single_use::malformed::raw,
    browser::{CHALLENGE, HTML},
    connections::{answer, say, sends, served, shout},
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use axum::body::Body;
use http::header;
use leptos::server_fn::axum::server_fn_paths;
use std::{net::SocketAddr, time::Duration};
use tokio::time::{Instant, pause};

const FORM: &str = "application/x-www-form-urlencoded";

const HEAD: &str = "POST /ui/sign-in HTTP/1.1\r\nHost: localhost:3000\r\nSec-Fetch-Site: same-origin\r\n";

#[tokio::test]
async fn b68_large_bodies_are_refused_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let (_, owner) = app.protected(ANA).await;
    let before = app.tables.besides_counters().await;
    let large = vec![b'a'; 10 * 1024 * 1024];
    let hashes = app.hasher.runs();
    for (path, _) in server_fn_paths() {
        let endpoint = path.trim_start_matches("/ui/");
        for media in [FORM, "application/json"] {
            let reply = raw(&mut owner.clone(), endpoint, media, large.clone()).await;
            assert_eq!(reply.status, 413, "{endpoint}");
        }
    }
    let mut body = b"password=".to_vec();
    body.resize(64 * 1024 + 1, b'a');
    assert_eq!(raw(&mut owner.clone(), "sign-in", FORM, body).await.status, 413);
    // One body with a wrong length, and one without a length.
    let stream = futures_stream(200, 64 * 1024);
    assert_eq!(raw(&mut owner.clone(), "sign-in", FORM, stream).await.status, 413);
    let mut form = owner.script("sign-in").body(Body::from(large)).unwrap();
    form.headers_mut().insert(header::ACCEPT, HTML.parse().unwrap());
    assert_eq!(owner.clone().send(form).await.status, 413);
    assert_eq!(app.hasher.runs(), hashes, "nothing was hashed");
    assert_eq!(app.tables.besides_counters().await, before);
    assert!(owner.clone().is_in().await);
}

/// A body of unknown length in pieces.
fn futures_stream(pieces: usize, bytes: usize) -> Body {
    let pieces = (0..pieces).map(move |_| Ok::<_, std::io::Error>(bytes::Bytes::from(vec![b'a'; bytes])));
    Body::from_stream(futures_util::stream::iter(pieces))
}

#[tokio::test]
async fn b68_deep_and_wide_bodies_are_refused() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let deep_json = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let deep_keys = format!("passcode{}=1", "[a]".repeat(20_000));
    let wide = "a=1&".repeat(16_000);
    let long_fields = format!("email={}&password={}", "a".repeat(30_000), "b".repeat(30_000));
    for (media, body) in [
        ("application/json", deep_json.clone()),
        (FORM, deep_json),
        (FORM, deep_keys),
        (FORM, wide),
        (FORM, long_fields),
    ] {
        for endpoint in ["sign-in", "sign-in/passcode", "sign-up", "devices/add"] {
            let mut browser = app.challenge(&ana).await;
            let reply = raw(&mut browser, endpoint, media, body.clone()).await;
            assert_eq!(reply.status, 400, "{endpoint} {media}: {}", reply.body);
            assert!(!browser.is_in().await);
        }
    }
}

#[tokio::test]
async fn b68_hundreds_of_cookies_are_handled() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = app.challenge(&ana).await;
    let challenge = browser.cookie(CHALLENGE);
    browser.put("__Host-known", &vec!["A".repeat(43); 500].join("."));
    for n in 0..300 {
        browser.put(&format!("junk{n}"), &"x".repeat(40));
    }
    browser.put("__Host-flash", &"A".repeat(4_000));
    assert_eq!(browser.get("/sign-in").await.status, 200);
    browser.put(CHALLENGE, &challenge);
    let reply = browser
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(ana.phone()))])
        .await
        .ok();
    assert!(
        reply
            .headers
            .get_all("set-cookie")
            .iter()
            .all(|cookie| cookie.len() < 1_024)
    );
    assert!(browser.is_in().await);
    assert_eq!(
        app.browser()
            .post(
                "sign-in",
                &[("email", ANA), ("password", &format!("{PASSWORD}{}", "x".repeat(300)))]
            )
            .await
            .status,
        400
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b68_oversized_heads_are_refused_quickly() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    let head = "GET /sign-in HTTP/1.1\r\nHost: localhost:3000\r\n";
    let floods = [
        format!("{head}{}\r\n", "X-Flood: 1\r\n".repeat(5_000)),
        format!("{head}X-Long: {}\r\n\r\n", "x".repeat(1024 * 1024)),
        format!(
            "GET /{} HTTP/1.1\r\nHost: localhost:3000\r\n\r\n",
            "a".repeat(1024 * 1024)
        ),
        format!("{head}Cookie: {}\r\n\r\n", "a=b; ".repeat(100_000)),
        format!("{head}{}: 1\r\n\r\n", "X".repeat(1024 * 1024)),
    ];
    for flood in floods {
        let answer = shout(address, flood.as_bytes()).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{:.60} … {answer:.100}",
            flood
        );
    }
    let broken = [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /sign-in\r\n\r\n",
        "GET /sign-in HTTP/9.9\r\nHost: localhost:3000\r\n\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "GET /sign-in HTTP/1.1\r\nHost : localhost:3000\r\n\r\n",
        "GET /sign-in HTTP/1.1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "POST /ui/sign-in HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /ui/sign-in HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        "POST /ui/sign-in HTTP/1.1\r\nHost: localhost:3000\r\nContent-Length: -1\r\n\r\n",
        "GET http://evil.example/sign-in HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n",
    ];
    for bytes in broken {
        let answer = shout(address, bytes.as_bytes()).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{bytes:?}: {answer:.100}"
        );
    }
    let fine = say(address, format!("{head}Connection: close\r\n\r\n").as_bytes()).await;
    assert!(fine.starts_with("HTTP/1.1 200"), "{fine:.100}");
}

async fn is_alive(address: SocketAddr) {
    let question = "GET /healthz HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n";
    assert_eq!(answer(sends(address, question).await).await, Some(200));
}

#[tokio::test]
async fn b68_an_incomplete_head_times_out() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    pause();
    let begin = Instant::now();
    let mut slow = Vec::new();
    for _ in 0..300 {
        slow.push(sends(address, HEAD).await);
    }
    is_alive(address).await;
    for stream in slow {
        assert!(matches!(answer(stream).await, None | Some(408)));
    }
    assert!(begin.elapsed() <= Duration::from_secs(21), "{:?}", begin.elapsed());
    is_alive(address).await;
}

#[tokio::test]
async fn b68_an_incomplete_body_times_out() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    let before = app.tables.besides_counters().await;
    pause();
    let begin = Instant::now();
    let form =
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nemail=";
    let mut slow = Vec::new();
    // More senders than there are request slots: slow senders do not occupy one.
    for _ in 0..1100 {
        slow.push(sends(address, &format!("{HEAD}{form}")).await);
    }
    is_alive(address).await;
    for stream in slow {
        assert_eq!(answer(stream).await, Some(408));
    }
    assert!(begin.elapsed() <= Duration::from_secs(11), "{:?}", begin.elapsed());
    assert_eq!(app.hasher.runs(), 0);
    tokio::time::resume();
    assert_eq!(app.tables.besides_counters().await, before);
}

#[tokio::test]
async fn b68_endless_heads_are_refused() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    let many = format!("{HEAD}{}\r\n", "X-More: 1\r\n".repeat(200));
    let long = format!("{HEAD}X-Long: {}\r\n\r\n", "a".repeat(200_000));
    for head in [many, long] {
        assert_eq!(answer(sends(address, &head).await).await, Some(431));
    }
    is_alive(address).await;
}

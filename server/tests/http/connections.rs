//! Tests over a real socket: a sign-in with real Argon2id, and connections that stall.
//!
//! Tests of slow connections pause tokio's clock: time then advances whenever all tasks are idle, so a server timeout
//! of twenty seconds takes the test no time.

use crate::{
    browser::{CHALLENGE, SESSION, encoded},
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use axum::{Router, routing::get};
use domain::kernel::network::Network;
use server::hashing::{ArgonPool, Cost};
use std::{future::pending, net::SocketAddr, sync::Arc, time::Duration};
use testing::Plan;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    time::{Instant, pause, sleep, timeout},
};

/// Far longer than any refusal takes; a hang fails here and not in the test runner.
const PATIENCE: Duration = Duration::from_secs(15);

/// In bytes; more than the kernel's buffers hold, so that the rest waits in the server.
const LARGE: usize = 64 << 20;

pub(crate) async fn served(app: &TestApp) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let loopback = Network::parse_list("127.0.0.0/8").unwrap();
    tokio::spawn(server::serve(listener, app.router.clone(), loopback, pending()));
    address
}

/// Sends bytes and reads until the server closes the connection.
pub(crate) async fn say(address: SocketAddr, bytes: &[u8]) -> String {
    talk(address, bytes, false).await
}

/// The same, then closes the sending side, so that an incomplete request stays incomplete.
pub(crate) async fn shout(address: SocketAddr, bytes: &[u8]) -> String {
    talk(address, bytes, true).await
}

async fn talk(address: SocketAddr, bytes: &[u8], no_more: bool) -> String {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // A server that refuses early closes the connection while the test is still sending.
        let _: std::io::Result<()> = stream.write_all(bytes).await;
        if no_more {
            let _: std::io::Result<()> = stream.shutdown().await;
        }
        let mut answer = Vec::new();
        let _: std::io::Result<usize> = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    };
    timeout(PATIENCE, exchange).await.unwrap()
}

fn post(endpoint: &str, cookies: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let body = encoded(fields);
    format!(
        "POST /ui/{endpoint} HTTP/1.1\r\nHost: localhost:3000\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn cookie(answer: &str, name: &str) -> String {
    let line = answer
        .lines()
        .find(|line| line.to_lowercase().starts_with("set-cookie") && line.contains(name))
        .unwrap();
    line.split_once(": ").unwrap().1.split_once(';').unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_over_a_socket_with_real_hashes() {
    let hasher = Arc::new(ArgonPool::new(Cost::MINIMUM).unwrap());
    let app = TestApp::planned(Plan {
        hasher: Some(hasher.clone()),
        ..Plan::default()
    })
    .await;
    let (ana, _) = app.protected(ANA).await;
    assert!(app.tables.text().await.contains("$argon2id$v=19$m=19456,t=2,p=1$"));
    let (address, before) = (served(&app).await, hasher.runs());
    let wrong = say(
        address,
        &post("sign-in", "", &[("email", ANA), ("password", "wrong horse battery")]),
    )
    .await;
    assert!(
        wrong.starts_with("HTTP/1.1 422") && !wrong.contains(CHALLENGE),
        "{wrong}"
    );
    let unknown = say(
        address,
        &post(
            "sign-in",
            "",
            &[("email", "nobody@example.com"), ("password", PASSWORD)],
        ),
    )
    .await;
    assert!(unknown.starts_with("HTTP/1.1 422"), "{unknown}");
    let entered = say(address, &post("sign-in", "", &[("email", ANA), ("password", PASSWORD)])).await;
    assert_eq!(hasher.runs() - before, 3, "one each");
    let challenge = cookie(&entered, CHALLENGE);
    let code = app.fresh_code(ana.phone());
    let opened = say(address, &post("sign-in/passcode", &challenge, &[("passcode", &code)])).await;
    assert!(opened.starts_with("HTTP/1.1 200"), "{opened}");
    let home = say(address, &post("home", &cookie(&opened, SESSION), &[])).await;
    assert!(home.starts_with("HTTP/1.1 200") && home.contains(ANA), "{home}");
    let replayed = say(address, &post("sign-in/passcode", &challenge, &[("passcode", &code)])).await;
    assert!(replayed.starts_with("HTTP/1.1 422"), "{replayed}");
    assert!(!home.to_lowercase().contains("\r\nserver:"), "no banner");
}

pub(crate) async fn sends(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Returns the status of the response, if there is one before the server closes the connection.
pub(crate) async fn answer(mut stream: TcpStream) -> Option<u16> {
    let mut answer = Vec::new();
    // Closing a connection with unread bytes resets it; what was received before counts.
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.strip_prefix("HTTP/1.1 ")?;
    status.get(..3)?.parse().ok()
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let app = TestApp::new().await;
    let address = served(&app).await;
    pause();
    let begin = Instant::now();
    let question = "GET /healthz HTTP/1.1\r\nHost: localhost:3000\r\n\r\n";
    assert_eq!(answer(sends(address, question).await).await, Some(200));
    assert!(begin.elapsed() <= Duration::from_secs(21), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_response_that_is_not_read_times_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/", get(|| async { vec![0u8; LARGE] }));
    tokio::spawn(server::serve(listener, router, Vec::new(), pending()));
    pause();
    let question = "GET / HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n";
    let mut stream = sends(address, question).await;
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 200");
    // The exact timeout is tested in `write_timeout`: here the time may advance while the kernel still accepts bytes.
    sleep(Duration::from_secs(3600)).await;
    // What the kernel had buffered can still be read; the rest was not sent.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.len() < LARGE, "{}", answer.len());
}

/// Connects from this loopback address and asks whether the server lives.
async fn asks_from(address: SocketAddr, own: [u8; 4]) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((own, 0))).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    // A connection beyond the share is closed, perhaps before it has sent anything.
    let _: std::io::Result<()> = stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n")
        .await;
    stream
}

#[tokio::test]
async fn one_peer_cannot_take_the_connections_of_others() {
    let app = TestApp::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let proxy = Network::parse_list("127.0.0.3").unwrap();
    tokio::spawn(server::serve(listener, app.router.clone(), proxy, pending()));
    let mut held = Vec::new();
    for _ in 0..256 {
        held.push(sends(address, "GET /healthz HTTP/1.1\r\n").await);
    }
    assert_eq!(answer(asks_from(address, [127, 0, 0, 1]).await).await, None);
    assert_eq!(
        answer(asks_from(address, [127, 0, 0, 2]).await).await,
        Some(200),
        "another peer"
    );
    let mut proxied = Vec::new();
    for _ in 0..257 {
        proxied.push(asks_from(address, [127, 0, 0, 3]).await);
    }
    for stream in proxied {
        assert_eq!(answer(stream).await, Some(200), "a trusted proxy");
    }
    drop(held);
}

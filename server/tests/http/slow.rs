//! B68 on real sockets: clients that send slowly, heads without end, or that do not read.
//!
//! Once everything stands, the runtime's time is stopped: it jumps ahead whenever nobody has anything to do, so what
//! takes the server twenty seconds takes the test none.

use crate::world::World;
use axum::{Router, routing::get};
use std::{future::pending, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, pause, sleep},
};

/// In bytes; no two buffers of a kernel hold as much, so that the rest waits in the server.
const LARGE: usize = 64 << 20;
const HEAD: &str = "POST /ui/sign-in HTTP/1.1\r\nHost: localhost:3000\r\nSec-Fetch-Site: same-origin\r\n";

async fn served() -> (World, SocketAddr) {
    let world = World::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(server::http::serve(listener, world.router.clone(), pending()));
    (world, address)
}

async fn sends(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// The status of the answer, if there is one before the server hangs up.
async fn answer(mut stream: TcpStream) -> Option<u16> {
    let mut answer = Vec::new();
    // A server that hangs up on unread bytes resets the connection; what it said before counts.
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.strip_prefix("HTTP/1.1 ")?;
    status.get(..3)?.parse().ok()
}

async fn is_alive(address: SocketAddr) {
    let question = "GET /healthz HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n";
    assert_eq!(answer(sends(address, question).await).await, Some(200));
}

#[tokio::test]
async fn b68_half_a_head_is_not_waited_for() {
    let (_world, address) = served().await;
    pause();
    let begin = Instant::now();
    let mut slow = Vec::new();
    for _ in 0..300 {
        slow.push(sends(address, HEAD).await);
    }
    is_alive(address).await;
    for stream in slow {
        assert_ne!(answer(stream).await, Some(200));
    }
    assert!(begin.elapsed() <= Duration::from_secs(21), "{:?}", begin.elapsed());
    is_alive(address).await;
}

#[tokio::test]
async fn b68_half_a_body_is_not_waited_for() {
    let (world, address) = served().await;
    let before = world.tables.besides_counters().await;
    pause();
    let begin = Instant::now();
    let form =
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nemail=";
    let mut slow = Vec::new();
    // More than may be under way at once: who sends slowly takes nobody's place.
    for _ in 0..1100 {
        slow.push(sends(address, &format!("{HEAD}{form}")).await);
    }
    is_alive(address).await;
    for stream in slow {
        assert_eq!(answer(stream).await, Some(408));
    }
    assert!(begin.elapsed() <= Duration::from_secs(11), "{:?}", begin.elapsed());
    assert_eq!(world.hasher.runs(), 0);
    tokio::time::resume();
    assert_eq!(world.tables.besides_counters().await, before);
}

#[tokio::test]
async fn b68_heads_without_end_are_refused() {
    let (_world, address) = served().await;
    let many = format!("{HEAD}{}\r\n", "X-More: 1\r\n".repeat(200));
    let long = format!("{HEAD}X-Long: {}\r\n\r\n", "a".repeat(200_000));
    for head in [many, long] {
        assert_eq!(answer(sends(address, &head).await).await, Some(431));
    }
    is_alive(address).await;
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let (_world, address) = served().await;
    pause();
    let begin = Instant::now();
    let question = "GET /healthz HTTP/1.1\r\nHost: localhost:3000\r\n\r\n";
    assert_eq!(answer(sends(address, question).await).await, Some(200));
    assert!(begin.elapsed() <= Duration::from_secs(21), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/", get(|| async { vec![0u8; LARGE] }));
    tokio::spawn(server::http::serve(listener, router, pending()));
    pause();
    let question = "GET / HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n";
    let mut stream = sends(address, question).await;
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 200");
    // How long exactly stands with `Patient`: here the time may jump while the kernel still takes bytes.
    sleep(Duration::from_secs(3600)).await;
    // What the kernel has is still there to be read; the rest is not.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.len() < LARGE, "{}", answer.len());
}

//! Over a real socket, with real Argon2id: the whole way once, and heads that no browser sends.

use crate::{
    browser::{CHALLENGE, SESSION, encoded},
    people::{ANA, PASSWORD},
    world::World,
};
use server::hashing::{ArgonPool, Cost};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use testing::Plan;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

/// Far longer than any refusal takes; a hang fails here instead of in the runner.
const PATIENCE: Duration = Duration::from_secs(15);

async fn served(world: &World) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(server::serve(listener, world.router.clone(), std::future::pending()));
    address
}

/// Sends bytes and reads what comes until the server closes.
async fn say(address: SocketAddr, bytes: &[u8]) -> String {
    talk(address, bytes, false).await
}

/// The same, and then says no more: a request that is not whole stays so.
async fn shout(address: SocketAddr, bytes: &[u8]) -> String {
    talk(address, bytes, true).await
}

async fn talk(address: SocketAddr, bytes: &[u8], no_more: bool) -> String {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // A server that has heard enough closes while we are still talking.
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
async fn the_whole_way_over_a_socket_with_real_hashes() {
    let hasher = Arc::new(ArgonPool::new(Cost::MINIMUM).unwrap());
    let world = World::planned(Plan {
        hasher: Some(hasher.clone()),
        ..Plan::default()
    })
    .await;
    let (ana, _) = world.protected(ANA).await;
    assert!(world.tables.text().await.contains("$argon2id$v=19$m=19456,t=2,p=1$"));
    let (address, before) = (served(&world).await, hasher.runs());
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
    let code = world.fresh_code(ana.phone());
    let opened = say(address, &post("sign-in/passcode", &challenge, &[("passcode", &code)])).await;
    assert!(opened.starts_with("HTTP/1.1 200"), "{opened}");
    let home = say(address, &post("home", &cookie(&opened, SESSION), &[])).await;
    assert!(home.starts_with("HTTP/1.1 200") && home.contains(ANA), "{home}");
    let replayed = say(address, &post("sign-in/passcode", &challenge, &[("passcode", &code)])).await;
    assert!(replayed.starts_with("HTTP/1.1 422"), "{replayed}");
    assert!(!home.to_lowercase().contains("\r\nserver:"), "no banner");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b68_heads_that_flood_are_refused_quickly() {
    let world = World::new().await;
    let address = served(&world).await;
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

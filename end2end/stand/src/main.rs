//! A running Twofold for the browser tests: the shipped router over a real store, with a clock, mail and members that
//! are the test's.
//!
//! It prints one line of JSON with its two ports, and ends when its standard input closes: no test leaves one behind.

mod control;
mod database;
mod mail;
mod members;

use control::Controlled;
use database::Database;
use domain::{
    Clock, Service, Timestamp,
    kernel::{
        counter::Limits,
        seal::{Key, Vault},
    },
    service::{Parts, Registration, Settings},
    testing::TestClock,
};
use mail::Mailbox;
use server::{
    Web,
    clock::SystemClock,
    config::Origin,
    entropy::OsEntropy,
    hashing::{ArgonPool, Cost},
    http::proxies::Network,
    jobs::Outbox,
    mail::Writer,
};
use std::{error::Error, io::Write, sync::Arc};
use tokio::{io::AsyncReadExt, net::TcpListener};

/// A passcode lives this long, in seconds.
const STEP: i64 = 30;
const LOOPBACK: &str = "127.0.0.1:0";
const NAME: &str = "Twofold";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let database = Database::open().await?;
    let (listener, control) = (TcpListener::bind(LOOPBACK).await?, TcpListener::bind(LOOPBACK).await?);
    let (port, control_port) = (listener.local_addr()?.port(), control.local_addr()?.port());
    let origin = Origin::parse(&format!("http://localhost:{port}"))?;
    let clock = TestClock::at(SystemClock.now().0.div_euclid(STEP) * STEP);
    let vault = vault()?;
    let hasher = Arc::new(ArgonPool::new(Cost::MINIMUM)?);
    let service = Service::new(Parts {
        store: database.store(),
        clock: Arc::new(clock.clone()),
        entropy: Arc::new(OsEntropy),
        hasher: hasher.clone(),
        vault: vault.clone(),
        settings: Settings {
            name: NAME.to_owned(),
            origin: origin.as_str().to_owned(),
            registration: Registration::Open,
            limits: Limits::default(),
        },
    });
    let mailbox = Mailbox::default();
    let outbox = Outbox::new(service.clone(), Writer::new(NAME, &origin), Arc::new(mailbox.clone()));
    // Every test forwards an address of its own: what is counted per network is counted per test.
    let web = Web::new(origin, Network::parse_list("127.0.0.0/8")?, vault, Arc::new(OsEntropy));
    tokio::spawn(server::serve(
        listener,
        server::router(service.clone(), web),
        std::future::pending(),
    ));
    let controlled = Controlled {
        service,
        clock,
        mailbox,
        outbox: Arc::new(outbox),
        hasher,
    };
    tokio::spawn(async move { axum::serve(control, control::router(controlled)).await });
    let ports = serde_json::json!({ "port": port, "control": control_port });
    writeln!(std::io::stdout(), "{ports}")?;
    input_closed().await;
    drop(database);
    // Threads that hash or serve hold nothing that must be kept.
    std::process::exit(0)
}

fn vault() -> Result<Arc<Vault>, Box<dyn Error>> {
    let (id, secret) = Key::generate(&OsEntropy);
    let key = Key::parse(&id, &secret).ok_or("a fresh key must be a key")?;
    Ok(Arc::new(Vault::new(key, Vec::new())))
}

/// Waits until whoever started this is gone or has had enough.
async fn input_closed() {
    let (mut input, mut byte) = (tokio::io::stdin(), [0u8; 1]);
    while matches!(input.read(&mut byte).await, Ok(1..)) {}
}

/// What the control port tells of the clock.
fn seconds(now: Timestamp) -> i64 {
    now.0
}

//! A Twofold server for browser tests: the shipped router on a real store, with a clock, mails and members that tests
//! control.
//!
//! It prints one line of JSON with its two ports and exits when its standard input closes, so no test leaves one
//! running.

mod control;

use control::Controlled;
use domain::{Clock, kernel::network::Network};
use server::{
    clock::SystemClock,
    entropy::OsEntropy,
    hashing::{ArgonPool, Cost},
};
use std::{error::Error, io::Write, sync::Arc};
use terms::limits::PASSCODE_PERIOD;
use testing::{App, Database, MmdbPlan, NAME, Plan, Site};
use tokio::{io::AsyncReadExt, net::TcpListener};

const LOOPBACK: &str = "127.0.0.1:0";
/// Every test forwards its own address, so that limits per network are separate for each test.
const PROXIES: &str = "127.0.0.0/8";

/// The places of addresses that tests choose: a usual one and the longest names that are shown. All others are private.
fn places() -> MmdbPlan {
    let vienna = [("en", "Vienna"), ("de", "Wien")];
    let austria = [("en", "Austria"), ("de", "Österreich")];
    let long = [("en", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")];
    let islands = [
        ("en", "South Georgia and the South Sandwich Islands"),
        ("de", "Südgeorgien und die Südlichen Sandwichinseln"),
    ];
    MmdbPlan::default()
        .with("203.0.113.0/24", &vienna, &austria)
        .with("2001:db8:1111:2222::/64", &long, &islands)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (listener, control) = (TcpListener::bind(LOOPBACK).await?, TcpListener::bind(LOOPBACK).await?);
    let (port, control_port) = (listener.local_addr()?.port(), control.local_addr()?.port());
    let hasher = Arc::new(ArgonPool::new(Cost::MINIMUM)?);
    let plan = Plan {
        origin: format!("http://localhost:{port}"),
        name: std::env::var("STAND_NAME").unwrap_or_else(|_| NAME.to_owned()),
        scopes: "servers:read, servers:delete approval",
        start: SystemClock.now().0.div_euclid(PASSCODE_PERIOD) * PASSCODE_PERIOD,
        entropy: Arc::new(OsEntropy),
        hasher: Some(hasher.clone()),
        places: Arc::new(places().open()),
        ..Plan::default()
    };
    let app = App::new(Database::chosen_by("STAND_DATABASE").await, plan).await;
    let site = Site::new(app, PROXIES);
    let proxies = Network::parse_list(PROXIES)?;
    tokio::spawn(server::serve(
        listener,
        site.router.clone(),
        proxies,
        std::future::pending(),
    ));
    let controlled = Controlled {
        site: site.clone(),
        hasher,
    };
    tokio::spawn(async move { axum::serve(control, control::router(controlled)).await });
    let ports = serde_json::json!({ "port": port, "control": control_port });
    writeln!(std::io::stdout(), "{ports}")?;
    input_closed().await;
    site.database.remove();
    // The threads hold no state that has to be saved.
    std::process::exit(0)
}

/// Waits until standard input is closed.
async fn input_closed() {
    let (mut input, mut byte) = (tokio::io::stdin(), [0u8; 1]);
    while matches!(input.read(&mut byte).await, Ok(1..)) {}
}

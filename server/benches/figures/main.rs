//! Measures how close the program comes to what hashing and the database can do alone on this machine.
//!
//! All requests go through the router, on a database file with fsync. The shares are comparable between machines, the
//! rates are not.
#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a program for people who measure"
)]

mod bench_app;
mod load;

use bench_app::BenchApp;
use domain::kernel::{
    password::Password,
    ports::{Hasher, Lane},
};
use load::{compare, run};
use server::hashing::{ArgonPool, Cost};
use std::{sync::Arc, time::Duration};
use testing::Database;

/// Concurrent sign-ins, enough to keep the hashing threads busy.
const LANES: usize = 8;

#[tokio::main]
async fn main() {
    let seconds = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(5);
    let span = Duration::from_secs(seconds);
    sign_ins(span).await;
    for in_flight in [1, 50] {
        decisions(&BenchApp::new(Database::folder()).await, "SQLite", in_flight, span).await;
    }
    for in_flight in [1, 50] {
        decisions(
            &BenchApp::new(Database::postgres().await).await,
            "PostgreSQL",
            in_flight,
            span,
        )
        .await;
    }
    device_list(span).await;
}

/// Password and passcode over HTTP, compared with Argon2id alone on the same threads.
async fn sign_ins(span: Duration) {
    let pool = Arc::new(ArgonPool::new(Cost::MINIMUM).unwrap());
    let phc = pool
        .hash(Password::from_secret(bench_app::PASSWORD), [7; 16], &lane())
        .await
        .unwrap();
    let app = BenchApp::new(Database::folder()).await;
    let members: Arc<[_]> = app.members(LANES, &phc).await.into();
    let alone = move |_, _| {
        let (pool, phc) = (pool.clone(), phc.clone());
        async move {
            assert!(
                pool.verify(Password::from_secret(bench_app::PASSWORD), Some(phc), &lane())
                    .await
                    .unwrap()
            )
        }
    };
    let signing_in = move |lane: usize, round| {
        let (app, member) = members[lane].clone();
        async move { app.sign_in(&member, round).await }
    };
    let (raw, whole) = compare(span, (LANES, alone), (LANES, signing_in)).await;
    println!("Argon2id alone: {raw}");
    println!(
        "full sign-ins: {whole}: {:.0} % of Argon2id alone",
        whole.share_of(&raw)
    );
}

fn lane() -> Lane {
    Lane {
        name: "bench".into(),
        kept: false,
    }
}

/// Passcodes over HTTP, compared with the same transaction called directly.
async fn decisions(app: &BenchApp, database: &str, in_flight: usize, span: Duration) {
    let members: Arc<[_]> = app.members(in_flight, &bench_app::no_hash()).await.into();
    let again = members.clone();
    let straight = move |lane: usize, round| {
        let (app, member) = members[lane].clone();
        async move { app.decide(&member, round).await }
    };
    let over_http = move |lane: usize, round| {
        let (app, member) = again[lane].clone();
        async move { app.passcode(&member, round).await }
    };
    let (raw, whole) = compare(span, (in_flight, straight), (in_flight, over_http)).await;
    println!("{database}, {in_flight} in flight: transaction alone {raw}");
    println!(
        "{database}, {in_flight} in flight: passcode decisions {whole}: {:.0} % of the transaction alone",
        whole.share_of(&raw)
    );
}

/// The device list of a member with one device.
async fn device_list(span: Duration) {
    let app = BenchApp::new(Database::folder()).await;
    let (app, member) = app.members(1, &bench_app::no_hash()).await.remove(0);
    let cookie = app.session(&member).await;
    let pages = run(8, span, 0, move |_, _| {
        let (app, cookie) = (app.clone(), cookie.clone());
        async move { app.page("/security/two-factor", &cookie).await }
    })
    .await;
    println!("device list: {pages}");
}

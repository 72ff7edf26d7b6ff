//! Measures how close the program comes to what hashing and the disk can do alone on this machine.
//!
//! Requests go through the router, most without sockets, on a database file with fsync. Each figure stands beside its physical
//! limit, measured in turns with it: Argon2id alone, and durable commits of one row through the same driver. The shares
//! are comparable between machines, the rates are not.
#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a program for people who measure"
)]

mod activity;
mod alike;
mod attack;
mod bench_app;
mod durable;
mod load;
mod programs;
mod socket;
mod team;

use bench_app::{BenchApp, Crowd};
use domain::kernel::{
    password::Password,
    ports::{Hasher, Lane},
};
use durable::Durable;
use load::{Rate, compare, drain, run};
use server::hashing::{ArgonPool, Cost};
use std::{sync::Arc, time::Duration};
use testing::Database;

/// The program's.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Concurrent sign-ins, enough to keep the hashing threads busy.
const LANES: usize = 8;
/// Members who take turns, because a member has at most fifty sessions.
const MEMBERS: usize = 200;
/// Passcodes of each member that are measured.
const ROUNDS: i64 = 40;
/// Parts of a measurement of passcodes, between which the disk is measured.
const PARTS: usize = 8;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let seconds = arguments.iter().find_map(|arg| arg.parse().ok()).unwrap_or(5);
    let span = Duration::from_secs(seconds);
    // Words among the arguments choose parts.
    let chosen = |part: &str| {
        let mut words = arguments.iter().filter(|arg| arg.parse::<u64>().is_err()).peekable();
        words.peek().is_none() || words.any(|word| word == part)
    };
    for lanes in [1, LANES].into_iter().filter(|_| chosen("sign-ins")) {
        sign_ins(lanes, span).await;
    }
    for in_flight in [1, 50].into_iter().filter(|_| chosen("sqlite")) {
        decisions(Database::folder(), "SQLite", in_flight, span).await;
    }
    for in_flight in [1, 50].into_iter().filter(|_| chosen("postgres")) {
        decisions(Database::postgres().await, "PostgreSQL", in_flight, span).await;
    }
    if chosen("list") {
        device_list(span).await;
    }
    if chosen("activity") {
        activity::activity(Database::folder(), "SQLite").await;
        activity::activity(Database::postgres().await, "PostgreSQL").await;
    }
    if chosen("team") {
        team::team(Database::folder(), "SQLite").await;
        team::team(Database::postgres().await, "PostgreSQL").await;
    }
    if chosen("programs") {
        programs::programs(Database::folder(), "SQLite", span).await;
        programs::programs(Database::postgres().await, "PostgreSQL", span).await;
    }
    if chosen("alike") {
        alike::alike(Database::folder(), "SQLite").await;
        alike::alike(Database::postgres().await, "PostgreSQL").await;
    }
    if chosen("attack") {
        attacked(span).await;
    }
}

/// Sign-ins of others with and without one member who has 150 requests on their way that hash.
async fn attacked(span: Duration) {
    let pool = ArgonPool::new(Cost::MINIMUM).unwrap();
    let password = Password::from_secret(bench_app::PASSWORD);
    let phc = pool.hash(password, [7; 16], &lane()).await.unwrap();
    let app = BenchApp::new(Database::folder()).await;
    let members = app.members(MEMBERS, &phc).await;
    for (attacked, name) in [(false, "nobody attacks"), (true, "one member attacks")] {
        let first = 1 + load::ROUNDS * i64::from(attacked);
        let others = attack::others(&members, LANES, attacked, first, span).await;
        println!(
            "full sign-ins, {LANES} at once, {name}: {}, {} refused",
            others.done, others.refused
        );
    }
}

/// Password and passcode in a known browser, compared with Argon2id alone on the same threads.
async fn sign_ins(lanes: usize, span: Duration) {
    let pool = Arc::new(ArgonPool::new(Cost::MINIMUM).unwrap());
    let password = || Password::from_secret(bench_app::PASSWORD);
    let phc = pool.hash(password(), [7; 16], &lane()).await.unwrap();
    let app = BenchApp::new(Database::folder()).await;
    let members: Crowd = app.members(MEMBERS, &phc).await;
    let alone = move |_, _| {
        let (pool, phc) = (pool.clone(), phc.clone());
        async move { assert!(pool.verify(password(), Some(phc), &lane()).await.unwrap()) }
    };
    let signing_in = move |lane: usize, round: i64| {
        let turn = usize::try_from(round).unwrap_or_default() * lanes + lane;
        let (app, member) = members[turn % MEMBERS].clone();
        async move { app.sign_in(&member, round + 1).await }
    };
    let (raw, whole) = compare(span, (lanes, alone), (lanes, signing_in)).await;
    println!("Argon2id alone, {lanes} at once: {raw}");
    println!(
        "full sign-ins, {lanes} at once: {whole}: {:.0} % of Argon2id alone, median {:.2} of its",
        whole.share_of(&raw),
        whole.median_of(&raw)
    );
}

fn lane() -> Lane {
    Lane {
        name: "bench".into(),
        kept: false,
    }
}

/// Passcodes that open a session, compared with durable commits of one row.
async fn decisions(database: Database, name: &str, in_flight: usize, span: Duration) {
    // Makes the file.
    drop(database.open().await);
    let durable = Durable::new(&database).await;
    let app = BenchApp::new(database).await;
    let members = app.members(MEMBERS, &bench_app::no_hash()).await;
    let mut ready = BenchApp::ready(&members, ROUNDS).await;
    let (mut raw, mut decided) = (Rate::default(), Rate::default());
    let part = ready.len() / PARTS;
    let parts = u32::try_from(PARTS).unwrap_or(1);
    while !ready.is_empty() {
        let durable = durable.clone();
        let commits = run(in_flight, span / parts, 0, move |lane, _| {
            let durable = durable.clone();
            async move { durable.commit(lane).await }
        });
        raw.add(commits.await);
        let rest = ready.split_off(part.min(ready.len()));
        decided.add(drain(in_flight, std::mem::replace(&mut ready, rest)).await);
    }
    println!("{name}, {in_flight} in flight: durable commits of one row {raw}");
    println!(
        "{name}, {in_flight} in flight: passcode decisions {decided}: {:.0} % of the commits",
        decided.share_of(&raw)
    );
}

/// The device list of a member with one device.
async fn device_list(span: Duration) {
    let app = BenchApp::new(Database::folder()).await;
    let (app, member) = app.members(1, &bench_app::no_hash()).await[0].clone();
    let cookie = app.session(&member).await;
    let pages = run(8, span, 0, move |_, _| {
        let (app, cookie) = (app.clone(), cookie.clone());
        async move { app.page("/security/two-factor", &cookie).await }
    })
    .await;
    println!("device list: {pages}");
}

//! Programs: access tokens that are bought, and forward-auth, which is asked before each request to an application.

use crate::{
    MEMBERS,
    activity::resident,
    bench_app::{self, BenchApp},
    durable::{Durable, settle},
    load::compare,
    socket::{Connection, connections},
};
use std::{sync::Arc, time::Duration};
use testing::Database;

/// Devices that others have enrolled.
const DEVICES: i64 = 60_000;
/// Requests at once.
const IN_FLIGHT: usize = 50;

pub(crate) async fn programs(database: Database, name: &str, span: Duration) {
    // Makes the file.
    drop(database.open().await);
    let durable = Durable::new(&database).await;
    let app = BenchApp::new(database).await;
    let members = app.members(MEMBERS, &bench_app::no_hash()).await;
    durable.enrol(DEVICES).await;
    settle(app.database()).await;
    let keys: Arc<[String]> = members.iter().map(|(_, member)| member.key.clone()).collect();

    let crowd = members.clone();
    let of_keys = keys.clone();
    let buying = move |lane: usize, round: i64| {
        let turn = usize::try_from(round).unwrap_or_default() * IN_FLIGHT + lane;
        let (app, _) = crowd[turn % MEMBERS].clone();
        let key = of_keys[turn % MEMBERS].clone();
        async move { drop(app.buy(&key, round + 2).await) }
    };
    let commits = move |lane, _| {
        let durable = durable.clone();
        async move { durable.commit(lane).await }
    };
    let (raw, bought) = compare(span, (IN_FLIGHT, commits), (IN_FLIGHT, buying)).await;
    println!("{name}, {IN_FLIGHT} in flight: durable commits of one row {raw}");
    println!(
        "{name}, {IN_FLIGHT} in flight: tokens bought with key and passcode {bought}: {:.0} % of the commits",
        bought.share_of(&raw)
    );

    let mut headers = Vec::new();
    for ((app, _), key) in members.iter().zip(keys.iter()) {
        let token = app.buy(key, bench_app::LAST_ROUND).await;
        headers.push(format!("Authorization: Bearer {token}\r\n"));
    }
    let (served, _) = &members[0];
    let connections: Arc<[Connection]> = connections(served, IN_FLIGHT).await.into();
    let probed = connections.clone();
    let empty = move |lane: usize, _| {
        let connections = probed.clone();
        async move { connections[lane].get("/healthz", "").await }
    };
    let headers: Arc<[String]> = headers.into();
    let verifying = move |lane: usize, round: i64| {
        let turn = usize::try_from(round).unwrap_or_default() * IN_FLIGHT + lane;
        let (connections, headers) = (connections.clone(), headers.clone());
        async move { connections[lane].get("/api/v1/verify", &headers[turn % MEMBERS]).await }
    };
    let before = resident();
    let (raw, verified) = compare(span, (IN_FLIGHT, empty), (IN_FLIGHT, verifying)).await;
    println!("{name}, {IN_FLIGHT} connections, {DEVICES} devices: an empty route {raw}");
    println!(
        "{name}, {IN_FLIGHT} connections, {DEVICES} devices: /verify {verified}: {:.0} % of the empty route, memory {} to {} MB",
        verified.share_of(&raw),
        before / 1024,
        resident() / 1024
    );
}

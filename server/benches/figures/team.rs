//! The team page of an account with 500 members.

use crate::{
    bench_app::{self, BenchApp},
    durable::settle,
};
use testing::Database;
use tokio::time::Instant;

const MEMBERS: usize = 500;
/// Times that each address is asked for.
const ROUNDS: usize = 301;

const ADDRESSES: [(&str, &str); 3] = [
    ("the first page", "/team"),
    ("a search", "/team?q=number+49"),
    ("who has two-factor off", "/team?two_factor=off"),
];

pub(crate) async fn team(database: Database, name: &str) {
    let app = BenchApp::new(database).await;
    let (app, member) = app.members(1, &bench_app::no_hash()).await[0].clone();
    app.add_colleagues(&member, MEMBERS - 1).await;
    settle(app.database()).await;
    let cookie = app.session(&member).await;
    for (what, address) in ADDRESSES {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            app.page(address, &cookie).await;
            times.push(begin.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        println!(
            "team, {name}, {MEMBERS} members, {what}: median {:.1} ms, p99 {:.1} ms",
            times[ROUNDS / 2],
            times[ROUNDS * 99 / 100]
        );
    }
}

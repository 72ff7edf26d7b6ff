//! The activity of an account with 100,000 events: its page, its filters, and an export.

use crate::{
    bench_app::{self, BenchApp},
    durable::settle,
};
use std::{fs, time::Duration};
use testing::Database;
use tokio::time::Instant;

const EVENTS: i64 = 100_000;
/// Times that each address is asked for.
const ROUNDS: usize = 21;

/// What is asked for, and why it is slow if anything is: a filter that few events match reads all of them.
const ADDRESSES: [(&str, &str); 4] = [
    ("the newest page", "/security/activity"),
    ("a kind that no event has", "/security/activity?kind=repair"),
    (
        "the last page",
        "/security/activity?before=1500000000-00000000000000000000000000000000",
    ),
    (
        "another session",
        "/security/activity?session=00000000000000000000000000000000",
    ),
];

pub(crate) async fn activity(database: Database, name: &str) {
    let app = BenchApp::new(database).await;
    let (app, member) = app.members(1, &bench_app::no_hash()).await[0].clone();
    app.record_events(&member, EVENTS).await;
    settle(app.database()).await;
    let cookie = app.session(&member).await;
    for (what, address) in ADDRESSES {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            app.page(address, &cookie).await;
            times.push(begin.elapsed());
        }
        times.sort();
        println!(
            "activity, {name}, {EVENTS} events, {what}: median {:.1} ms",
            ms(times[ROUNDS / 2])
        );
    }
    let (before, begin) = (resident(), Instant::now());
    let (bytes, most) = app.export("/ui/activity/export.csv", &cookie, resident).await;
    println!(
        "activity, {name}, export of {EVENTS} events: {:.0} MB in {:.2} s, memory {} to at most {} MB",
        bytes as f64 / 1e6,
        begin.elapsed().as_secs_f64(),
        before / 1024,
        most / 1024
    );
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Resident memory of this process, in KiB.
pub(crate) fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}

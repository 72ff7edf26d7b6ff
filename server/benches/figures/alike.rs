//! Whether answers to known and unknown addresses differ in time (B58).
//!
//! The measure is the area under the ROC curve: how often an answer to a known address takes longer than one to an unknown
//! address, over all pairs of both. 0.5 tells nothing, 1 tells everything.

use crate::bench_app::{self, BenchApp};
use domain::{kernel::password::Password, kernel::ports::Hasher};
use server::hashing::{ArgonPool, Cost};
use testing::Database;
use tokio::time::Instant;

/// Pairs of a known and an unknown address, one right after the other.
const PAIRS: usize = 2_000;
/// Pairs before them that are not measured.
const WARM_UP: usize = 50;
/// What the measure may be.
const BOUNDS: std::ops::RangeInclusive<f64> = 0.47..=0.53;

const KNOWN: &str = "member-0%40example.com";
const UNKNOWN: &str = "nobody-0%40example.com";

/// Each endpoint with its fields beside the address.
const FORMS: [(&str, &str); 3] = [
    ("/ui/sign-in", "&password=not+the+right+one"),
    ("/ui/forgot-password", ""),
    ("/ui/sign-up", "&name=Ana&password=seven+green+bicycles"),
];

pub(crate) async fn alike(database: Database, name: &str) {
    let pool = ArgonPool::new(Cost::MINIMUM).unwrap();
    let password = Password::from_secret(bench_app::PASSWORD);
    let phc = pool.hash(password, [7; 16], &crate::lane()).await.unwrap();
    let app = BenchApp::open_to_all(database).await;
    app.members(1, &phc).await;
    let mut day = 1;
    for (path, fields) in FORMS {
        let mut times = [Vec::new(), Vec::new()];
        for pair in 0..WARM_UP + PAIRS {
            // Neither is always the first.
            let order = if pair % 2 == 0 { [0, 1] } else { [1, 0] };
            for which in order {
                // Nothing that is counted reaches its limit.
                app.move_to_day(day);
                day += 1;
                let email = [KNOWN, UNKNOWN][which];
                let begin = Instant::now();
                app.answer(path, &format!("email={email}{fields}")).await;
                let took = begin.elapsed().as_secs_f64();
                if pair >= WARM_UP {
                    times[which].push(took);
                }
            }
        }
        let auc = area(&times[0], &times[1]);
        println!("known and unknown addresses, {name}, {path}: AUC {auc:.3} over {PAIRS} pairs");
        assert!(BOUNDS.contains(&auc), "{path} tells known from unknown addresses");
    }
}

/// Returns the share of pairs in which the first is greater, where equal ones count half.
fn area(first: &[f64], second: &[f64]) -> f64 {
    let mut second = second.to_vec();
    second.sort_by(f64::total_cmp);
    let below = |value: f64| {
        let less = second.partition_point(|other| *other < value);
        let same = second.partition_point(|other| *other <= value) - less;
        f64::from(u32::try_from(less).unwrap()) + f64::from(u32::try_from(same).unwrap()) / 2.0
    };
    let sum: f64 = first.iter().map(|value| below(*value)).sum();
    sum / f64::from(u32::try_from(first.len() * second.len()).unwrap())
}

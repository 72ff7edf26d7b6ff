//! What is remembered of the sweep.

use crate::fixtures;
use domain::{
    kernel::clock::{DAY, HOUR, MINUTE},
    sweep::{Ahead, SweepRecord},
};
use testing::T0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_run_and_those_that_found_the_clock_ahead_are_remembered() {
    let w = &fixtures().await;
    assert_eq!(w.store.sweep_record().await.unwrap(), None);
    let record = async || w.store.sweep_record().await.unwrap().unwrap();
    let swept = |last_run| SweepRecord { last_run, ahead: None };
    assert!(w.store.may_sweep(T0).await.unwrap(), "the first run of a database");
    assert_eq!(record().await, swept(T0));
    assert!(w.store.may_sweep(T0.plus(DAY)).await.unwrap());
    assert_eq!(record().await, swept(T0.plus(DAY)));

    let (since, seen) = (T0.plus(9 * DAY), T0.plus(9 * DAY + 5 * MINUTE));
    assert!(!w.store.may_sweep(since).await.unwrap());
    assert!(!w.store.may_sweep(seen).await.unwrap());
    let ahead = SweepRecord {
        ahead: Some(Ahead { since, seen }),
        ..swept(T0.plus(DAY))
    };
    assert_eq!(record().await, ahead);
    let right = T0.plus(DAY + MINUTE);
    assert!(w.store.may_sweep(right).await.unwrap(), "the clock is right again");
    assert_eq!(record().await, swept(right));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_stays_ahead_is_believed_after_an_hour() {
    let w = &fixtures().await;
    assert!(w.store.may_sweep(T0).await.unwrap());
    let week = T0.plus(7 * DAY);
    for minute in 0..60 {
        assert!(
            !w.store.may_sweep(week.plus(minute * MINUTE)).await.unwrap(),
            "{minute}"
        );
    }
    assert!(w.store.may_sweep(week.plus(HOUR)).await.unwrap());
    assert!(w.store.may_sweep(week.plus(HOUR + MINUTE)).await.unwrap());
}

//! The program's own pool of hashing threads.

use domain::kernel::{
    password::Password,
    ports::{HashError, Hasher, Lane},
};
use futures_util::FutureExt;
use server::hashing::{ArgonPool, Cost};
use std::{num::NonZero, thread::available_parallelism};

/// More than the queue and the threads hold.
const MANY: usize = 1_000;

#[tokio::test]
async fn the_programs_own_queue_is_bounded() {
    // A hash that takes much longer than asking for all of them.
    let slow = Cost {
        passes: 40,
        ..Cost::MINIMUM
    };
    let pool = ArgonPool::new(slow).unwrap();
    let lane = Lane {
        name: "crowd".into(),
        kept: true,
    };
    let (mut waiting, mut busy) = (Vec::new(), 0);
    for _ in 0..MANY {
        let mut hash = pool.hash(Password::from_secret("secret"), [7; 16], &lane);
        match (&mut hash).now_or_never() {
            Some(Err(HashError::Busy)) => busy += 1,
            Some(other) => panic!("{other:?}"),
            None => waiting.push(hash),
        }
    }
    let threads = available_parallelism().map_or(1, NonZero::get);
    assert!(waiting.len() >= 64, "an honest crowd has room: {}", waiting.len());
    assert!(waiting.len() <= 64 + threads, "{} wait", waiting.len());
    assert_eq!(waiting.len() + busy, MANY);
}

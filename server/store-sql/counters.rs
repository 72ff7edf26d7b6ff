//! Counters of wrong second factors.

use super::sql::{at_most_one, one, seconds};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::{
        counter::{Counter, CounterKey},
        throttle::Tries,
    },
};
use sqlx::query_file;

/// A counter from its columns. What does not fit the number counts as very many.
pub(super) fn counter(consecutive: i64, wait_until: Option<i64>, stopped_at: Option<i64>, recent: &[u8]) -> Counter {
    Counter {
        consecutive: u32::try_from(consecutive).unwrap_or(u32::MAX),
        wait_until: wait_until.map(Timestamp),
        stopped_at: stopped_at.map(Timestamp),
        recent: Tries::from_bytes(recent),
    }
}

/// The counter, locked until the transaction ends: all attempts of one counter are decided one after the other.
pub(super) async fn lock(conn: &mut Conn, key: &CounterKey, now: Timestamp) -> Result<Counter, sqlx::Error> {
    let none: &[u8] = &[];
    let row = query_file!("../store-sql/queries/counter_lock.sql", key.as_text(), none, now.0)
        .fetch_one(conn)
        .await?;
    Ok(counter(row.consecutive, row.wait_until, row.stopped_at, &row.recent))
}

pub(super) async fn read(store: &SqlStore, key: &CounterKey) -> Result<Counter, sqlx::Error> {
    let row = query_file!("../store-sql/queries/counter_read.sql", key.as_text())
        .fetch_optional(store.read())
        .await?;
    let found = row.map(|row| counter(row.consecutive, row.wait_until, row.stopped_at, &row.recent));
    Ok(found.unwrap_or_default())
}

/// Writes a counter that is locked.
pub(super) async fn write(conn: &mut Conn, key: &CounterKey, c: &Counter, now: Timestamp) -> Result<(), sqlx::Error> {
    let done = query_file!(
        "../store-sql/queries/counter_write.sql",
        key.as_text(),
        i64::from(c.consecutive),
        seconds(c.wait_until),
        seconds(c.stopped_at),
        c.recent.to_bytes(),
        now.0
    );
    one(done.execute(conn).await?.rows_affected())
}

/// Forgets a counter altogether.
pub(super) async fn end(conn: &mut Conn, key: &CounterKey) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/counter_end.sql", key.as_text())
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected()).map(|_| ())
}

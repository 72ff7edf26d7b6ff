//! Counters of wrong second factors.

use super::transaction::{at_most_one, exactly_one, seconds};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::{
        counter::{Counter, CounterKey},
        throttle::Tries,
    },
};
use sqlx::query;

/// Builds a counter from its columns. A count that does not fit is read as the maximum.
pub(super) fn counter(consecutive: i64, wait_until: Option<i64>, stopped_at: Option<i64>, recent: &[u8]) -> Counter {
    Counter {
        consecutive: u32::try_from(consecutive).unwrap_or(u32::MAX),
        wait_until: wait_until.map(Timestamp),
        stopped_at: stopped_at.map(Timestamp),
        recent: Tries::from_bytes(recent),
    }
}

/// Locks the counters in the order of their names until the transaction ends, so that attempts against one counter are
/// decided one after the other. Returns them in the order of `keys`.
pub(super) async fn lock(
    conn: &mut Conn,
    keys: &[CounterKey],
    now: Timestamp,
) -> Result<Vec<(CounterKey, Counter)>, sqlx::Error> {
    let mut by_name: Vec<_> = keys
        .iter()
        .enumerate()
        .map(|(index, key)| (key.as_text(), index, key))
        .collect();
    by_name.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let mut locked = Vec::with_capacity(keys.len());
    for (name, index, key) in by_name {
        let none: &[u8] = &[];
        // The upsert creates a missing row and locks an existing one.
        let row = query!(
            r#"INSERT INTO counter (subject, consecutive, wait_until, stopped_at, recent, moved_at)
               VALUES ($1, 0, NULL, NULL, $2, $3)
               ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject
               RETURNING consecutive AS "consecutive!", wait_until, stopped_at, recent AS "recent!""#,
            name,
            none,
            now.0
        )
        .fetch_one(&mut *conn)
        .await?;
        let counter = counter(row.consecutive, row.wait_until, row.stopped_at, &row.recent);
        locked.push((index, key.clone(), counter));
    }
    locked.sort_by_key(|(index, ..)| *index);
    Ok(locked.into_iter().map(|(_, key, counter)| (key, counter)).collect())
}

pub(super) async fn read(store: &SqlStore, key: &CounterKey) -> Result<Counter, sqlx::Error> {
    read_in(&mut *store.read().acquire().await?, key).await
}

/// Reads a counter without a lock.
pub(super) async fn read_in(conn: &mut Conn, key: &CounterKey) -> Result<Counter, sqlx::Error> {
    let subject = key.as_text();
    let row = query!(
        "SELECT consecutive, wait_until, stopped_at, recent FROM counter WHERE subject = $1",
        subject
    )
    .fetch_optional(conn)
    .await?;
    let found = row.map(|row| counter(row.consecutive, row.wait_until, row.stopped_at, &row.recent));
    Ok(found.unwrap_or_default())
}

/// Writes a locked counter.
pub(super) async fn write(conn: &mut Conn, key: &CounterKey, c: &Counter, now: Timestamp) -> Result<(), sqlx::Error> {
    let done = query!(
        "UPDATE counter SET consecutive = $2, wait_until = $3, stopped_at = $4, recent = $5, moved_at = $6
         WHERE subject = $1",
        key.as_text(),
        i64::from(c.consecutive),
        seconds(c.wait_until),
        seconds(c.stopped_at),
        c.recent.to_bytes(),
        now.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Erases a counter.
pub(super) async fn end(conn: &mut Conn, key: &CounterKey) -> Result<(), sqlx::Error> {
    let subject = key.as_text();
    let done = query!("DELETE FROM counter WHERE subject = $1", subject)
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected()).map(drop)
}

//! Transactions that commit or roll back with their answer, and checks of row counts.

use super::{activity, mail_windows, renewals};
use crate::Db;
use domain::{InternalError, Timestamp, store::Effects};
use sqlx::Transaction;
use terms::CLOCK_TOLERANCE;

/// A connection of this store's database.
pub(crate) type Conn = <Db as sqlx::Database>::Connection;
/// A transaction of this store's database.
pub(crate) type Tx = Transaction<'static, Db>;

/// The answer of a transaction, and whether its writes are kept.
pub(crate) enum Outcome<T> {
    /// Keep the writes.
    Commit(T),
    /// Discard the writes, because the answer is "no".
    Rollback(T),
}

/// How often a transaction is retried that the database itself aborted, such as after a deadlock.
pub(crate) const RETRIES: u8 = 8;

/// Runs the block in a transaction on `$conn` and commits or rolls back according to its [`Outcome`]. Retries a
/// transaction that the database itself aborted, because nothing of it was applied. This is a macro, because an async
/// closure over borrowed arguments with a `Send` future cannot be expressed yet.
macro_rules! transaction {
    ($store:expr, $doing:expr, |$conn:ident| $work:expr) => {{
        let mut retries = $crate::shared::transaction::RETRIES;
        loop {
            let decided = async {
                let mut tx = $store.begin().await?;
                let outcome: Result<$crate::shared::transaction::Outcome<_>, sqlx::Error> = {
                    let $conn: &mut $crate::Conn = &mut tx;
                    async { $work }.await
                };
                $crate::shared::transaction::finish(tx, outcome?).await
            };
            match decided.await {
                Err(error) if retries > 0 && $crate::transient(&error) => retries -= 1,
                answer => break answer.map_err($crate::shared::transaction::internal($doing)),
            }
        }
    }};
}
pub(crate) use transaction;

/// Commits or rolls back before it returns the answer.
pub(crate) async fn finish<T>(tx: Tx, outcome: Outcome<T>) -> Result<T, sqlx::Error> {
    match outcome {
        Outcome::Commit(answer) => tx.commit().await.map(|()| answer),
        Outcome::Rollback(answer) => tx.rollback().await.map(|()| answer),
    }
}

/// Checks that a write touched exactly one row.
pub(crate) fn exactly_one(rows: u64) -> Result<(), sqlx::Error> {
    at_most_one(rows)?.then_some(()).ok_or(sqlx::Error::RowNotFound)
}

/// Returns whether a write touched a row; an error if it touched several.
pub(crate) fn at_most_one(rows: u64) -> Result<bool, sqlx::Error> {
    match rows {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(sqlx::Error::Protocol(format!("a write for one row touched {rows}"))),
    }
}

/// Converts a database error. Statements carry no values, so the error contains no secret.
pub(crate) fn internal(doing: &'static str) -> impl Fn(sqlx::Error) -> InternalError {
    move |error| match matches!(error, sqlx::Error::PoolTimedOut) || crate::busy(&error) {
        true => InternalError::busy(doing, error),
        false => InternalError::new(doing, error),
    }
}

/// An optional timestamp as a column value.
pub(crate) fn seconds(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.0)
}

/// The latest end of something that lasts `life` seconds: a later one was written by a clock that was ahead, and the row
/// counts for nothing.
pub(crate) fn latest_end(now: Timestamp, life: i64) -> i64 {
    now.plus(life + CLOCK_TOLERANCE).0
}

/// Writes the effects of a change.
pub(crate) async fn commit_effects(conn: &mut Conn, effects: &Effects) -> Result<(), sqlx::Error> {
    // Their windows are locked in this order.
    let mut mails: Vec<_> = effects.mails.iter().collect();
    mails.sort_by(|a, b| a.series.cmp(&b.series));
    for mail in mails {
        mail_windows::put(conn, mail).await?;
    }
    for renewal in &effects.renewals {
        renewals::put(conn, renewal).await?;
    }
    for event in &effects.events {
        activity::insert(conn, event).await?;
    }
    Ok(())
}

//! What every method is made of: a transaction that is kept or dropped, and writes that count their rows.

use crate::Db;
use domain::{InternalError, Timestamp, store::Effects};
use sqlx::{Transaction, query};

/// A connection of this store's database.
pub(crate) type Conn = <Db as sqlx::Database>::Connection;
/// A transaction of this store's database.
pub(crate) type Tx = Transaction<'static, Db>;

/// The answer of a transaction, and what becomes of its writes.
pub(crate) enum Outcome<T> {
    /// They are kept.
    Commit(T),
    /// They are dropped: the answer is "no".
    Rollback(T),
}

/// How often a transaction that the database itself gave up (a deadlock) is tried again.
pub(crate) const RETRIES: u8 = 8;

/// Runs the block in a transaction on `$conn`, which it decides by its [`Outcome`]; again if the database itself gave the
/// transaction up: then nothing of it was done. A macro, because a closure over borrowed arguments whose future is `Send`
/// cannot be written down yet.
macro_rules! transaction {
    ($store:expr, $doing:literal, |$conn:ident| $work:expr) => {{
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

/// Commits or rolls back, and only then answers.
pub(crate) async fn finish<T>(tx: Tx, outcome: Outcome<T>) -> Result<T, sqlx::Error> {
    match outcome {
        Outcome::Commit(answer) => tx.commit().await.map(|()| answer),
        Outcome::Rollback(answer) => tx.rollback().await.map(|()| answer),
    }
}

/// A write that must touch exactly one row.
pub(crate) fn one(rows: u64) -> Result<(), sqlx::Error> {
    at_most_one(rows)?.then_some(()).ok_or(sqlx::Error::RowNotFound)
}

/// Whether a write touched its one row.
pub(crate) fn at_most_one(rows: u64) -> Result<bool, sqlx::Error> {
    match rows {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(sqlx::Error::Protocol(format!("a write for one row touched {rows}"))),
    }
}

/// What the caller is told when the database could not tell. Statements carry no values, so no secret can be in it.
pub(crate) fn internal(doing: &'static str) -> impl Fn(sqlx::Error) -> InternalError {
    move |error| InternalError::new(doing, error)
}

/// An optional timestamp as a column value.
pub(crate) fn seconds(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.0)
}

/// Writes what is committed together with a change.
pub(crate) async fn commit_effects(conn: &mut Conn, effects: &Effects) -> Result<(), sqlx::Error> {
    for mail in &effects.mails {
        let (id, body) = (mail.id.as_str(), mail.body.0.as_slice());
        let (due_at, tries) = (mail.due_at.0, mail.tries);
        let done = query!(
            "INSERT INTO outbox (id, body, due_at, tries) VALUES ($1, $2, $3, $4)",
            id,
            body,
            due_at,
            tries
        )
        .execute(&mut *conn)
        .await?;
        one(done.rows_affected())?;
    }
    Ok(())
}

//! What every method is made of: a transaction that is kept or dropped, and writes that count their rows.

use crate::Db;
use domain::{InternalError, Timestamp, mail::OutboxMail};
use sqlx::{Transaction, query_file};

/// A connection of this store's database.
pub(crate) type Conn = <Db as sqlx::Database>::Connection;
/// A transaction of this store's database.
pub(crate) type Tx = Transaction<'static, Db>;
/// What a method found out: `Ok` keeps its writes, `Err` drops them; either way it is the answer.
pub(crate) type Verdict<T> = Result<Result<T, T>, sqlx::Error>;

/// How often a transaction that the database itself gave up (a deadlock) is tried again.
pub(crate) const RETRIES: u8 = 8;

/// Commits or rolls back, and only then answers.
pub(crate) async fn finish<T>(tx: Tx, verdict: Result<T, T>) -> Result<T, sqlx::Error> {
    match verdict {
        Ok(answer) => tx.commit().await.map(|()| answer),
        Err(answer) => tx.rollback().await.map(|()| answer),
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

/// What the caller hears when the database could not tell. Statements carry no values, so no secret can be in it.
pub(crate) fn fault(doing: &'static str, error: &sqlx::Error) -> InternalError {
    InternalError::new(doing, error)
}

/// Seconds that may be missing.
pub(crate) fn seconds(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.0)
}

/// Puts mails into the outbox.
pub(crate) async fn post(conn: &mut Conn, mails: &[OutboxMail]) -> Result<(), sqlx::Error> {
    for mail in mails {
        let (id, body) = (mail.id.as_str(), mail.body.0.as_slice());
        let done =
            query_file!("../store-sql/queries/mail_put.sql", id, body, mail.due_at.0, mail.tries).execute(&mut *conn);
        one(done.await?.rows_affected())?;
    }
    Ok(())
}

//! Reads back what SQLite was asked for: it ignores a pragma that it does not know or cannot fulfil.

use crate::{OPENING, shared::transaction::internal};
use domain::InternalError;
use sqlx::{Pool, Sqlite};

/// `synchronous=FULL`: a commit is on the disk before it is answered.
const FULL: i64 = 2;

/// Refuses a connection that would lose answered writes, or keep rows that refer to nothing.
pub(crate) async fn verify(pool: &Pool<Sqlite>) -> Result<(), InternalError> {
    let journal_mode: String = one(sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await)?;
    let synchronous: i64 = one(sqlx::query_scalar("PRAGMA synchronous").fetch_one(pool).await)?;
    let foreign_keys: i64 = one(sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(pool).await)?;
    match weaker(&journal_mode, synchronous, foreign_keys) {
        Some(cause) => Err(InternalError::new(OPENING, cause)),
        None => Ok(()),
    }
}

fn one<T>(read: Result<T, sqlx::Error>) -> Result<T, InternalError> {
    read.map_err(internal(OPENING))
}

/// Returns what is weaker than it must be.
fn weaker(journal_mode: &str, synchronous: i64, foreign_keys: i64) -> Option<String> {
    if journal_mode != "wal" {
        return Some(format!(
            "the file system cannot hold a write-ahead log (journal_mode is {journal_mode})"
        ));
    }
    if synchronous < FULL {
        return Some(format!(
            "synchronous is {synchronous}, but an answered change must survive a power cut"
        ));
    }
    (foreign_keys != 1).then(|| "foreign keys are not checked".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
    use testing::Database;

    async fn refusal(change: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions) -> String {
        let database = Database::folder();
        let options = crate::options(&database.file().unwrap()).create_if_missing(true);
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(change(options))
            .await;
        verify(&pool.unwrap())
            .await
            .map_or_else(|error| error.cause, |()| "none".into())
    }

    #[tokio::test]
    async fn weaker_connections_are_refused() {
        assert_eq!(refusal(|options| options).await, "none");
        let normal = refusal(|options| options.synchronous(SqliteSynchronous::Normal)).await;
        assert!(normal.contains("synchronous is 1"), "{normal}");
        let deleted = refusal(|options| options.journal_mode(SqliteJournalMode::Delete)).await;
        assert!(deleted.contains("journal_mode is delete"), "{deleted}");
        let loose = refusal(|options| options.foreign_keys(false)).await;
        assert!(loose.contains("foreign keys"), "{loose}");
    }
}

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
    use crate::SqliteStore;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
    use std::{fs, os::unix::fs::PermissionsExt};
    use testing::Database;

    /// Returns why a store with such connections is not opened.
    async fn refusal(change: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions) -> String {
        let database = Database::folder();
        let file = database.file().unwrap();
        SqliteStore::open_as(&file, change(crate::options(&file)))
            .await
            .map_or_else(|error| error.cause, |_| "none".into())
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

    #[tokio::test]
    async fn a_file_that_others_can_access_is_refused() {
        let database = Database::folder();
        let file = database.file().unwrap();
        drop(SqliteStore::open(&file).await.unwrap());
        let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600, "as it was made");
        for wide in [0o640, 0o604, 0o622] {
            fs::set_permissions(&file, fs::Permissions::from_mode(wide)).unwrap();
            let refused = SqliteStore::open(&file).await.unwrap_err();
            assert!(refused.cause.contains("chmod 600"), "{refused}");
        }
    }
}

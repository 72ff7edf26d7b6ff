//! Whether the write-ahead log beside a database file belongs to it.
//!
//! SQLite replays any valid log over any file. A backup that is copied over the file while the log of a crashed server
//! is still beside it would be undone without a word, or damaged. Therefore the file has a generation (`user_version`).
//! A cycle of the log ends by writing an odd generation and moving the whole log into the file; the next one begins by
//! writing the following even generation into the empty log. So what is in the file is never more than one cycle behind
//! what is in the log, and a backup of an earlier cycle is. A checkpoint by another program moves a cycle's generation into
//! the file early, which only makes the check weaker for that cycle.

use crate::{OPENING, shared::transaction::internal};
use domain::InternalError;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    os::unix::fs::FileExt,
    path::Path,
};

/// Where the file's first page has the generation, as four bytes (<https://sqlite.org/fileformat2.html#user_version_number>).
const AT: u64 = 60;
/// SQLite's codes for a file that is malformed and for one that is no database.
const CORRUPT: [&str; 2] = ["11", "26"];
/// How often file and log are read before they are refused.
const READS: usize = 3;

/// Refuses a log that does not belong to the file.
pub(crate) async fn check(file: &Path, options: &SqliteConnectOptions) -> Result<(), InternalError> {
    let [_, log, shm] = crate::files(file);
    let failed = |error| InternalError::new(OPENING, error);
    // Another process may end a cycle between two reads.
    for _ in 0..READS {
        if fs::metadata(&log).map_or(0, |log| log.len()) == 0 {
            return Ok(());
        }
        let of_file = of_file(file).map_err(failed)?;
        let with_log = with_log(options).await.map_err(internal(OPENING))?;
        if with_log.is_some_and(|with_log| belongs(of_file, with_log)) {
            return Ok(());
        }
    }
    let cause = format!(
        "{log} does not belong to {file}, which was replaced; if {file} is a backup that you restored, delete {log} and \
         {shm}, which hold changes of the replaced file, and start again",
        log = log.display(),
        file = file.display(),
        shm = shm.display()
    );
    Err(InternalError::new(OPENING, cause))
}

/// Whether a file of this generation can have a log that makes it `with_log`. An odd file ended a cycle: the log is of the
/// next one (+1), which may be about to end (+2). An even file got a part of its own log (0), whose cycle may be about to
/// end (+1).
fn belongs(file: i32, with_log: i32) -> bool {
    (0..=1 + file.rem_euclid(2)).contains(&with_log.wrapping_sub(file))
}

/// Ends the log's cycle and begins the next one. If a connection still reads the log, the cycle goes on.
pub(crate) async fn advance(conn: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let now: i32 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *conn).await?;
    let end = if now.rem_euclid(2) == 0 {
        now.wrapping_add(1)
    } else {
        now
    };
    write(conn, end).await?;
    match move_all(conn).await? {
        true => write(conn, end.wrapping_add(1)).await,
        false => Ok(()),
    }
}

/// Moves the whole log into the file, unless a connection reads it. It does not wait for readers, because all writes wait
/// for it.
async fn move_all(conn: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let busy: i64 = sqlx::query_scalar("PRAGMA busy_timeout").fetch_one(&mut *conn).await?;
    set_busy(conn, 0).await?;
    let moved = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&mut *conn)
        .await;
    set_busy(conn, busy).await?;
    Ok(moved?.try_get::<i64, _>(0)? == 0)
}

async fn set_busy(conn: &mut SqliteConnection, milliseconds: i64) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(format!("PRAGMA busy_timeout = {milliseconds}"));
    sqlx::raw_sql(sql).execute(conn).await.map(drop)
}

async fn write(conn: &mut SqliteConnection, generation: i32) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(format!("PRAGMA user_version = {generation}"));
    sqlx::raw_sql(sql).execute(conn).await.map(drop)
}

/// Ends the cycle when the database is opened.
pub(crate) async fn begin(conn: &mut SqliteConnection) -> Result<(), InternalError> {
    advance(conn).await.map_err(internal(OPENING))
}

/// Returns the generation of the file alone.
fn of_file(file: &Path) -> io::Result<i32> {
    let mut bytes = [0; 4];
    match File::open(file)?.read_exact_at(&mut bytes, AT) {
        Ok(()) => Ok(i32::from_be_bytes(bytes)),
        // A new database.
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(0),
        Err(e) => Err(e),
    }
}

/// Returns the generation that the log makes of the file; `None` if they make no database together. A connection that
/// only reads moves nothing into the file.
async fn with_log(options: &SqliteConnectOptions) -> Result<Option<i32>, sqlx::Error> {
    let read = async {
        let mut conn = options.clone().read_only(true).connect().await?;
        let generation = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut conn).await?;
        conn.close().await?;
        Ok(generation)
    };
    match read.await {
        Ok(generation) => Ok(Some(generation)),
        Err(sqlx::Error::Database(error)) if CORRUPT.contains(&error.code().as_deref().unwrap_or_default()) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SqliteStore;
    use domain::{Store, kernel::seal::Sealed};
    use std::path::PathBuf;
    use tempfile::TempDir;

    /// Copies the files as a crash would leave them.
    fn crashed(folder: &TempDir) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        for name in ["x", "x-wal"] {
            fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
        }
        copy
    }

    async fn vacuumed(folder: &TempDir) -> PathBuf {
        let (file, backup) = (folder.path().join("x"), folder.path().join("backup"));
        let mut conn = crate::options(&file).connect().await.unwrap();
        let sql = AssertSqlSafe(format!("VACUUM INTO '{}'", backup.display()));
        sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        backup
    }

    #[tokio::test]
    async fn a_crashed_database_opens_with_its_own_log_and_a_restored_one_does_not_with_a_stale_log() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        let store = SqliteStore::open(&file).await.unwrap();
        let backup = vacuumed(&folder).await;
        let copied = folder.path().join("copied");
        fs::copy(&file, &copied).unwrap();
        for n in 0..600u32 {
            store.plant_canary(&Sealed(n.to_be_bytes().into())).await.unwrap();
            if n % 50 == 0 {
                let copy = crashed(&folder);
                let again = SqliteStore::open(&copy.path().join("x")).await.unwrap();
                assert_eq!(
                    again.canary().await.unwrap(),
                    Some(Sealed(vec![0; 4])),
                    "nothing is lost"
                );
            }
        }
        for backup in [backup, copied] {
            let copy = crashed(&folder);
            let (file, log) = (copy.path().join("x"), copy.path().join("x-wal"));
            // Keeps the mode of the file that is replaced.
            fs::write(&file, fs::read(backup).unwrap()).unwrap();
            let refused = SqliteStore::open(&file).await.unwrap_err();
            let advice = format!("delete {}", log.display());
            assert!(refused.cause.contains(&advice), "{refused}");
            fs::remove_file(&log).unwrap();
            let restored = SqliteStore::open(&file).await.unwrap();
            assert_eq!(restored.canary().await.unwrap(), None, "the backup");
        }
    }

    #[tokio::test]
    async fn a_crash_at_any_step_of_ending_a_cycle_leaves_a_database_that_opens() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        let store = SqliteStore::open(&file).await.unwrap();
        store.plant_canary(&Sealed(vec![7])).await.unwrap();
        let mut conn = store.write.acquire().await.unwrap();
        let now: i32 = sqlx::query_scalar("PRAGMA user_version")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        assert_eq!(now.rem_euclid(2), 0, "a cycle is under way");
        for step in [
            "end",
            "a part is moved",
            "all is moved",
            "the next begins",
            "a part is moved",
        ] {
            match step {
                "end" => write(&mut conn, now + 1).await.unwrap(),
                "the next begins" => write(&mut conn, now + 2).await.unwrap(),
                moved => {
                    let mode = if moved == "all is moved" { "TRUNCATE" } else { "PASSIVE" };
                    let sql = AssertSqlSafe(format!("PRAGMA wal_checkpoint({mode})"));
                    sqlx::raw_sql(sql).execute(&mut *conn).await.unwrap();
                }
            }
            let copy = crashed(&folder);
            let again = SqliteStore::open(&copy.path().join("x")).await.unwrap();
            assert_eq!(again.canary().await.unwrap(), Some(Sealed(vec![7])), "{step}");
        }
    }

    #[tokio::test]
    async fn a_reader_delays_the_end_of_a_cycle_and_breaks_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        let store = SqliteStore::open(&file).await.unwrap();
        let mut reader = crate::options(&file).connect().await.unwrap();
        let mut reading = reader.begin().await.unwrap();
        sqlx::query("SELECT count(*) FROM canary")
            .fetch_one(&mut *reading)
            .await
            .unwrap();
        for n in 0..600u32 {
            store.plant_canary(&Sealed(n.to_be_bytes().into())).await.unwrap();
        }
        SqliteStore::open(&crashed(&folder).path().join("x")).await.unwrap();
        let mut conn = store.write.acquire().await.unwrap();
        assert!(!move_all(&mut conn).await.unwrap(), "not waited for");
        let busy: i64 = sqlx::query_scalar("PRAGMA busy_timeout")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        assert_eq!(
            u128::try_from(busy),
            Ok(crate::BUSY.as_millis()),
            "other waits are as before"
        );
        drop(conn);
        reading.rollback().await.unwrap();
        for n in 0..300u32 {
            store.plant_canary(&Sealed(n.to_be_bytes().into())).await.unwrap();
        }
        SqliteStore::open(&crashed(&folder).path().join("x")).await.unwrap();
    }

    #[test]
    fn only_the_log_of_the_same_or_the_next_cycle_belongs_to_a_file() {
        for (file, logs) in [(0, &[0, 1][..]), (2, &[2, 3]), (3, &[3, 4, 5])] {
            for log in -3..9 {
                assert_eq!(belongs(file, log), logs.contains(&log), "{file} {log}");
            }
        }
    }
}

//! Twofold's store on SQLite: one file, one writer, many readers.
//!
//! Every decision is durable before it is answered (WAL with `synchronous=FULL`). Writes share one connection and begin
//! `IMMEDIATE`, so that they queue here and not in SQLite's busy handler.

#![deny(missing_docs)]

mod generation;
mod guarantees;
mod passcode;
#[path = "../../store-sql/mod.rs"]
mod shared;
mod windows;

use domain::InternalError;
use shared::transaction::internal;
pub(crate) use shared::transaction::{Conn, Tx};
use sqlx::{
    ConnectOptions, Connection, Pool, Sqlite,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs::OpenOptions,
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

pub(crate) type Db = Sqlite;
pub(crate) use SqliteStore as SqlStore;

/// Connections for concurrent reads.
const READERS: u32 = 4;
/// Transactions after which the write-ahead log is moved into the file: a few megabytes.
const CYCLE: u32 = 256;
const OPENING: &str = "opening the SQLite file";
/// How long a request waits for a connection.
const WAIT: Duration = Duration::from_secs(10);
/// How long to wait for another process, such as a command run beside the server, to release the write lock.
const BUSY: Duration = Duration::from_secs(10);

/// A [`domain::Store`] in a SQLite file.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    write: Pool<Sqlite>,
    read: Pool<Sqlite>,
    /// The transactions that were begun.
    begun: Arc<AtomicU32>,
    decisions: Arc<passcode::Decisions>,
}

impl SqliteStore {
    /// Opens or creates the file (mode 0600) and runs the migrations.
    pub async fn open(path: &Path) -> Result<Self, InternalError> {
        Self::open_with(path, BUSY).await
    }

    /// The same; waits for other processes for `busy` at most.
    pub async fn open_with(path: &Path, busy: Duration) -> Result<Self, InternalError> {
        Self::open_as(path, options(path).busy_timeout(busy)).await
    }

    /// The same, with these connections.
    async fn open_as(path: &Path, options: SqliteConnectOptions) -> Result<Self, InternalError> {
        private_file(path)?;
        generation::check(path, &options).await?;
        // Open before the migrations, because SQLite moves the log into the file when the last connection is closed.
        let write = connections(1).connect_with(options.clone()).await;
        let write = write.map_err(internal(OPENING))?;
        guarantees::verify(&write).await?;
        migrate(options.clone()).await?;
        generation::begin(&mut *write.acquire().await.map_err(internal(OPENING))?).await?;
        let read = connections(READERS)
            .connect_with(options.pragma("query_only", "ON"))
            .await;
        let read = read.map_err(internal(OPENING))?;
        Ok(Self {
            write,
            read,
            begun: Arc::default(),
            decisions: Arc::default(),
        })
    }

    /// Creates an empty database in memory, with one connection for reads and writes. It is dropped with this value.
    #[cfg(feature = "testing")]
    pub async fn in_memory() -> Result<Self, InternalError> {
        let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
        let pool = connections(1).connect_with(options.statement_cache_capacity(128)).await;
        let pool = pool.map_err(internal("opening SQLite in memory"))?;
        let migrated = sqlx::migrate!("./migrations").run(&pool).await;
        migrated.map_err(|error| InternalError::new("bringing the SQLite tables up to date", error))?;
        Ok(Self {
            write: pool.clone(),
            read: pool,
            begun: Arc::default(),
            decisions: Arc::default(),
        })
    }

    pub(crate) fn read(&self) -> &Pool<Sqlite> {
        &self.read
    }

    pub(crate) fn write(&self) -> &Pool<Sqlite> {
        &self.write
    }

    pub(crate) async fn begin(&self) -> Result<Tx, sqlx::Error> {
        if self.begun.fetch_add(1, Ordering::Relaxed) % CYCLE == CYCLE - 1 {
            let ended = generation::advance(&mut *self.write.acquire().await?).await;
            if let Err(error) = ended {
                tracing::warn!(%error, "the write-ahead log goes on; its cycle could not be ended");
            }
        }
        self.write.begin_with("BEGIN IMMEDIATE").await
    }
}

/// The files of a database: its own, the write-ahead log and the log's index.
#[must_use]
pub fn files(file: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| {
        let mut path = file.as_os_str().to_owned();
        path.push(suffix);
        path.into()
    })
}

/// Creates the file unless it exists, and refuses one that other users can access.
fn private_file(path: &Path) -> Result<(), InternalError> {
    // SQLite creates the -wal and -shm files with the mode of this one.
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
        .and_then(|file| file.metadata());
    let mode = file.map_err(|error| InternalError::new(OPENING, error))?.mode() & 0o7777;
    if mode & 0o077 != 0 {
        let cause = format!(
            "other users can access {0} (mode {mode:04o}); run: chmod 600 {0}",
            path.display()
        );
        return Err(InternalError::new(OPENING, cause));
    }
    Ok(())
}

/// Runs the migrations on a separate connection without foreign keys: SQLite alters a table by copying it, and dropping
/// the old table would delete the rows that refer to it. Dangling references afterwards are an error.
async fn migrate(options: SqliteConnectOptions) -> Result<(), InternalError> {
    const DOING: &str = "bringing the SQLite tables up to date";
    let connection = options.foreign_keys(false).connect().await;
    let mut connection = connection.map_err(internal(DOING))?;
    let migrated = sqlx::migrate!("./migrations").run(&mut connection).await;
    migrated.map_err(|error| InternalError::new(DOING, error))?;
    let orphans = sqlx::raw_sql("PRAGMA foreign_key_check")
        .fetch_all(&mut connection)
        .await;
    let orphans = orphans.map_err(internal(DOING))?;
    if !orphans.is_empty() {
        return Err(InternalError::new(
            DOING,
            format!("{} rows refer to nothing", orphans.len()),
        ));
    }
    connection.close().await.map_err(internal(DOING))
}

/// A connection to a file does not break, so connections have no maximum age and are not tested before use.
fn connections(number: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(number)
        .acquire_timeout(WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Cycles of the log are ended by `begin`; this bounds a log that only single statements write to, in pages.
        .pragma("wal_autocheckpoint", "4000")
        .statement_cache_capacity(128)
}

/// Whether another process kept the database locked for longer than [`BUSY`].
pub(crate) fn busy(error: &sqlx::Error) -> bool {
    const PRIMARY: i64 = 0xff;
    const SQLITE_BUSY: i64 = 5;
    let code = error.as_database_error().and_then(|error| error.code());
    let code = code.and_then(|code| code.parse::<i64>().ok());
    code.is_some_and(|code| code & PRIMARY == SQLITE_BUSY)
}

/// SQLite never aborts a transaction that began `IMMEDIATE`.
pub(crate) fn transient(_: &sqlx::Error) -> bool {
    false
}

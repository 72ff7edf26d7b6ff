//! The database of a test.

use crate::TestCluster;
use domain::Store;
use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use tempfile::TempDir;

const FILE: &str = "twofold.sqlite";
/// How long SQLite waits for a lock that a test holds.
const BUSY: Duration = Duration::from_secs(1);

/// An empty database, removed on drop or when the process ends.
#[derive(Debug)]
pub enum Database {
    /// SQLite in memory. Each call of [`Database::open`] creates another empty database.
    Memory,
    /// SQLite in a temporary folder.
    Folder(TempDir),
    /// A SQLite file of a program, which is not removed.
    File(PathBuf),
    /// The URL of a database in this process's PostgreSQL cluster.
    Postgres(String),
}

impl Database {
    /// Creates a SQLite database in a new temporary folder.
    pub fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    /// Creates a PostgreSQL database. The first call in a process starts the cluster.
    pub async fn postgres() -> Self {
        Self::Postgres(cluster().database().await.unwrap())
    }

    /// Creates a PostgreSQL database if the environment variable is `postgres`, otherwise SQLite in a folder.
    pub async fn chosen_by(variable: &str) -> Self {
        match is_postgres(variable) {
            true => Self::postgres().await,
            false => Self::folder(),
        }
    }

    /// Opens the store, which runs the migrations.
    pub async fn open(&self) -> Arc<dyn Store> {
        match self {
            Self::Memory => Arc::new(SqliteStore::in_memory().await.unwrap()),
            Self::Folder(_) | Self::File(_) => {
                Arc::new(SqliteStore::open_with(&self.file().unwrap(), BUSY).await.unwrap())
            }
            Self::Postgres(url) => Arc::new(PostgresStore::connect(url).await.unwrap()),
        }
    }

    /// Returns the path of the SQLite file.
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) => Some(folder.path().join(FILE)),
            Self::File(file) => Some(file.clone()),
            Self::Memory | Self::Postgres(_) => None,
        }
    }

    /// Removes the folder, for programs that exit without dropping their values.
    pub fn remove(&self) {
        if let Self::Folder(folder) = self {
            // A folder that cannot be removed is left among the temporary files.
            let _: std::io::Result<()> = std::fs::remove_dir_all(folder.path());
        }
    }

    /// Returns the log of the database server; empty for SQLite, which has none.
    pub fn server_log(&self) -> String {
        match self {
            Self::Memory | Self::Folder(_) | Self::File(_) => String::new(),
            Self::Postgres(_) => cluster().log().unwrap(),
        }
    }

    /// Returns what a power cut would leave on the disk: copies of the SQLite files in a folder of ours, or the same database.
    pub fn after_crash(&self) -> Self {
        match self {
            Self::Memory => Self::Memory,
            Self::Folder(folder) => Self::Folder(copied(folder)),
            Self::File(file) => Self::File(file.clone()),
            Self::Postgres(url) => Self::Postgres(url.clone()),
        }
    }
}

/// Whether the environment variable is `postgres`.
pub fn is_postgres(variable: &str) -> bool {
    std::env::var(variable).is_ok_and(|name| name == "postgres")
}

fn copied(folder: &TempDir) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in [FILE.to_owned(), format!("{FILE}-wal")] {
        let from = folder.path().join(&file);
        if from.exists() {
            std::fs::copy(from, copy.path().join(file)).unwrap();
        }
    }
    copy
}

/// Returns the cluster that all tests of this process share.
fn cluster() -> &'static TestCluster {
    static CLUSTER: OnceLock<TestCluster> = OnceLock::new();
    CLUSTER.get_or_init(|| TestCluster::start().unwrap())
}

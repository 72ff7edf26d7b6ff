//! The store under the browser tests: SQLite in a folder that goes with this process, or a throwaway PostgreSQL.

use domain::{InternalError, Store};
use std::{env, fs, path::PathBuf, sync::Arc};
use store_postgres::{PostgresStore, testing::TestCluster};
use store_sqlite::SqliteStore;

/// An open store and what must live as long as it does.
pub struct Database {
    store: Arc<dyn Store>,
    folder: Option<PathBuf>,
    cluster: Option<TestCluster>,
}

impl Database {
    /// SQLite, or PostgreSQL with `STAND_DATABASE=postgres`.
    pub async fn open() -> Result<Self, InternalError> {
        match env::var("STAND_DATABASE").as_deref() {
            Ok("postgres") => Self::postgres().await,
            _ => Self::sqlite().await,
        }
    }

    async fn sqlite() -> Result<Self, InternalError> {
        let folder = env::temp_dir().join(format!("twofold-stand-{}", std::process::id()));
        fs::create_dir(&folder).map_err(|error| InternalError::new("making the stand's folder", error))?;
        let store = SqliteStore::open(&folder.join("twofold.sqlite")).await?;
        Ok(Self {
            store: Arc::new(store),
            folder: Some(folder),
            cluster: None,
        })
    }

    async fn postgres() -> Result<Self, InternalError> {
        let cluster = TestCluster::start()?;
        let store = PostgresStore::connect(&cluster.database().await?).await?;
        Ok(Self {
            store: Arc::new(store),
            folder: None,
            cluster: Some(cluster),
        })
    }

    /// The store.
    pub fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        drop(self.cluster.take());
        if let Some(folder) = self.folder.take() {
            // What cannot be removed lies in the folder for temporary files.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

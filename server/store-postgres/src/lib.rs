//! Twofold's store on PostgreSQL, which several nodes can share.
//!
//! Isolation is READ COMMITTED: every method either locks the rows it decides on or compares in the write itself. A
//! commit is durable before it is answered (`synchronous_commit=on`).

#![deny(missing_docs)]

mod passcode;
#[path = "../../store-sql/mod.rs"]
mod shared;
mod windows;

use domain::InternalError;
use shared::transaction::internal;
pub(crate) use shared::transaction::{Conn, Tx};
use sqlx::{
    Connection, Pool, Postgres,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr, time::Duration};

pub(crate) type Db = Postgres;
pub(crate) use PostgresStore as SqlStore;

/// Maximum connections of one node. Ten nodes stay below PostgreSQL's default limit of 100.
const CONNECTIONS: u32 = 9;
/// How long a request waits for a connection.
const WAIT: Duration = Duration::from_secs(10);
/// Connections that were idle longer are tested before use. Testing every time would double the latency of reads.
const RESTED: Duration = Duration::from_secs(1);

/// A [`domain::Store`] in a PostgreSQL database.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    pool: Pool<Postgres>,
}

impl PostgresStore {
    /// Connects and runs the migrations. Nodes that start concurrently take turns (advisory lock).
    pub async fn connect(url: &str) -> Result<Self, InternalError> {
        // The parser's error may quote the URL and with it the password.
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| {
                InternalError::new(
                    "connecting to PostgreSQL",
                    "the URL is not of the form postgres://user:password@host/database",
                )
            })?
            .application_name("twofold")
            .statement_cache_capacity(128)
            .options([
                ("synchronous_commit", "on"),
                ("default_transaction_isolation", "read committed"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(WAIT)
            .test_before_acquire(false)
            .before_acquire(|connection, state| {
                Box::pin(async move {
                    if state.idle_for > RESTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await;
        let pool = pool.map_err(internal("connecting to PostgreSQL"))?;
        let migrated = sqlx::migrate!("./migrations").run(&pool).await;
        migrated.map_err(|error| InternalError::new("bringing the PostgreSQL tables up to date", error))?;
        Ok(Self { pool })
    }

    pub(crate) fn read(&self) -> &Pool<Postgres> {
        &self.pool
    }

    pub(crate) fn write(&self) -> &Pool<Postgres> {
        &self.pool
    }

    pub(crate) async fn begin(&self) -> Result<Tx, sqlx::Error> {
        self.pool.begin().await
    }
}

/// Whether the transaction was rolled back and may be retried: serialization failure, deadlock, or a foreign key violation,
/// which occurs if a row that this transaction read is erased by another one before it is referred to, such as a session
/// that ends while it adds a device. The retry finds the row gone.
pub(crate) fn transient(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("40001" | "40P01" | "23503"))
}

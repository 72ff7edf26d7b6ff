//! Twofold's store on PostgreSQL, for several nodes.
//!
//! READ COMMITTED: every method either locks the rows it decides by or compares in the write itself. A commit is durable
//! before it is answered (`synchronous_commit=on`).

#![deny(missing_docs)]

#[path = "../../store-sql/mod.rs"]
mod shared;

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

/// Connections of one node; ten nodes fit PostgreSQL's default of 100 only just below this.
const CONNECTIONS: u32 = 9;
/// How long a request waits for one of them.
const WAIT: Duration = Duration::from_secs(10);
/// A connection that rested longer is asked whether it still lives; asking every time would double each read's way.
const RESTED: Duration = Duration::from_secs(1);

/// A [`domain::Store`] in a PostgreSQL database.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    pool: Pool<Postgres>,
}

impl PostgresStore {
    /// Connects and brings the tables up to date; nodes that start together take turns (advisory lock).
    pub async fn connect(url: &str) -> Result<Self, InternalError> {
        // What the parser says may quote the URL, and with it the password.
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

/// Serialization failure and deadlock: PostgreSQL rolled the transaction back and asks to try again. Foreign key
/// violation: a row that was read in this transaction was erased by another one before it could be referred to, such as
/// a session that ends while it adds a device; the next try finds it gone.
pub(crate) fn transient(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("40001" | "40P01" | "23503"))
}

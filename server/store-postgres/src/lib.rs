//! Twofold's store on PostgreSQL, which several nodes can share.
//!
//! Isolation is READ COMMITTED: every method either locks the rows it decides on or compares in the write itself. A
//! commit is durable before it is answered (`synchronous_commit=on`).

#![deny(missing_docs)]

mod passcode;
#[path = "../../store-sql/mod.rs"]
mod shared;
mod windows;

mod connect;
#[cfg(test)]
mod tests;
mod waits;

use domain::InternalError;
pub(crate) use shared::transaction::{Conn, Tx};
use sqlx::{Pool, Postgres};
pub use waits::Waits;

pub(crate) type Db = Postgres;
pub(crate) use PostgresStore as SqlStore;

/// A [`domain::Store`] in a PostgreSQL database.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    pool: Pool<Postgres>,
    /// Whether the connections to another machine are not encrypted.
    in_clear: bool,
}

impl PostgresStore {
    /// Connects and runs the migrations. Nodes that start concurrently take turns (advisory lock).
    pub async fn connect(url: &str) -> Result<Self, InternalError> {
        Self::connect_with(url, Waits::default()).await
    }

    /// The same, with other limits for waiting.
    pub async fn connect_with(url: &str, waits: Waits) -> Result<Self, InternalError> {
        let options = connect::options(url)?;
        let transport = connect::prepare(&options).await?;
        let in_clear = transport == connect::Transport::Clear && !connect::is_local(&options);
        let pool = connect::pool(options, waits).await?;
        Ok(Self { pool, in_clear })
    }

    /// Whether passwords, hashes and sealed secrets cross a network unencrypted: the server offers no TLS, and the URL
    /// does not demand it.
    pub const fn in_clear(&self) -> bool {
        self.in_clear
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

/// Whether the database waited for too long and did nothing: for a lock, for the statement, or because the transaction
/// did; it has too many connections, or it is just starting or stopping.
pub(crate) fn busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    let code = code.as_deref().unwrap_or_default();
    matches!(
        code,
        "55P03" | "57014" | "25P03" | "53300" | "57P03" | "40001" | "40P01"
    )
}

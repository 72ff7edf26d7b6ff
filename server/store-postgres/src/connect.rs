//! Connecting, and reading back whether the connections are what was asked for.

use crate::{Waits, shared::transaction::internal};
use domain::InternalError;
use sqlx::{
    ConnectOptions, Connection, PgConnection, Pool, Postgres, Row,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{net::IpAddr, str::FromStr, time::Duration};

const DOING: &str = "connecting to PostgreSQL";
/// Maximum connections of one node. Ten nodes stay below PostgreSQL's default limit of 100.
const CONNECTIONS: u32 = 9;
/// Connections that were idle longer are tested before use. Testing every time would double the latency of reads.
const RESTED: Duration = Duration::from_secs(1);
/// A setting without meaning. It reaches PostgreSQL only if nothing between drops the settings of a connection.
const DIRECT: (&str, &str) = ("twofold.direct", "yes");
/// How poolers refuse the settings of a connection.
const POOLER_REFUSES: &str = "unsupported startup parameter";
const POOLER: &str = "a connection pooler such as PgBouncer stands before PostgreSQL and drops the settings that every \
    connection needs (synchronous_commit, timeouts); let the URL name the host and port of PostgreSQL itself (5432, not \
    6432): each node keeps a pool of at most 9 connections of its own";

/// Whether the connections are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// By TLS.
    Tls,
    /// Not at all.
    Clear,
}

/// Returns the options of every connection. Without `sslmode` in the URL TLS is used if the server offers it.
pub(crate) fn options(url: &str) -> Result<PgConnectOptions, InternalError> {
    // The parser's error may quote the URL and with it the password.
    let options = PgConnectOptions::from_str(url).map_err(|_| {
        InternalError::new(
            DOING,
            "the URL is not of the form postgres://user:password@host/database?sslmode=verify-full",
        )
    })?;
    let options = options.application_name("twofold").statement_cache_capacity(128);
    Ok(options.options([
        ("synchronous_commit", "on"),
        ("default_transaction_isolation", "read committed"),
        // Statements are prepared and find their rows by keys, whatever the values: planning them each time takes longer
        // than running them. A plan made while a table was empty must not read all of it when it is full.
        ("plan_cache_mode", "force_generic_plan"),
        ("enable_seqscan", "off"),
        // PostgreSQL notices within a minute that a node's machine is gone, and frees its locks.
        ("tcp_keepalives_idle", "30"),
        ("tcp_keepalives_interval", "10"),
        ("tcp_keepalives_count", "3"),
        DIRECT,
    ]))
}

/// Checks what a connection guarantees, then runs the migrations on it: they may take longer than a request may wait.
pub(crate) async fn prepare(options: &PgConnectOptions) -> Result<Transport, InternalError> {
    let mut connection = options.connect().await.map_err(refused)?;
    let transport = verify(&mut connection).await?;
    let migrated = sqlx::migrate!("./migrations").run(&mut connection).await;
    migrated.map_err(|error| InternalError::new("bringing the PostgreSQL tables up to date", error))?;
    connection.close().await.map_err(internal(DOING))?;
    Ok(transport)
}

/// Opens the pool.
pub(crate) async fn pool(options: PgConnectOptions, waits: Waits) -> Result<Pool<Postgres>, InternalError> {
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(waits.pool)
        .test_before_acquire(false)
        .before_acquire(|connection, state| {
            Box::pin(async move {
                if state.idle_for > RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options.options(waits.settings()))
        .await;
    pool.map_err(refused)
}

/// Reads back what a connection guarantees, and refuses one that guarantees less. The query is not prepared, because a
/// pooler may send each statement to another server.
async fn verify(connection: &mut PgConnection) -> Result<Transport, InternalError> {
    let read = sqlx::raw_sql(
        "SELECT current_setting('twofold.direct', true), current_setting('synchronous_commit'),
                coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)",
    )
    .fetch_one(connection)
    .await
    .and_then(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)));
    let (direct, synchronous_commit, tls): (Option<String>, String, bool) = read.map_err(internal(DOING))?;
    match weaker(direct.as_deref(), &synchronous_commit) {
        Some(cause) => Err(InternalError::new(DOING, cause)),
        None if tls => Ok(Transport::Tls),
        None => Ok(Transport::Clear),
    }
}

/// Returns what is weaker than it must be.
pub(crate) fn weaker(direct: Option<&str>, synchronous_commit: &str) -> Option<String> {
    if direct != Some(DIRECT.1) {
        return Some(POOLER.to_owned());
    }
    (!matches!(synchronous_commit, "on" | "remote_apply"))
        .then(|| format!("synchronous_commit is {synchronous_commit}, but an answered change must survive a power cut"))
}

/// Whether the server is on this machine.
pub(crate) fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Converts the error of a connection that could not be opened.
fn refused(error: sqlx::Error) -> InternalError {
    match error.as_database_error() {
        Some(pooler) if pooler.message().contains(POOLER_REFUSES) => InternalError::new(DOING, POOLER),
        _ => internal(DOING)(error),
    }
}

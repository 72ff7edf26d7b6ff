//! Durable commits of one row, the least that a database does for anything that must not be lost.

use sqlx::{
    PgPool, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use testing::Database;

/// Rows, of which each lane updates its own.
const ROWS: i64 = 64;

/// A table in the same database, with the store's driver, settings and number of connections.
#[derive(Clone)]
pub(crate) enum Durable {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Gathers statistics, as PostgreSQL does by itself within a minute after many writes (autovacuum).
pub(crate) async fn settle(database: &Database) {
    if let Database::Postgres(url) = database {
        let pool = PgPoolOptions::new().max_connections(1).connect(url).await.unwrap();
        sqlx::query("ANALYZE").execute(&pool).await.unwrap();
    }
}

impl Durable {
    pub(crate) async fn new(database: &Database) -> Self {
        let durable = match database {
            Database::Postgres(url) => {
                let pool = PgPoolOptions::new().max_connections(9).test_before_acquire(false);
                Self::Postgres(pool.connect(url).await.unwrap())
            }
            sqlite => {
                let options = SqliteConnectOptions::new()
                    .filename(sqlite.file().unwrap())
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full);
                let pool = SqlitePoolOptions::new().max_connections(1).test_before_acquire(false);
                Self::Sqlite(pool.connect_with(options).await.unwrap())
            }
        };
        durable
            .execute("CREATE TABLE durable (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)", 0)
            .await;
        for id in 0..ROWS {
            durable.execute("INSERT INTO durable (id, n) VALUES ($1, 0)", id).await;
        }
        durable
    }

    /// Changes the lane's row and commits.
    pub(crate) async fn commit(&self, lane: usize) {
        let id = i64::try_from(lane).unwrap_or_default() % ROWS;
        self.execute("UPDATE durable SET n = n + 1 WHERE id = $1", id).await;
    }

    /// Gives one member more devices than anybody has, copies of one that is there.
    pub(crate) async fn enrol(&self, count: i64) {
        self.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
             INSERT INTO device (id, member_id, label, label_key, secret, algorithm, digits, created_at, session_id,
                                 expires_at, confirmed_at, last_step, used_at, used_for, used_from, key_label)
             SELECT d.id || '-' || i, d.member_id, d.label || i, d.label_key || i, d.secret, d.algorithm, d.digits,
                    d.created_at, d.session_id, d.expires_at, d.confirmed_at, d.last_step, d.used_at, d.used_for,
                    d.used_from, d.key_label
             FROM n, (SELECT * FROM device ORDER BY id LIMIT 1) AS d",
            count,
        )
        .await;
    }

    async fn execute(&self, sql: &'static str, id: i64) {
        let bound = sql.contains("$1");
        match self {
            Self::Sqlite(pool) if bound => drop(sqlx::query(sql).bind(id).execute(pool).await.unwrap()),
            Self::Sqlite(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
            Self::Postgres(pool) if bound => drop(sqlx::query(sql).bind(id).execute(pool).await.unwrap()),
            Self::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        }
    }
}

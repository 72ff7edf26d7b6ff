//! The migrations on filled SQLite files.
#![cfg(test)]

#[path = "../../store-sql/migrated/mod.rs"]
mod migrated;

use sqlx::{AssertSqlSafe, SqlitePool, migrate::Migrator, sqlite::SqliteConnectOptions};
use std::{fs::OpenOptions, os::unix::fs::OpenOptionsExt};
use testing::Database;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// A database of a shipped version, filled with rows.
struct Filled {
    database: Database,
    pool: SqlitePool,
}

impl Filled {
    const TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

    async fn at(version: i64, rows: &str) -> Self {
        let database = Database::folder();
        let file = database.file().unwrap();
        // A file that others can access is refused.
        let private = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file);
        private.unwrap();
        let options = SqliteConnectOptions::new().filename(file);
        let pool = SqlitePool::connect_with(options).await.unwrap();
        MIGRATIONS.run_to(version, &pool).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&pool).await.unwrap();
        Self { database, pool }
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        let texts = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&self.pool);
        texts.await.unwrap()
    }
}

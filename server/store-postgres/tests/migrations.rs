//! The migrations on filled PostgreSQL databases.
#![cfg(test)]

#[path = "../../store-sql/migrated/mod.rs"]
mod migrated;

use sqlx::{AssertSqlSafe, PgPool, migrate::Migrator};
use testing::Database;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// A database of a shipped version, filled with rows.
struct Filled {
    database: Database,
    pool: PgPool,
}

impl Filled {
    const TABLES: &str = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";

    async fn at(version: i64, rows: &str) -> Self {
        let database = Database::postgres().await;
        let Database::Postgres(url) = &database else {
            unreachable!("asked for PostgreSQL")
        };
        let pool = PgPool::connect(url).await.unwrap();
        MIGRATIONS.run_to(version, &pool).await.unwrap();
        // SQLite writes bytes as X'00'.
        let rows = rows.replace("X'", r"'\x");
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&pool).await.unwrap();
        Self { database, pool }
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        let texts = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&self.pool);
        texts.await.unwrap()
    }
}

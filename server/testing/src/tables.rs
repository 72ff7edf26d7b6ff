//! Direct access to the database's rows.

use crate::Database;
use sqlx::{AssertSqlSafe, PgPool, Row, SqlitePool};
use std::{collections::BTreeMap, path::Path};

/// The table in which [`Tables::watch`] records changes.
const NOTED: &str = "seen";
/// The tables that a refusal may change, or a look at the activity.
const COUNTERS: [&str; 4] = ["try_window", "counter", "event", "event_day"];
/// Every request of a session may change this column, which gives no rights.
const SEEN: &str = "last_seen_at";

#[derive(Clone)]
pub enum Tables {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Each table with its rows as text, sorted.
pub type Rows = BTreeMap<String, Vec<String>>;

impl Tables {
    /// Opens a separate connection to the test's database.
    pub async fn of(database: &Database) -> Self {
        match database {
            Database::Postgres(url) => Self::postgres(url).await,
            sqlite => Self::sqlite(&sqlite.file().unwrap()).await,
        }
    }

    async fn sqlite(path: &Path) -> Self {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let pool = sqlx::sqlite::SqlitePoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(options);
        Self::Sqlite(pool)
    }

    async fn postgres(url: &str) -> Self {
        Self::Postgres(
            sqlx::postgres::PgPoolOptions::new()
                .max_connections(1)
                .connect_lazy(url)
                .unwrap(),
        )
    }

    /// Returns the names of all tables of the product.
    pub async fn names(&self) -> Vec<String> {
        let all = match self {
            Self::Sqlite(pool) => {
                let sql =
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
                texts(pool, sql.into()).await
            }
            Self::Postgres(pool) => {
                let sql =
                    "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";
                sqlx::query_scalar(sql).fetch_all(pool).await.unwrap()
            }
        };
        let ours = all
            .into_iter()
            .filter(|table| table != NOTED && !table.starts_with("_sqlx"));
        ours.collect()
    }

    /// Returns all rows of a table, sorted.
    pub async fn rows(&self, table: &str) -> Vec<String> {
        let mut rows = match self {
            Self::Sqlite(pool) => {
                let columns = texts(pool, columns_of(table)).await;
                texts(pool, format!("SELECT {} FROM {table}", columns.join(" || ' ' || "))).await
            }
            Self::Postgres(pool) => {
                let sql = format!("SELECT (to_jsonb(t) - '{SEEN}')::text FROM {table} AS t");
                sqlx::query(AssertSqlSafe(sql))
                    .fetch_all(pool)
                    .await
                    .unwrap()
                    .iter()
                    .map(|row| row.get(0))
                    .collect()
            }
        };
        rows.sort();
        rows
    }

    /// Returns the id in a table with this e-mail address.
    pub async fn id_of(&self, table: &str, email: &str) -> String {
        let sql = AssertSqlSafe(format!("SELECT id FROM {table} WHERE email = '{email}'"));
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// Returns the ids in a table.
    pub async fn ids(&self, table: &str) -> Vec<String> {
        let sql = AssertSqlSafe(format!("SELECT id FROM {table}"));
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        }
    }

    /// Returns when each session was last used.
    pub async fn seen_at(&self) -> Vec<i64> {
        let sql = AssertSqlSafe(format!("SELECT {SEEN} FROM session ORDER BY id"));
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        }
    }

    /// Returns all rows except those of counters, events and their days.
    pub async fn besides_counters(&self) -> Rows {
        let mut all = Rows::new();
        for table in self.names().await {
            if !COUNTERS.contains(&table.as_str()) {
                let rows = self.rows(&table).await;
                all.insert(table, rows);
            }
        }
        all
    }

    /// Returns the whole database as text, as someone who stole the file would read it.
    pub async fn text(&self) -> String {
        let mut text = String::new();
        for table in self.names().await {
            text.push_str(&self.rows(&table).await.join("\n"));
        }
        text
    }

    pub async fn run(&self, sql: &str) {
        match self {
            Self::Sqlite(pool) => drop(
                sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
                    .execute(pool)
                    .await
                    .unwrap(),
            ),
            Self::Postgres(pool) => drop(
                sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
                    .execute(pool)
                    .await
                    .unwrap(),
            ),
        }
    }

    /// Starts recording changes of rows; SQLite only.
    pub async fn watch(&self) {
        let mut sql = format!("CREATE TABLE {NOTED} (what TEXT NOT NULL);");
        for table in self.names().await {
            for verb in ["INSERT", "UPDATE", "DELETE"] {
                sql += &format!(
                    "CREATE TRIGGER seen_{table}_{verb} AFTER {verb} ON {table} BEGIN INSERT INTO {NOTED} VALUES ('{verb} {table}'); END;"
                );
            }
        }
        self.run(&sql).await;
    }

    /// Returns the changes since the last call, sorted.
    pub async fn seen(&self) -> Vec<String> {
        let seen = self.rows(NOTED).await;
        self.run(&format!("DELETE FROM {NOTED}")).await;
        seen
    }
}

fn columns_of(table: &str) -> String {
    format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}') WHERE name <> '{SEEN}'")
}

async fn texts(pool: &SqlitePool, sql: String) -> Vec<String> {
    sqlx::query(AssertSqlSafe(sql))
        .fetch_all(pool)
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect()
}

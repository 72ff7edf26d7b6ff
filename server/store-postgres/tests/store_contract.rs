//! The store contract on PostgreSQL: one temporary cluster, in which each case has a database of its own.
#![cfg(test)]

#[path = "../../store-sql/contract/mod.rs"]
mod contract;

use testing::{Database, Fixtures};

async fn fixtures() -> Fixtures {
    Fixtures::on(Database::postgres().await).await
}

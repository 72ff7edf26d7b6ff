//! The contract on PostgreSQL: one throwaway cluster, each case in a database of its own.
#![cfg(test)]

#[path = "../../store-sql/contract/mod.rs"]
mod contract;

use testing::{Database, Fixtures};

async fn fixtures() -> Fixtures {
    Fixtures::on(Database::postgres().await).await
}

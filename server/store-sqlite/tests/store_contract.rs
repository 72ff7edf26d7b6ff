//! The store contract on SQLite; each case has a file of its own.
#![cfg(test)]

#[path = "../../store-sql/contract/mod.rs"]
mod contract;

use testing::{Database, Fixtures};

async fn fixtures() -> Fixtures {
    Fixtures::on(Database::folder()).await
}

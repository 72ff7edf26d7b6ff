//! The contract on SQLite, each case in a file of its own.

#[cfg(test)]
#[path = "../../store/contract/mod.rs"]
mod contract;
#[cfg(test)]
mod folder;

use domain::Store;
use folder::Folder;
use std::sync::Arc;
use store_sqlite::SqliteStore;

async fn make() -> (Arc<dyn Store>, Folder) {
    let folder = Folder::new();
    let store = SqliteStore::open(&folder.file()).await;
    (Arc::new(store.unwrap_or_else(|fault| panic!("{fault}"))), folder)
}

contract::contract!(super::make);

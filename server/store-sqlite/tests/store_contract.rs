//! The contract on SQLite, each case in a file of its own.

#[cfg(test)]
#[path = "../../store-sql/contract/mod.rs"]
mod contract;
#[cfg(test)]
mod folder;

#[cfg(test)]
mod stores {
    use crate::folder::Folder;
    use domain::Store;
    use std::sync::Arc;
    use store_sqlite::SqliteStore;

    pub async fn make() -> (Arc<dyn Store>, Folder) {
        let folder = Folder::new();
        let store = SqliteStore::open(&folder.file()).await;
        (Arc::new(store.unwrap_or_else(|fault| panic!("{fault}"))), folder)
    }
}

contract::contract!(crate::stores::make);

//! The contract on the store in memory.

#[cfg(test)]
#[path = "../../store-sql/contract/mod.rs"]
mod contract;

use domain::{Store, testing::MemoryStore};
use std::sync::Arc;

async fn make() -> (Arc<dyn Store>, ()) {
    (Arc::new(MemoryStore::new()), ())
}

contract::contract!(super::make);

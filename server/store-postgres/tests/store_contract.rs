//! The contract on PostgreSQL: one throwaway cluster, each case in a database of its own.

#[cfg(test)]
#[path = "../../store-sql/contract/mod.rs"]
mod contract;

#[cfg(test)]
mod stores {
    use domain::Store;
    use std::sync::{Arc, LazyLock};
    use store_postgres::PostgresStore;
    use testing::TestCluster;

    static CLUSTER: LazyLock<TestCluster> =
        LazyLock::new(|| TestCluster::start().unwrap_or_else(|fault| panic!("{fault}")));

    pub async fn make() -> (Arc<dyn Store>, ()) {
        let url = CLUSTER.database().await.unwrap_or_else(|fault| panic!("{fault}"));
        let store = PostgresStore::connect(&url).await;
        (Arc::new(store.unwrap_or_else(|fault| panic!("{fault}"))), ())
    }
}

contract::contract!(crate::stores::make);

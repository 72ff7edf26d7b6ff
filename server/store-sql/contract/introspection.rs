//! The keys of resource servers.

use crate::fixtures;
use domain::{
    introspection::{
        resource::{NewResourceKey, ResourceKey},
        store::Added,
    },
    kernel::{id::ResourceKeyId, label::Label},
};
use testing::T0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn resource_keys_have_names_of_their_own_and_a_bound() {
    let w = &fixtures().await;
    let key = |name: &str| NewResourceKey {
        digest: w.digest(),
        key: ResourceKey {
            id: ResourceKeyId::from_store(w.device_id().to_string()),
            name: Label::parse(name).unwrap(),
            created_at: T0,
        },
    };
    let (shop, wiki) = (key("Shop"), key("Wiki"));
    let add = async |new: &NewResourceKey, most| w.store.add_resource_key(new, most).await.unwrap();
    assert_eq!(add(&wiki, 2).await, Added::Done);
    assert_eq!(add(&key("WIKI"), 2).await, Added::NameTaken);
    assert_eq!(add(&shop, 2).await, Added::Done);
    assert_eq!(add(&key("Third"), 2).await, Added::TooMany);
    assert_eq!(
        w.store.resource_keys().await.unwrap(),
        [shop.key.clone(), wiki.key.clone()]
    );
    assert!(w.store.is_resource_key(&wiki.digest).await.unwrap());
    assert!(
        w.store
            .remove_resource_key(&Label::parse("wiki").unwrap())
            .await
            .unwrap()
    );
    assert!(!w.store.remove_resource_key(&wiki.key.name).await.unwrap());
    assert!(!w.store.is_resource_key(&wiki.digest).await.unwrap());
    assert!(w.store.is_resource_key(&shop.digest).await.unwrap());
}

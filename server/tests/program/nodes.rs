//! Several nodes on one PostgreSQL.

use crate::node::{Node, copy};
use testing::{Reach, TestCluster};

async fn database(cluster: &TestCluster) -> String {
    cluster.database().await.unwrap()
}

#[tokio::test]
async fn three_nodes_on_an_empty_database_make_one_set_up_link_and_one_set_of_keys() {
    let cluster = TestCluster::start().unwrap();
    let url = database(&cluster).await;
    let database = ("TWOFOLD_DATABASE", url.as_str());
    let first = Node::start(&[database]);
    assert!(first.serves(), "{}", first.said);
    let link = first.set_up_link().unwrap();

    let second = Node::start(&[database]);
    assert!(!second.serves(), "its keys are not those of the first node");
    assert!(
        second.said.contains("copy the key file of the node that started first"),
        "{}",
        second.said
    );
    let folder = second.kill();
    copy(&first.data("keys.toml"), &folder.path().join("data/keys.toml"));
    let second = Node::start_in(folder, &[database]);
    assert!(second.serves() && second.set_up_link().is_none(), "{}", second.said);

    let keys = std::fs::read_to_string(first.data("keys.toml")).unwrap();
    let third = Node::start(&[database, ("TWOFOLD_KEYS_TOML", &keys)]);
    assert!(third.serves() && third.set_up_link().is_none(), "{}", third.said);
    assert!(third.said.contains("it is on that node"), "{}", third.said);
    let path = link.trim().trim_start_matches("http://localhost:3000").to_owned();
    let page = third.get("localhost:3000", &path);
    assert!(
        page.starts_with("HTTP/1.1 200"),
        "the link still works, on every node: {page:.200}"
    );
}

#[tokio::test]
async fn a_database_elsewhere_that_offers_no_encryption_is_warned_about_once() {
    let cluster = TestCluster::reached_by(Reach::Clear).unwrap();
    // The same server under an address that does not say where it is.
    for (host, warnings) in [("localhost", 0), ("0.0.0.0", 1)] {
        let url = cluster.database_over_tcp().await.unwrap().replace("localhost", host);
        let node = Node::start(&[("TWOFOLD_DATABASE", url.as_str())]);
        assert!(node.serves(), "{}", node.said);
        let said = node
            .said
            .matches("the connection to PostgreSQL is not encrypted")
            .count();
        assert_eq!(said, warnings, "{host}: {}", node.said);
    }
}

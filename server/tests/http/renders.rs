//! Pages that wait for data are answered each time: a document that never ends would hold its reader for half a minute.

use crate::{
    people::ANA,
    world::{World, rounds},
};
use std::time::Duration;
use tokio::time::timeout;

const PAGES: [&str; 5] = [
    "/",
    "/profile",
    "/security",
    "/security/two-factor",
    "/security/recovery-codes",
];
/// Many times what a page takes, on a machine that does other things as well.
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_ends_each_time() {
    let world = World::new().await;
    let (_, owner) = world.protected(ANA).await;
    for round in 0..rounds(40) {
        for path in PAGES {
            let mut browser = owner.clone();
            let page = timeout(PATIENCE, browser.get(path)).await;
            let page = page.unwrap_or_else(|_| panic!("{path} hangs in round {round}"));
            assert_eq!(page.status, 200, "{path}");
        }
    }
}

//! Pages that wait for data are answered each time: a document that never ends would hold its reader for half a minute.

use crate::{browser::Browser, people::ANA, world::World};
use std::time::Duration;
use testing::rounds;
use tokio::time::timeout;

const PAGES: [&str; 5] = [
    "/",
    "/profile",
    "/security",
    "/security/two-factor",
    "/security/recovery-codes",
];
/// Many times what a page takes, on a machine that does other things as well.
const PATIENCE: Duration = Duration::from_secs(20);
/// Readers at once.
const READERS: usize = 8;

async fn read(mut browser: Browser, times: usize) {
    for time in 0..times {
        for path in PAGES {
            let page = timeout(PATIENCE, browser.get(path)).await;
            let page = page.unwrap_or_else(|_| panic!("{path} hangs, time {time}"));
            assert_eq!(page.status, 200, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_ends_each_time() {
    let world = World::new().await;
    let (_, owner) = world.protected(ANA).await;
    let readers: Vec<_> = (0..READERS)
        .map(|_| tokio::spawn(read(owner.clone(), rounds(10))))
        .collect();
    for reader in readers {
        reader.await.unwrap();
    }
}

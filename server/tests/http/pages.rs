//! Pages complete, and are the same for every kind of client.
//!
//! A document that never completes would keep its reader waiting until the server's timeout.

use crate::{browser::Browser, people::ANA, routes_table::pages_of_owner, test_app::TestApp};
use axum::body::Body;
use http::{HeaderValue, Method, header};
use std::time::Duration;
use testing::rounds;
use tokio::time::timeout;

/// Many times what a page takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Number of concurrent readers.
const READERS: usize = 8;

async fn read(mut browser: Browser, times: usize) {
    for time in 0..times {
        for path in pages_of_owner(None) {
            let page = timeout(PATIENCE, browser.get(&path)).await;
            let page = page.unwrap_or_else(|_| panic!("{path} hangs, time {time}"));
            assert_eq!(page.status, 200, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_completes_every_time() {
    let app = TestApp::new().await;
    let (_, owner) = app.protected(ANA).await;
    let readers: Vec<_> = (0..READERS)
        .map(|_| tokio::spawn(read(owner.clone(), rounds(10))))
        .collect();
    for reader in readers {
        reader.await.unwrap();
    }
}

#[tokio::test]
async fn a_page_is_the_same_for_every_kind_of_client() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    for accept in [None, Some("*/*"), Some("application/json"), Some("text/html")] {
        let mut request = browser.request(Method::GET, "/security");
        if let Some(headers) = request.headers_mut() {
            headers.remove(header::ACCEPT);
            headers.extend(accept.map(|accept| (header::ACCEPT, HeaderValue::from_static(accept))));
        }
        let reply = browser.send(request.body(Body::empty()).expect("a request")).await;
        let sent_on = (reply.status.as_u16(), reply.location());
        assert_eq!(sent_on, (302, "/sign-in?next=/security"), "{accept:?}");
    }
}

//! What readiness remarks.

use crate::test_app::TestApp;

#[tokio::test]
async fn readiness_names_a_forwarded_for_header_of_nobody_we_trust() {
    let app = TestApp::new().await;
    let mut proxied = app.browser();
    proxied.extra = vec![("x-forwarded-for", "198.51.100.9".into())];
    proxied.address = "10.0.0.1".parse().unwrap();
    assert_eq!(proxied.get("/readyz").await.body, "ok\n", "a trusted proxy");
    proxied.address = "192.0.2.200".parse().unwrap();
    proxied.get("/sign-in").await;
    let ready = app.browser().get("/readyz").await;
    assert_eq!(ready.status, 200);
    assert_eq!(ready.body, "ok\nremark: untrusted-forwarded-for\n");
}

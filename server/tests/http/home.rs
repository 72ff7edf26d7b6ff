//! The home page.

use crate::{people::ANA, test_app::TestApp};

#[tokio::test]
async fn home_shows_a_sign_in_from_another_browser() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let home = owner.post("home", &[]).await.ok().data();
    assert_eq!(
        (&home["signed_in_here"], home["address"].as_str()),
        (&true.into(), Some("192.0.2.2"))
    );
    app.clock.advance(60);
    let mut stranger = app.fully(&ana).await;
    let theirs = stranger.post("home", &[]).await.ok().data();
    assert_eq!(theirs["signed_in_here"], true);
    let home = owner.post("home", &[]).await.ok().data();
    assert_eq!(home["signed_in_here"], false);
    assert_eq!(
        (&home["address"], &home["signed_in_at"]),
        (&theirs["address"], &theirs["signed_in_at"])
    );
    assert_eq!(home["signed_in_at"], app.now());
}

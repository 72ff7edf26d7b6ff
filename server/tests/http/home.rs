//! The home page: what is strong, what is weak, and the last sign-in.

use crate::{browser::Browser, people::ANA, test_app::TestApp};

/// Returns the rows of the check-up and the next step, without the time of the last sign-in.
async fn home(browser: &mut Browser) -> (String, String) {
    let home = browser.post("home", &[]).await.ok().data();
    let html = |part: &str| home[part].as_str().unwrap().to_owned();
    (html("check_up"), html("next_step"))
}

#[tokio::test]
async fn home_shows_a_sign_in_from_another_browser() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let (rows, _) = home(&mut owner).await;
    assert!(rows.contains("This browser") && rows.contains("192.0.2.2"), "{rows}");
    app.clock.advance(60);
    let mut stranger = app.fully(&ana).await;
    let address = stranger.address.to_string();
    let (theirs, _) = home(&mut stranger).await;
    assert!(theirs.contains("This browser") && theirs.contains(&address), "{theirs}");
    let (rows, _) = home(&mut owner).await;
    assert!(rows.contains("Another browser") && rows.contains(&address), "{rows}");
    assert!(rows.contains("Signed in in 2 browsers"), "{rows}");
}

#[tokio::test]
async fn home_names_what_is_weak() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut owner = app.signed_in(&ana).await;
    app.made_key(&mut owner, "Backup", "me").await;
    let (rows, step) = home(&mut owner).await;
    for weak in ["No device yet", "1 key works without a second factor"] {
        assert!(rows.contains(weak), "{weak}: {rows}");
    }
    assert_eq!(step, "", "two-factor is the next step, which the client shows");
    let fields = [("email", "ana@example.org"), ("password", &ana.password)];
    app.clock.advance(61);
    owner.post("profile/email", &fields).await.ok();
    let (rows, _) = home(&mut owner).await;
    assert!(rows.contains("ana@example.org waits for its confirmation"), "{rows}");
}

#[tokio::test]
async fn a_device_that_was_not_used_for_28_days_is_the_next_step() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    owner.post("recovery-codes/saved", &[]).await.ok();
    app.confirmed(&mut owner, "Old phone").await;
    app.clock.advance(28 * 86_400);
    let mut owner = app.fully(&ana).await;
    let (rows, step) = home(&mut owner).await;
    assert!(rows.contains("“Old phone” was not used for 28 days"), "{rows}");
    assert!(step.contains("Try a device") && step.contains("/try\""), "{step}");
}

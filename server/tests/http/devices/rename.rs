//! Renaming a device.

use crate::{devices::add::bad_name, people::ANA, test_app::TestApp};
use app::wire::error::ApiError;
use terms::{Conflict, Problem, Rejection};

#[tokio::test]
async fn renaming_follows_the_rules_of_adding() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    app.clock.advance(1);
    let tablet = app.pending(&mut owner, "Tablet").await;
    for (name, error) in [
        ("", bad_name(Problem::Missing)),
        ("TABLET", ApiError::Rejected(Rejection::Conflict(Conflict::DeviceName))),
        ("\u{202e}", bad_name(Problem::HiddenCharacters)),
    ] {
        let reply = owner
            .post("devices/rename", &[("id", &ana.phone().id), ("device_name", name)])
            .await;
        assert_eq!(reply.error(), error, "{name:?}");
    }
    let long = "x".repeat(65);
    let reply = owner
        .post("devices/rename", &[("id", &tablet.id), ("device_name", &long)])
        .await;
    assert_eq!(reply.error(), bad_name(Problem::TooLong));
    owner
        .post(
            "devices/rename",
            &[("id", &ana.phone().id), ("device_name", "MY phone")],
        )
        .await
        .ok();
    let list = owner.post("devices", &[]).await.ok().data();
    assert_eq!(
        (&list["devices"][0]["name"], &list["devices"][1]["name"]),
        (&"MY phone".into(), &"Tablet".into())
    );
}

//! Adding a device: its name, and the maximum number of devices.

use crate::{
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Conflict, Field, Problem, Rejection};

pub(crate) fn bad_name(problem: Problem) -> ApiError {
    ApiError::Rejected(Rejection::Invalid(Field::DeviceName, problem))
}

#[tokio::test]
async fn invalid_names_are_reported_and_cost_no_try() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let runs = app.hasher.runs();
    let before = app.tables.besides_counters().await;
    let long = "\u{e4}".repeat(65);
    let cases = [
        ("", Problem::Missing),
        ("   ", Problem::Missing),
        ("\u{a0}\u{2003}", Problem::Missing),
        (long.as_str(), Problem::TooLong),
        ("a\nb", Problem::HiddenCharacters),
        ("a\0b", Problem::HiddenCharacters),
        ("phone\u{202e}enohp", Problem::HiddenCharacters),
        ("\u{200b}phone", Problem::HiddenCharacters),
        ("\u{2066}x\u{2069}", Problem::HiddenCharacters),
        ("a\u{2028}b", Problem::HiddenCharacters),
    ];
    for (name, problem) in cases {
        let reply = owner
            .post("devices/add", &[("device_name", name), ("password", PASSWORD)])
            .await;
        assert_eq!(reply.error(), bad_name(problem), "{name:?}");
    }
    for taken in ["My phone", "MY PHONE", " my phone "] {
        let reply = owner
            .post("devices/add", &[("device_name", taken), ("password", PASSWORD)])
            .await;
        assert_eq!(
            reply.error(),
            ApiError::Rejected(Rejection::Conflict(Conflict::DeviceName)),
            "{taken:?}"
        );
    }
    assert_eq!(app.hasher.runs(), runs);
    assert_eq!(app.tables.besides_counters().await, before);
    app.pending(&mut owner, &"\u{e4}".repeat(64)).await;
}

#[tokio::test]
async fn at_most_ten_devices_can_be_added() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    for n in 2..=10 {
        app.confirmed(&mut owner, &format!("Device {n}")).await;
    }
    let eleventh = [("device_name", "Device 11"), ("password", PASSWORD)];
    assert_eq!(
        owner.post("devices/add", &eleventh).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TenDevices))
    );
    assert_eq!(app.tables.rows("device").await.len(), 10);
}

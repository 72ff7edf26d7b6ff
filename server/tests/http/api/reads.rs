use super::{call, with_key};
use crate::{
    people::{ANA, BEN},
    test_app::TestApp,
};
use http::Method;

#[tokio::test]
async fn a_program_reads_the_devices_of_its_member() {
    let app = TestApp::new().await;
    let (ana, mut browser) = app.protected(ANA).await;
    app.clock.advance(1);
    app.pending(&mut browser, "Tablet").await;
    let key = app.made_key(&mut browser, "Backup", "devices").await;
    let token = super::buy(&browser, &key.text, &app.fresh_code(ana.phone()), "")
        .await
        .token();
    let reply = with_key(&browser, Method::GET, "/api/v1/devices", &token).await.ok();
    let devices = reply.json();
    let [phone, tablet] = devices["devices"].as_array().unwrap().as_slice() else {
        panic!("{devices}");
    };
    assert_eq!(
        (&phone["name"], &phone["status"]),
        (&"My phone".into(), &"confirmed".into())
    );
    assert_eq!(phone["last_used_from"], browser.address.to_string());
    assert_eq!(
        (&tablet["status"], &tablet["confirmed_at"]),
        (&"pending".into(), &serde_json::Value::Null)
    );
    assert!(!reply.body.contains("secret"), "B63");
}

#[tokio::test]
async fn a_program_reads_the_activity_page_by_page() {
    let app = TestApp::new().await;
    let person = app.join(BEN).await;
    let mut ben = app.signed_in(&person).await;
    let (_, other) = app.protected(ANA).await;
    let key = app.made_key(&mut ben, "Backup", "activity").await.text;
    for n in 0..7 {
        ben.post("profile/rename", &[("name", &format!("Ben {n}"))]).await.ok();
    }
    let read = async |query: &str| with_key(&other, Method::GET, &format!("/api/v1/activity{query}"), &key).await;
    let (mut seen, mut query) = (0, "?kind=name-changed&limit=3".to_owned());
    loop {
        let page = read(&query).await.ok().json();
        let events = page["events"].as_array().unwrap();
        assert!(events.iter().all(|event| event["member"] == BEN), "P8: {page}");
        seen += events.len();
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?kind=name-changed&limit=3&before={next}");
    }
    assert_eq!(seen, 7);
    for bad in [
        "?kind=x",
        "?limit=0",
        "?limit=101",
        "?before=1",
        "?device=%00",
        "?since=x",
        "?page=2",
        "?kind=sign-in&kind=sign-in",
    ] {
        let refused = read(bad).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (400, "invalid"),
            "{bad}"
        );
    }
    let none = call(&other, Method::GET, "/api/v1/activity?kind=x", &[]).await;
    assert_eq!(none.code(), "unauthenticated", "who asks comes first");
}

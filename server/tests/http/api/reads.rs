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

#[tokio::test]
async fn a_program_reads_where_its_member_is_signed_in() {
    let app = TestApp::new().await;
    let (ana, mut browser) = app.protected(ANA).await;
    app.protected(BEN).await;
    let key = app.made_key(&mut browser, "Backup", "sessions").await.text;
    let read = async |token: &str| {
        let reply = with_key(&app.browser(), Method::GET, "/api/v1/sessions", token)
            .await
            .ok();
        reply.json()["sessions"].as_array().unwrap().clone()
    };
    let token = super::buy(&browser, &key, &app.fresh_code(ana.phone()), "")
        .await
        .token();
    let before = read(&token).await.len();
    app.clock.advance(60);
    let other = app.fully(&ana).await;
    let sessions = read(&token).await;
    assert_eq!(sessions.len(), before + 1);
    let newest = &sessions[0];
    assert_eq!(
        (&newest["kind"], &newest["address"]),
        (&"full".into(), &other.address.to_string().into())
    );
    assert_eq!(newest["device_id"], ana.phone().id.as_str());
    assert!(
        !sessions.iter().any(|session| session.to_string().contains("digest")),
        "B63"
    );
    // The oldest have been idle for an hour, the others not yet.
    app.clock.advance(600);
    other.clone().get("/").await.ok();
    app.clock.advance(3_000);
    let token = super::buy(&browser, &key, &app.fresh_code(ana.phone()), "")
        .await
        .token();
    let left: Vec<_> = read(&token).await.iter().map(|session| session["id"].clone()).collect();
    assert_eq!(left, [newest["id"].clone()]);
}

#[tokio::test]
async fn a_program_reads_the_members_page_by_page_as_far_as_its_member_sees_them() {
    let app = TestApp::new().await;
    let person = app.join(BEN).await;
    let mut ben = app.signed_in(&person).await;
    app.join(ANA).await;
    for n in 0..4 {
        let email = format!("colleague-{n}@example.com");
        app.join(&email).await;
        let joins = format!(
            "UPDATE member SET role = 'member', account_id = (SELECT account_id FROM member WHERE email = '{BEN}')
             WHERE email = '{email}'"
        );
        app.tables.run(&joins).await;
    }
    let key = app.made_key(&mut ben, "Team", "members").await.text;
    let read = async |query: &str| with_key(&ben, Method::GET, &format!("/api/v1/members{query}"), &key).await;
    let (mut seen, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = read(&query).await.ok().json();
        let members = page["members"].as_array().unwrap().clone();
        assert!(
            members
                .iter()
                .all(|member| member["two_factor"] == false && member["email"] != ANA),
            "P8: {page}"
        );
        seen.extend(members.iter().map(|member| member["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?limit=2&after={next}");
    }
    assert!(seen.len() == 5 && seen.is_sorted(), "{seen:?}");
    for bad in [
        "?limit=0",
        "?limit=101",
        "?after=1",
        "?after=%00",
        "?page=2",
        "?limit=2&limit=2",
    ] {
        assert_eq!(read(bad).await.code(), "invalid", "{bad}");
    }
    app.tables
        .run(&format!("UPDATE member SET role = 'member' WHERE email = '{BEN}'"))
        .await;
    let page = read("").await.ok().json();
    let member = page["members"][0].as_object().unwrap();
    assert_eq!(
        member.keys().collect::<Vec<_>>(),
        ["id", "name", "role"],
        "a plain member sees names and roles"
    );
}

#[tokio::test]
async fn reads_are_counted_for_the_member_and_say_what_is_left() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let key = app.made_key(&mut browser, "One", "me").await.text;
    let other = app.made_key(&mut browser, "Two", "me").await.text;
    app.clock.advance(60 - app.service.now().0.rem_euclid(60));
    let me = async |key: &str| with_key(&browser, Method::GET, "/api/v1/me", key).await;
    let first = me(&key).await.ok();
    assert_eq!(first.header("ratelimit-policy"), "\"reads\";q=600;w=60");
    assert_eq!(first.header("ratelimit"), "\"reads\";r=599;t=60");
    for _ in 1..600 {
        me(&key).await.ok();
    }
    app.clock.advance(20);
    for key in [&key, &other] {
        let refused = me(key).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (429, "rate_limited")
        );
        assert_eq!(
            (refused.header("retry-after"), refused.header("ratelimit")),
            ("40", "\"reads\";r=0;t=40")
        );
    }
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let bens_key = app.made_key(&mut bens, "Ben", "me").await.text;
    me(&bens_key).await.ok();
    app.clock.advance(40);
    me(&key).await.ok();
}

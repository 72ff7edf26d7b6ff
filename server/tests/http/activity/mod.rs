//! The activity over HTTP: what a journey leaves in it, the days of its chart, and the files it is exported to.

mod days;

use crate::{
    browser::{Browser, Reply},
    people::{ANA, BEN, PASSWORD, Person},
    test_app::TestApp,
};
use domain::{kernel::email::Email, profile::member::Member, sign_in::store::KnownQuery};
use serde_json::Value;
use std::sync::Arc;
use terms::EventKind;
use testing::{Fixtures, SeededEntropy};

const CSV: &str = app::activity::CSV;
const JSON: &str = app::activity::JSON;

/// The exported events, oldest first: kind, reason of a refusal, count.
async fn events(browser: &mut Browser) -> Vec<(String, String, i64)> {
    let mut events: Vec<_> = exported(browser, JSON).await;
    events.reverse();
    let text = |event: &Value, name: &str| event[name].as_str().unwrap().to_owned();
    let row = |event: &Value| {
        (
            text(event, "kind"),
            text(event, "reason"),
            event["count"].as_i64().unwrap(),
        )
    };
    events.iter().map(row).collect()
}

async fn exported(browser: &mut Browser, path: &str) -> Vec<Value> {
    let file = browser.get(path).await.ok();
    serde_json::from_str(&file.body).unwrap()
}

async fn row_of(app: &TestApp, person: &Person) -> Member {
    let email = Email::parse(&person.email).unwrap();
    let found = app
        .service
        .store()
        .member_signing_in(&email.key(), &KnownQuery::none())
        .await;
    found.unwrap().unwrap().0
}

fn is_file(reply: &Reply, name: &str) -> bool {
    reply.status == 200 && reply.header("content-disposition") == format!("attachment; filename=\"{name}\"")
}

#[tokio::test]
async fn p10_each_success_is_there_once_and_each_refusal_is_counted() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut stranger = app.browser();
    for _ in 0..3 {
        stranger.post("sign-in", &[("email", ANA), ("password", "wrong")]).await;
    }
    // No member has this address, so nothing is recorded.
    stranger
        .post("sign-in", &[("email", "eve@example.com"), ("password", PASSWORD)])
        .await;
    let mut browser = app.challenge(&ana).await;
    let wrong = ana.phone().wrong_code(app.step());
    for _ in 0..2 {
        assert!(
            browser
                .post("sign-in/passcode", &[("passcode", &wrong)])
                .await
                .is_wrong_code()
        );
    }
    let code = app.fresh_code(ana.phone());
    browser.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
    // The same code again, in another challenge.
    let mut again = app.challenge(&ana).await;
    let used = again.post("sign-in/passcode", &[("passcode", &code)]).await;
    assert!(used.is_wrong_code());
    browser.post("profile/rename", &[("name", "Ana R.")]).await.ok();
    browser
        .post("devices/rename", &[("id", &"0".repeat(32)), ("device_name", "x")])
        .await;
    browser.post("profile/rename", &[("name", "")]).await;

    let row = |kind: &str, reason: &str, count| (kind.to_owned(), reason.to_owned(), count);
    let all = events(&mut browser).await;
    let expected = [
        row("joined", "", 1),
        row("sign-in", "", 1),
        row("step-up", "", 1),
        row("device-added", "", 1),
        row("device-confirmed", "", 1),
        row("two-factor-on", "", 1),
        row("codes-made", "", 1),
        row("every-call-on", "", 1),
    ];
    assert_eq!(all[..expected.len()], expected);
    let mut rest = all[expected.len()..].to_vec();
    rest.sort();
    let mut expected = vec![
        row("sign-in", "wrong-password", 3),
        row("password", "", 1),
        row("sign-in", "wrong-code", 2),
        row("sign-in", "", 1),
        row("password", "", 1),
        row("sign-in", "used-code", 1),
        row("name-changed", "", 1),
        row("device-renamed", "not-found", 1),
        row("activity-exported", "", 1),
    ];
    expected.sort();
    assert_eq!(rest, expected);
}

#[tokio::test]
async fn a_repair_session_reads_no_activity_and_leaves_its_tries() {
    let app = TestApp::new().await;
    let (mut ana, mut owner) = app.protected(ANA).await;
    let mut repair = app.repairing(&mut ana).await;
    for path in [CSV, JSON] {
        assert_eq!(repair.get(path).await.location(), "/security/two-factor");
    }
    assert_eq!(repair.get("/security/activity").await.status, 403);
    let all = events(&mut owner).await;
    let refused = |kind: &str| {
        all.iter()
            .filter(|(found, reason, _)| found == kind && reason == "repair-session")
            .count()
    };
    assert_eq!((refused("activity-exported"), refused("read")), (1, 1), "{all:?}");
}

#[tokio::test]
async fn exports_need_a_session_and_contain_nothing_of_others() {
    let app = TestApp::new().await;
    let (ana, mut anas) = app.protected(ANA).await;
    let (_, mut bens) = app.protected(BEN).await;
    let mut nobody = app.browser();
    let mut challenged = app.challenge(&ana).await;
    for path in [CSV, JSON] {
        let back = "/sign-in?next=/security/activity";
        assert_eq!(nobody.get(path).await.location(), back);
        assert_eq!(challenged.get(path).await.location(), back);
    }
    assert!(is_file(&anas.get(CSV).await, "activity.csv"));
    assert!(is_file(&anas.get(JSON).await, "activity.json"));
    for path in [CSV, JSON] {
        let (anas, bens) = (anas.get(path).await.ok().body, bens.get(path).await.ok().body);
        assert!(anas.contains(ANA) && !anas.contains(BEN), "{anas}");
        assert!(bens.contains(BEN) && !bens.contains(ANA), "{bens}");
    }
}

#[tokio::test]
async fn an_export_of_several_parts_is_one_file() {
    let app = TestApp::new().await;
    let (ana, mut browser) = app.protected(ANA).await;
    let first = exported(&mut browser, JSON).await.len();
    let member = row_of(&app, &ana).await;
    // Three parts, of which the second ends between events of the same second.
    let fixtures = Fixtures::with_entropy(app.store.clone(), Arc::new(SeededEntropy::new(3)));
    let event = |n: i64| fixtures.event(EventKind::StepUp, &member, app.service.now().plus(-n / 3));
    let many: Vec<_> = (0..2_500).map(event).collect();
    app.service.store().record_events(&many).await.unwrap();
    let json = exported(&mut browser, JSON).await;
    assert_eq!(json.len(), first + 1 + many.len());
    let ids: std::collections::HashSet<_> = json.iter().map(|event| event["id"].to_string()).collect();
    assert_eq!(ids.len(), json.len(), "each once");
    let csv = browser.get(CSV).await.ok().body;
    assert_eq!(csv.matches("\r\n").count(), 1 + first + 2 + many.len());
    assert!(
        csv.starts_with("time,last_time,count,member,kind,outcome,reason,device,"),
        "{csv:.90}"
    );
    assert_eq!(exported(&mut browser, &format!("{JSON}?kind=repair")).await.len(), 0);
    assert_eq!(
        browser
            .get(&format!("{CSV}?kind=repair"))
            .await
            .ok()
            .body
            .lines()
            .count(),
        1
    );
}

#[tokio::test]
async fn a_spreadsheet_finds_no_formula() {
    let app = TestApp::new().await;
    let ana = app.join("=1+1@example.com").await;
    let mut browser = app.signed_in(&ana).await;
    for name in ["=HYPERLINK(\"https://x.example\")", "+1", "-1", "@x", "＝1", "a,b\"c"] {
        app.pending(&mut browser, name).await;
    }
    let csv = browser.get(CSV).await.ok().body;
    assert!(!csv.contains(",=") && csv.contains(",'=1+1@example.com,"), "{csv}");
    for cell in [
        "\"'=HYPERLINK(\"\"https://x.example\"\")\"",
        "'+1",
        "'-1",
        "'@x",
        "'＝1",
        "\"a,b\"\"c\"",
    ] {
        assert!(csv.contains(&format!(",device-added,done,,{cell},")), "{cell}: {csv}");
    }
}

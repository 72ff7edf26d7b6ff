//! Replacing a device: the new one is confirmed before the old one goes.

use crate::{
    api::with_key,
    browser::{Browser, SESSION},
    people::{ANA, COLLEAGUE, PASSWORD, Phone},
    sign_in::passcode::enter,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use http::Method;
use terms::{Ended, Field, Problem, Rejection};

const GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::PendingDevice));

/// Begins to replace a device in this session, which must be stepped up, and scans the QR code.
async fn begun(app: &TestApp, browser: &mut Browser, old: &Phone) -> Phone {
    let fields = [("id", old.id.as_str()), ("password", PASSWORD)];
    let reply = browser.post("devices/replace", &fields).await.ok();
    app.scanned(browser, &reply).await
}

async fn confirm(app: &TestApp, browser: &mut Browser, new: &Phone) -> crate::browser::Reply {
    let code = app.fresh_code(new);
    let fields = [("id", new.id.as_str()), ("passcode", code.as_str())];
    browser.post("devices/confirm", &fields).await
}

/// The names and states of the devices in the list.
async fn listed(browser: &mut Browser) -> Vec<(String, bool)> {
    let list = browser.post("devices", &[]).await.ok().data();
    let rows = list["devices"].as_array().unwrap().iter();
    let row = |row: &serde_json::Value| {
        let confirmed = row["status"]["Confirmed"].is_object();
        (row["name"].as_str().unwrap().to_owned(), confirmed)
    };
    rows.map(row).collect()
}

async fn signs_in(app: &TestApp, ana: &crate::people::Person, phone: &Phone) -> bool {
    let mut browser = app.challenge(ana).await;
    let reply = enter(&mut browser, &app.fresh_code(phone)).await;
    assert!(reply.status.is_success() || reply.is_wrong_code(), "{reply:?}");
    browser.is_in().await
}

/// The newest events that were done: kind and the id of the device, newest first.
async fn newest(browser: &mut Browser) -> Vec<(String, String)> {
    let file = browser.get(app::activity::JSON).await.ok();
    let events: Vec<serde_json::Value> = serde_json::from_str(&file.body).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let rows = events
        .iter()
        .map(|event| (text(&event["kind"]), text(&event["device"])));
    rows.filter(|(kind, _)| kind != "activity-exported").collect()
}

#[tokio::test]
async fn the_old_phone_works_until_the_new_one_is_confirmed_and_then_no_more() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut other = app.fully(&ana).await;
    // The session stepped up with the device that it replaces.
    let mut owner = app.fully(&ana).await;
    let new = begun(&app, &mut owner, ana.phone()).await;
    let both = [("My phone".to_owned(), true), ("My phone".to_owned(), false)];
    assert_eq!(listed(&mut owner).await, both, "the new one after the old one");
    assert!(!signs_in(&app, &ana, &new).await, "a pending device counts nowhere");
    assert!(signs_in(&app, &ana, ana.phone()).await);
    let wrong = new.wrong_code(app.step());
    let fields = [("id", new.id.as_str()), ("passcode", wrong.as_str())];
    assert!(owner.post("devices/confirm", &fields).await.is_wrong_code());
    assert!(signs_in(&app, &ana, ana.phone()).await);

    app.clock.advance(30);
    app.mails().await;
    let before = owner.cookie(SESSION);
    let done = confirm(&app, &mut owner, &new).await.ok();
    assert_eq!(done.location(), "/security/two-factor?done=replaced");
    let mails = app.mails().await;
    let subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["A device of your Twofold account was replaced"], "one mail");
    assert!(mails[0].body.contains("“My phone”"), "{}", mails[0].body);
    assert_eq!(listed(&mut owner).await, [("My phone".to_owned(), true)]);
    assert!(
        owner.is_in().await && owner.cookie(SESSION) != before,
        "under a new token"
    );
    let mut copy = app.browser();
    copy.put(SESSION, &before);
    assert!(
        !copy.is_in().await && !other.is_in().await,
        "what the old one opened ends"
    );
    assert!(!signs_in(&app, &ana, ana.phone()).await);
    assert!(signs_in(&app, &ana, &new).await);
    assert!(!app.challenge(&ana).await.is_in().await, "two-factor stayed on");
}

#[tokio::test]
async fn the_activity_says_once_what_took_the_place_of_what() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let new = begun(&app, &mut owner, ana.phone()).await;
    confirm(&app, &mut owner, &new).await.ok();
    let events = newest(&mut owner).await;
    let about = |wanted: &str| events.iter().filter(|(kind, _)| kind == wanted).count();
    assert_eq!(
        (about("device-replaced"), about("device-removed")),
        (1, 1),
        "{events:?}"
    );
    assert_eq!(about("device-confirmed"), 1, "the first device: {events:?}");
}

#[tokio::test]
async fn b41_replacing_takes_the_step_up_of_adding() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let of = ("id", ana.phone().id.as_str());
    let missing = |field| ApiError::Rejected(Rejection::Invalid(field, Problem::Missing));
    let error = owner.post("devices/replace", &[of]).await.error();
    assert_eq!(error, missing(Field::Password), "the password always");
    app.clock.advance(600);
    let stale = [of, ("password", PASSWORD)];
    let error = owner.post("devices/replace", &stale).await.error();
    assert_eq!(error, missing(Field::Passcode), "and a passcode, if none is fresh");
    let wrong = ana.phone().wrong_code(app.step());
    let proofs = [of, ("password", PASSWORD), ("passcode", wrong.as_str())];
    assert!(owner.post("devices/replace", &proofs).await.is_wrong_code());
    assert_eq!(app.tables.rows("device").await.len(), 1, "nothing was added");
    let code = app.fresh_code(ana.phone());
    let proofs = [of, ("password", PASSWORD), ("passcode", code.as_str())];
    owner.post("devices/replace", &proofs).await.ok();
}

#[tokio::test]
async fn a_colleagues_device_and_a_pending_one_are_not_replaced() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let (shared, _) = app.shared(&mut owner, &ana).await;
    let mut owner = app.fully(&ana).await;
    let pending = app.pending(&mut owner, "Watch").await;
    for id in [&shared.id, &pending.id, &"0".repeat(32)] {
        let fields = [("id", id.as_str()), ("password", PASSWORD)];
        let error = owner.post("devices/replace", &fields).await.error();
        assert_eq!(error, ApiError::Rejected(Rejection::NotFound), "{id}");
        let page = owner.get(&format!("/security/two-factor/{id}/replace")).await;
        assert_eq!(page.status, 404);
    }
    let list = owner.get("/security/two-factor").await.ok().body;
    assert!(list.contains(&format!("/{}/replace", ana.phone().id)));
    assert!(!list.contains(&format!("/{}/replace", shared.id)), "nor offered");
}

#[tokio::test]
async fn at_ten_devices_one_can_still_be_replaced() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    for n in 2..=10 {
        app.confirmed(&mut owner, &format!("Device {n}")).await;
    }
    let new = begun(&app, &mut owner, ana.phone()).await;
    let key = app.made_key(&mut owner, "Backup", "devices").await;
    app.clock.advance(30);
    let token = crate::api::buy(&owner, &key.text, &app.fresh_code(ana.phone()), "")
        .await
        .token();
    let read = with_key(&owner, Method::GET, "/api/v1/devices", &token)
        .await
        .ok()
        .json();
    let devices = read["devices"].as_array().unwrap();
    assert!(devices.len() == 10 && devices.iter().all(|device| device["status"] == "confirmed"));
    confirm(&app, &mut owner, &new).await.ok();
    let list = listed(&mut owner).await;
    assert!(
        list.len() == 10 && list.iter().all(|(_, confirmed)| *confirmed),
        "{list:?}"
    );
    assert!(list.iter().any(|(name, _)| name == "My phone"));
}

#[tokio::test]
async fn it_ends_with_the_old_device_and_when_another_replacement_is_begun() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let tablet = app.confirmed(&mut owner, "Tablet").await;
    let mut second = app.signed_in_with(&ana, &tablet).await;
    let new = begun(&app, &mut owner, ana.phone()).await;
    let newer = begun(&app, &mut second, ana.phone()).await;
    assert_eq!(
        confirm(&app, &mut owner, &new).await.error(),
        GONE,
        "begun anew in another browser"
    );
    owner.post("devices/remove", &[("id", &ana.phone().id)]).await.ok();
    let scan = second.post("devices/scan", &[("id", &newer.id)]).await;
    assert_eq!(scan.error(), GONE);
    assert_eq!(
        confirm(&app, &mut second, &newer).await.error(),
        GONE,
        "the old one was removed"
    );
    assert_eq!(listed(&mut owner).await, [("Tablet".to_owned(), true)]);
    let again = begun(&app, &mut second, &tablet).await;
    second.post("devices/discard", &[("id", &again.id)]).await.ok();
    assert!(signs_in(&app, &ana, &tablet).await, "the old one stays");
}

#[tokio::test]
async fn b40_its_qr_code_is_shown_in_its_session_only() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let mut other = app.fully(&ana).await;
    let mut owner_again = app.fully(&ana).await;
    let new = begun(&app, &mut owner_again, ana.phone()).await;
    for browser in [&mut owner, &mut other] {
        let scan = browser.post("devices/scan", &[("id", &new.id)]).await.ok().data();
        assert!(scan["secret"].is_null(), "{scan}");
        assert_eq!(scan["name"], "My phone");
        let code = new.code(app.step());
        let fields = [("id", new.id.as_str()), ("passcode", code.as_str())];
        assert_eq!(browser.post("devices/confirm", &fields).await.status, 409);
    }
    let scan = owner_again.post("devices/scan", &[("id", &new.id)]).await.ok().data();
    let uri = scan["secret"]["uri"].as_str().unwrap();
    assert!(
        uri.contains("ana@example.com%20%28My%20phone%29%202?"),
        "a label of its own: {uri}"
    );
    assert!(
        scan["changes"]
            .as_str()
            .unwrap()
            .contains("takes the place of My phone")
    );
}

/// The lost phone's owner signs in with a recovery code and puts a new phone in its place, in one step.
#[tokio::test]
async fn a_lost_phone_is_replaced_in_a_repair_session() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    let mut stolen = app.fully(&ana).await;
    let mut repair = app.repairing(&mut ana).await;
    let refused = repair.post("devices/replace", &[("id", &ana.phone().id)]).await.error();
    assert_eq!(
        refused,
        ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Missing))
    );
    let new = begun(&app, &mut repair, ana.phone()).await;
    confirm(&app, &mut repair, &new).await.ok();
    assert_eq!(listed(&mut repair).await, [("My phone".to_owned(), true)]);
    assert!(!stolen.is_in().await);
    assert_eq!(
        repair.post("home", &[]).await.status,
        403,
        "it is still a repair session"
    );
    assert!(!signs_in(&app, &ana, ana.phone()).await && signs_in(&app, &ana, &new).await);
}

#[tokio::test]
async fn names_in_the_list_stay_text() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let mut fields = COLLEAGUE.to_vec();
    fields.retain(|(name, _)| *name != "name");
    fields.push(("name", "<img src=x onerror=alert(1)>"));
    owner.post("devices/add-colleague", &fields).await.ok();
    let list = owner.post("devices", &[]).await.ok().data();
    let about = list["devices"][1]["about"].as_str().unwrap();
    assert!(about.contains("&lt;img src=x") && !about.contains("<img"), "{about}");
    let page = owner.get("/security/two-factor").await.ok().body;
    assert!(!page.contains("<img src=x"));
}

//! Trying a device that was not used for long.

use crate::{
    browser::{Browser, SESSION},
    people::{ANA, PASSWORD, Person, Phone},
    sign_in::passcode::{enter, wait_of},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Field, Problem, Rejection};

const DAY: i64 = 86_400;
const HINT: &str = "Not used for 28 days.";

/// What the list says about the device with this name.
async fn about(browser: &mut Browser, name: &str) -> String {
    let list = browser.post("devices", &[]).await.ok().data();
    let rows = list["devices"].as_array().unwrap();
    let row = rows.iter().find(|row| row["name"] == name).unwrap();
    row["about"].as_str().unwrap().to_owned()
}

async fn tried(browser: &mut Browser, phone: &Phone, code: &str) -> crate::browser::Reply {
    browser
        .post("devices/try", &[("id", &phone.id), ("passcode", code)])
        .await
}

/// A member whose tablet was not used for so long, in a session that the phone opened.
async fn unused_for(app: &TestApp, seconds: i64) -> (Person, Phone, Browser) {
    let (ana, mut owner) = app.protected(ANA).await;
    let tablet = app.confirmed(&mut owner, "Tablet").await;
    let at = app.now();
    app.clock.advance(seconds - 30);
    let mut browser = app.challenge(&ana).await;
    // The phone is used now, so that it is not asked for.
    let code = ana.phone().code(app.step());
    enter(&mut browser, &code).await.ok();
    app.clock.advance(at + seconds - app.now());
    (ana, tablet, browser)
}

#[tokio::test]
async fn after_28_days_the_list_asks_for_a_passcode_and_a_right_one_answers() {
    let app = TestApp::new().await;
    let (_, _, mut browser) = unused_for(&app, 28 * DAY - 1).await;
    assert!(
        !about(&mut browser, "Tablet").await.contains(HINT),
        "a second too early"
    );
    app.clock.advance(1);
    let said = about(&mut browser, "Tablet").await;
    assert!(said.contains(HINT) && said.contains("/try"), "{said}");
    assert!(
        !about(&mut browser, "My phone").await.contains(HINT),
        "it was used just now"
    );

    let app = TestApp::new().await;
    let (_, tablet, mut browser) = unused_for(&app, 40 * DAY).await;
    let page = browser
        .get(&format!("/security/two-factor/{}/try", tablet.id))
        .await
        .ok();
    assert!(page.body.contains(HINT) && page.body.contains("name=\"passcode\""));
    let before = browser.cookie(SESSION);
    let done = tried(&mut browser, &tablet, &app.fresh_code(&tablet)).await.ok();
    assert_eq!(done.location(), "/security/two-factor?done=tried");
    assert_eq!(browser.cookie(SESSION), before, "it proves nothing");
    assert!(!about(&mut browser, "Tablet").await.contains(HINT));
    let list = browser.post("devices", &[]).await.ok().data();
    let used = &list["devices"][1]["status"]["Confirmed"]["last_use"];
    assert_eq!((&used["purpose"], &used["at"]), (&"Try".into(), &app.now().into()));
    let activity = browser.get(app::activity::JSON).await.ok().body;
    assert_eq!(activity.matches("device-tried").count(), 1, "{activity}");
}

#[tokio::test]
async fn b07_b41_a_trial_uses_the_code_up_and_is_no_step_up() {
    let app = TestApp::new().await;
    let (ana, tablet, mut browser) = unused_for(&app, 30 * DAY).await;
    app.clock.advance(600);
    let code = app.fresh_code(&tablet);
    tried(&mut browser, &tablet, &code).await.ok();
    assert!(
        tried(&mut browser, &tablet, &code).await.is_wrong_code(),
        "it is used up"
    );
    let mut challenge = app.challenge(&ana).await;
    assert!(enter(&mut challenge, &code).await.is_wrong_code());
    assert!(!challenge.is_in().await);
    let missing = ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Missing));
    assert_eq!(browser.post("two-factor/switch-off", &[]).await.error(), missing);
    let password = [("password", PASSWORD)];
    let missing = ApiError::Rejected(Rejection::Invalid(Field::Passcode, Problem::Missing));
    assert_eq!(browser.post("two-factor/switch-off", &password).await.error(), missing);
}

#[tokio::test]
async fn b51_wrong_codes_count_as_everywhere_and_another_devices_is_wrong() {
    let app = TestApp::new().await;
    let (ana, tablet, mut browser) = unused_for(&app, 30 * DAY).await;
    let others = app.fresh_code(ana.phone());
    assert!(tried(&mut browser, &tablet, &others).await.is_wrong_code());
    let mut challenge = app.challenge(&ana).await;
    enter(&mut challenge, &others).await.ok();
    assert!(challenge.is_in().await, "it was not used up");
    let wrong = tablet.wrong_code(app.step());
    for _ in 0..5 {
        assert!(tried(&mut browser, &tablet, &wrong).await.is_wrong_code());
    }
    let closed = tried(&mut browser, &tablet, &tablet.code(app.step())).await;
    assert_eq!(wait_of(&closed), 30, "nothing is evaluated any more");
    let mut challenge = app.challenge(&ana).await;
    let reply = enter(&mut challenge, &ana.phone().code(app.step() + 1)).await;
    assert_eq!(wait_of(&reply), 30, "nor at sign-in");
    app.clock.advance(30);
    tried(&mut browser, &tablet, &tablet.code(app.step())).await.ok();
}

#[tokio::test]
async fn only_the_members_own_confirmed_devices_are_tried() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let (shared, mut zoe) = app.shared(&mut owner, &ana).await;
    let mut owner = app.fully(&ana).await;
    let pending = app.pending(&mut owner, "Watch").await;
    for phone in [&shared, &pending] {
        let error = tried(&mut owner, phone, &app.fresh_code(phone)).await.error();
        assert_eq!(error, ApiError::Rejected(Rejection::NotFound));
        let page = format!("/security/two-factor/{}/try", phone.id);
        assert_eq!(owner.get(&page).await.status, 404);
    }
    let error = tried(&mut zoe, ana.phone(), &app.fresh_code(ana.phone())).await.error();
    assert_eq!(error, ApiError::Rejected(Rejection::SignInOnly));
    app.clock.advance(28 * DAY);
    let mut owner = app.fully(&ana).await;
    let said = about(&mut owner, "Shared phone").await;
    assert!(
        said.contains(HINT) && !said.contains("/try"),
        "the colleague has it: {said}"
    );
}

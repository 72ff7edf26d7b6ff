//! Recovery codes at the challenge, and the repair session that they open.

use crate::{
    browser::{Browser, Reply},
    people::{ANA, PASSWORD, codes},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Conflict, Rejection};

const HOUR: i64 = 3_600;

pub(crate) async fn recover(browser: &mut Browser, code: &str) -> Reply {
    browser.post("sign-in/recovery", &[("recovery_code", code)]).await
}

#[tokio::test]
async fn a_repair_session_repairs_and_nothing_else() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    let mut repair = app.repairing(&mut ana).await;
    let before = app.tables.besides_counters().await;
    let phone = ana.phone().id.clone();
    let refused: [(&str, &[(&str, &str)]); 8] = [
        ("home", &[]),
        ("profile", &[]),
        ("served", &[("address", "/security/two-factor/switch-off")]),
        ("profile/rename", &[("name", "Mallory")]),
        (
            "profile/change-password",
            &[("password", PASSWORD), ("new_password", "eight purple tricycles")],
        ),
        ("two-factor/switch-off", &[("password", PASSWORD)]),
        ("devices/rename", &[("id", &phone), ("device_name", "Mine")]),
        ("home/not-now", &[]),
    ];
    for (endpoint, fields) in refused {
        assert_eq!(
            repair.post(endpoint, fields).await.error(),
            ApiError::Rejected(Rejection::Repair),
            "{endpoint}"
        );
    }
    assert_eq!(app.tables.besides_counters().await, before);
    // What it is for: a new device, removing the lost one, new codes, signing out.
    let new = app.confirmed(&mut repair, "New phone").await;
    repair.post("devices/remove", &[("id", &phone)]).await.ok();
    repair
        .post("recovery-codes/replace", &[("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(codes(&mut repair).await.len(), 10);
    // It never becomes a full session.
    assert_eq!(
        repair.post("profile/rename", &[("name", "Ana")]).await.error(),
        ApiError::Rejected(Rejection::Repair)
    );
    repair.post("sign-out", &[]).await.ok();
    assert!(!repair.is_in().await);
    ana.phones = vec![new];
    assert!(app.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn a_repair_session_learns_nothing_of_other_sign_ins() {
    let app = TestApp::new().await;
    let (mut ana, mut owner) = app.protected(ANA).await;
    app.clock.advance(60);
    let address = app.fully(&ana).await.address.to_string();
    let mut repair = app.repairing(&mut ana).await;
    let home = repair.get("/").await;
    assert_eq!((home.status.as_u16(), home.location()), (302, "/security/two-factor"));
    let refused = [
        home,
        repair.post("home", &[]).await,
        repair.get("/security").await,
        repair.get("/profile").await,
    ];
    for reply in refused {
        assert_ne!(reply.status, 200);
        assert!(!reply.body.contains(&address), "{}", reply.body);
    }
    assert!(
        owner.get("/").await.ok().body.contains(&address),
        "a full session sees it"
    );
}

#[tokio::test]
async fn a_repair_session_lasts_thirty_minutes_and_keeps_two_factor_on() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    let mut repair = app.repairing(&mut ana).await;
    // Even with "switch off" set, removing the last device leaves two-factor on.
    let fields = [("id", ana.phone().id.as_str()), ("switch_off", "true")];
    repair.post("devices/remove", &fields).await.ok();
    assert!(repair.post("devices", &[]).await.ok().json()["viewer"]["two_factor_since"].is_number());
    app.clock.advance(30 * 60 - 1);
    repair.post("devices", &[]).await.ok();
    app.clock.advance(1);
    assert_eq!(
        repair.post("devices", &[]).await.error(),
        ApiError::Rejected(Rejection::NotSignedIn)
    );
    let mut password_only = app.challenge(&ana).await;
    assert_eq!(
        password_only.post("devices", &[]).await.error(),
        ApiError::Rejected(Rejection::NotSignedIn)
    );
}

#[tokio::test]
async fn for_a_day_after_a_repair_only_an_older_device_switches_off() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    app.clock.advance(1);
    let mut repair = app.repairing(&mut ana).await;
    let thiefs = app.confirmed(&mut repair, "New phone").await;
    let mut thief = app.challenge(&ana).await;
    thief
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(&thiefs))])
        .await
        .ok();
    let error = thief.post("two-factor/switch-off", &[]).await.error();
    assert!(
        matches!(
            error,
            ApiError::Rejected(Rejection::Conflict(Conflict::RecentRepair(_)))
        ),
        "{error:?}"
    );
    assert!(!app.challenge(&ana).await.is_in().await);
    let mut honest = app.fully(&ana).await;
    honest.post("two-factor/switch-off", &[]).await.ok();
    assert!(app.signed_in(&ana).await.is_in().await);
}

#[tokio::test]
async fn a_device_set_up_in_a_repair_is_not_old_because_there_was_another_repair() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    app.clock.advance(1);
    // The thief has the password and one recovery code, and creates more codes in the repair session.
    let mut repair = app.repairing(&mut ana).await;
    let thiefs = app.confirmed(&mut repair, "New phone").await;
    repair.post("recovery-codes/replace", &[]).await.ok();
    ana.codes = codes(&mut repair).await;
    app.clock.advance(23 * HOUR);
    app.repairing(&mut ana).await;
    let mut thief = app.challenge(&ana).await;
    let code = app.fresh_code(&thiefs);
    thief.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
    let refused = thief.post("two-factor/switch-off", &[]).await.error();
    assert!(
        matches!(
            refused,
            ApiError::Rejected(Rejection::Conflict(Conflict::RecentRepair(_)))
        ),
        "{refused:?}"
    );
    assert!(!app.challenge(&ana).await.is_in().await, "two-factor is on");
    // With the phone from before the first repair Ana may.
    let mut honest = app.fully(&ana).await;
    honest.post("two-factor/switch-off", &[]).await.ok();
    assert!(app.signed_in(&ana).await.is_in().await);
}

#[tokio::test]
async fn what_is_no_letter_or_digit_does_not_matter_in_a_code() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let dressed = ["\u{feff}{}.", "{}\r\n", "\u{a0}{}\u{200b}"];
    let between = ["\u{2013}", "\u{2212}", "\u{ff0d}"];
    for ((code, around), between) in ana.codes.iter().zip(dressed).zip(between) {
        let typed = around.replace("{}", &code.replace('-', between));
        let mut browser = app.challenge(&ana).await;
        recover(&mut browser, &typed).await.ok();
        assert!(browser.is_in().await, "{typed:?}");
    }
}

//! Removing a device.

use crate::{
    browser::SESSION,
    people::{ANA, PASSWORD},
    step_up::send,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Conflict, Rejection};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn any_confirmed_device_signs_in_and_a_removed_one_does_not() {
    let app = TestApp::new().await;
    let (mut ana, mut owner) = app.protected(ANA).await;
    let tablet = app.confirmed(&mut owner, "Tablet").await;
    let pending = app.pending(&mut owner, "Watch").await;
    for phone in [ana.phone().clone(), tablet.clone()] {
        let mut browser = app.challenge(&ana).await;
        browser
            .post("sign-in/passcode", &[("passcode", &app.fresh_code(&phone))])
            .await
            .ok();
        assert!(browser.is_in().await);
        app.clock.advance(60);
    }
    let mut browser = app.challenge(&ana).await;
    assert!(
        browser
            .post("sign-in/passcode", &[("passcode", &app.fresh_code(&pending))])
            .await
            .is_wrong_code()
    );
    assert!(!browser.is_in().await, "a pending device counts nowhere");
    let mut opened_by_tablet = app.challenge(&ana).await;
    opened_by_tablet
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(&tablet))])
        .await
        .ok();
    let phone = ana.phones[0].clone();
    let mut remover = app.challenge(&ana).await;
    remover
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(&phone))])
        .await
        .ok();
    remover.post("devices/remove", &[("id", &tablet.id)]).await.ok();
    assert!(!opened_by_tablet.is_in().await, "what it opened ends with it");
    let mut browser = app.challenge(&ana).await;
    assert!(
        browser
            .post("sign-in/passcode", &[("passcode", &app.fresh_code(&tablet))])
            .await
            .is_wrong_code()
    );
    assert!(!browser.is_in().await);
    ana.phones = vec![phone];
    assert!(app.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn a_step_up_whose_action_is_refused_keeps_its_session() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    for (scripts, status) in [(true, 409), (false, 302)] {
        app.clock.advance(HOUR / 2);
        let old = owner.cookie(SESSION);
        let code = app.fresh_code(ana.phone());
        let fields = [
            ("id", ana.phone().id.as_str()),
            ("password", PASSWORD),
            ("passcode", &code),
        ];
        let refused = match scripts {
            true => owner.post("devices/remove", &fields).await,
            false => owner.form("devices/remove", &fields).await,
        };
        assert_eq!(refused.status, status, "the last device");
        assert!(owner.is_in().await && owner.cookie(SESSION) != old);
    }
}

/// Otherwise the password and one recovery code would end two-factor.
#[tokio::test]
async fn for_a_day_after_a_repair_removing_the_last_device_does_not_switch_off() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    app.clock.advance(1);
    let mut repair = app.repairing(&mut ana).await;
    let repaired_at = app.service.now();
    let new = app.confirmed(&mut repair, "New phone").await;
    repair.post("devices/remove", &[("id", &ana.phone().id)]).await.ok();
    ana.phones = vec![new];
    let fields = [("id", ana.phone().id.clone()), ("switch_off", "true".to_owned())];
    let refused = Rejection::Conflict(Conflict::RecentRepair(repaired_at.plus(24 * HOUR)));
    for age in [0, 23 * HOUR] {
        app.clock.advance(age);
        let owner = app.fully(&ana).await;
        let error = send(&owner, "devices/remove", &fields).await;
        assert_eq!(error, Some(ApiError::Rejected(refused.clone())));
        assert!(!app.challenge(&ana).await.is_in().await, "two-factor is still on");
    }
    app.clock.advance(HOUR);
    let owner = app.fully(&ana).await;
    assert_eq!(send(&owner, "devices/remove", &fields).await, None);
    assert!(app.signed_in(&ana).await.is_in().await);
}

#[tokio::test]
async fn switching_off_by_removal_requires_the_last_device() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    app.confirmed(&mut owner, "Tablet").await;
    app.mails().await;
    let fields = [("id", ana.phone().id.as_str()), ("switch_off", "true")];
    let refused = owner.post("devices/remove", &fields).await.error();
    assert_eq!(refused, ApiError::Rejected(Rejection::Conflict(Conflict::NotLast)));
    assert!(app.mails().await.is_empty(), "no mail says that two-factor is off");
    assert!(!app.challenge(&ana).await.is_in().await, "because it is not");
    let fields = [("id", ana.phone().id.as_str())];
    owner.post("devices/remove", &fields).await.ok();
}

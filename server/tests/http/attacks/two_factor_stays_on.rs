//! B76: two-factor stays on without any device.

use crate::{people::ANA, test_app::TestApp};
use app::wire::error::ApiError;
use terms::{Conflict, Rejection};

#[tokio::test]
async fn b76_losing_the_last_device_leaves_two_factor_on() {
    let app = TestApp::new().await;
    let (mut ana, mut owner) = app.protected(ANA).await;
    let (phone, lone) = (ana.phone().clone(), [("id", ana.phone().id.as_str())]);
    assert_eq!(
        owner.post("devices/remove", &lone).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::LastDevice))
    );
    owner
        .post(
            "devices/remove",
            &[("id", &phone.id), ("lost", "true"), ("switch_off", "true")],
        )
        .await
        .ok();
    assert!(app.tables.rows("device").await.is_empty());
    // The password alone, any passcode and the old sessions are refused; only a recovery code works.
    assert!(!owner.is_in().await);
    let mut password_only = app.challenge(&ana).await;
    for code in [app.fresh_code(&phone), "000000".into()] {
        assert!(
            password_only
                .post("sign-in/passcode", &[("passcode", &code)])
                .await
                .is_wrong_code()
        );
    }
    assert!(!password_only.is_in().await);
    let mut repair = app.repairing(&mut ana).await;
    let new = app.confirmed(&mut repair, "New phone").await;
    ana.phones = vec![new];
    assert!(app.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn b76_waits_stops_and_expiry_leave_two_factor_on_too() {
    let app = TestApp::new().await;
    let (mut ana, owner) = app.protected(ANA).await;
    for _ in 0..5 {
        let wrong = ana.phone().wrong_code(app.step());
        app.challenge(&ana)
            .await
            .post("sign-in/passcode", &[("passcode", &wrong)])
            .await;
    }
    assert!(!app.challenge(&ana).await.is_in().await);
    let recovery = ana.codes.split_off(9);
    for code in ana.codes.clone() {
        app.challenge(&ana)
            .await
            .post("sign-in/recovery", &[("recovery_code", &code)])
            .await
            .ok();
    }
    ana.codes = recovery;
    let mut last = app.repairing(&mut ana).await;
    last.post("devices/remove", &[("id", &ana.phone().id)]).await.ok();
    // Without device and codes nothing opens, and two-factor does not end by itself.
    for days in [0, 1, 30, 400] {
        app.clock.advance(days * 86_400);
        app.service.store().sweep(app.service.now()).await.unwrap();
        let mut browser = app.challenge(&ana).await;
        assert!(
            browser
                .post("sign-in/passcode", &[("passcode", &app.fresh_code(ana.phone()))])
                .await
                .is_wrong_code()
        );
        assert!(!browser.is_in().await && !owner.clone().is_in().await);
    }
}

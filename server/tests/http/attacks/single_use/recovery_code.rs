//! B09–B14: a recovery code works once, for one purpose, until it is replaced.

use crate::{
    people::{ANA, BEN, PASSWORD, codes},
    sign_in::recovery::recover,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Field, Rejection};

#[tokio::test]
async fn b09_a_recovery_code_used_once_works_nowhere_again() {
    let app = TestApp::new().await;
    let (mut ana, mut owner) = app.protected(ANA).await;
    let used = ana.codes[0].clone();
    let mut repair = app.repairing(&mut ana).await;
    assert_eq!(repair.post("devices", &[]).await.ok().json()["viewer"]["repair"], true);
    for typed in [
        used.clone(),
        used.to_lowercase(),
        used.replace('-', " "),
        used.replace('0', "O"),
    ] {
        let mut again = app.challenge(&ana).await;
        assert!(recover(&mut again, &typed).await.is_wrong_code(), "{typed}");
        assert!(!again.is_in().await);
    }
    // It is not accepted as a passcode or for step-up either.
    let mut challenge = app.challenge(&ana).await;
    let unused = ana.codes[0].clone();
    for code in [&used, &unused] {
        let error = challenge.post("sign-in/passcode", &[("passcode", code)]).await.error();
        assert!(
            matches!(error, ApiError::Rejected(Rejection::Invalid(Field::Passcode, _))),
            "{error:?}"
        );
    }
    app.clock.advance(601);
    let proofs = [("password", PASSWORD), ("passcode", unused.as_str())];
    let error = owner.post("two-factor/switch-off", &proofs).await.error();
    assert!(
        matches!(error, ApiError::Rejected(Rejection::Invalid(Field::Passcode, _))),
        "{error:?}"
    );
    let mut honest = app.challenge(&ana).await;
    recover(&mut honest, &unused).await.ok();
}

#[tokio::test]
async fn b11_a_crash_revives_no_recovery_code() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    let used = ana.codes[0].clone();
    let repair = app.repairing(&mut ana).await;
    let again = app.crash().await;
    let mut attacker = again.challenge(&ana).await;
    assert!(recover(&mut attacker, &used).await.is_wrong_code());
    assert!(!attacker.is_in().await);
    repair.moved(&again.router).post("devices", &[]).await.ok();
    recover(&mut attacker, &ana.codes[0]).await.ok();
}

#[tokio::test]
async fn b12_another_members_recovery_code_opens_nothing() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let (ben, _) = app.protected(BEN).await;
    let mut victim = app.challenge(&ana).await;
    assert!(recover(&mut victim, &ben.codes[0]).await.is_wrong_code());
    assert!(!victim.is_in().await);
    // The failed try did not consume the code.
    recover(&mut app.challenge(&ben).await, &ben.codes[0]).await.ok();
    recover(&mut victim, &ana.codes[0]).await.ok();
}

#[tokio::test]
async fn b13_no_other_value_is_accepted_as_a_recovery_code() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let code = &ana.codes[0];
    let selector = &code[..5];
    let longer = format!("{code}0");
    let malformed = [
        "",
        " ",
        "%",
        "*",
        "____________________",
        "%%%%%-%%%%%-%%%%%-%%%%%",
        "' OR '1'='1",
        "'; DROP TABLE recovery_code; --",
        "\0",
        "null",
        selector,
        &code[..22],
        &longer,
        "UUUUU-UUUUU-UUUUU-UUUUU",
        "é".repeat(20).as_str(),
    ]
    .map(str::to_owned);
    let before = app.tables.besides_counters().await;
    for typed in malformed.iter().chain([&"A".repeat(50_000)]) {
        let mut browser = app.challenge(&ana).await;
        let error = recover(&mut browser, typed).await.error();
        assert!(
            matches!(error, ApiError::Rejected(Rejection::Invalid(Field::RecoveryCode, _))),
            "{typed:.40?} {error:?}"
        );
        assert!(!browser.is_in().await);
        browser.post("sign-in/another-account", &[]).await.ok();
    }
    assert_eq!(app.tables.besides_counters().await, before);
    let right_selector = format!("{selector}-00000-00000-00000");
    for wrong in ["00000-00000-00000-00000", &right_selector] {
        let mut browser = app.challenge(&ana).await;
        assert!(recover(&mut browser, wrong).await.is_wrong_code());
        assert!(!browser.is_in().await);
    }
    recover(&mut app.challenge(&ana).await, &code.to_lowercase().replace('-', ""))
        .await
        .ok();
}

#[tokio::test]
async fn b14_new_codes_end_the_old_ones() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    owner.post("recovery-codes/replace", &[]).await.ok();
    let new = codes(&mut owner).await;
    assert!(new.iter().all(|code| !ana.codes.contains(code)));
    for old in ana.codes.iter().take(4) {
        let mut attacker = app.challenge(&ana).await;
        assert!(recover(&mut attacker, old).await.is_wrong_code());
        assert!(!attacker.is_in().await);
    }
    recover(&mut app.challenge(&ana).await, &new[0]).await.ok();
}

//! B09, B11–B14, B57: recovery codes work once, for their member, until new ones are made; and what a repair session may do.

use crate::{
    browser::{Browser, Reply},
    people::{ANA, BEN, PASSWORD, codes},
    world::World,
};
use app::wire::error::ApiError;
use terms::{Conflict, Ended, Field, Rejection};

async fn recover(browser: &mut Browser, code: &str) -> Reply {
    browser.post("sign-in/recovery", &[("recovery_code", code)]).await
}

#[tokio::test]
async fn b09_a_recovery_code_used_once_works_nowhere_again() {
    let world = World::new().await;
    let (mut ana, mut owner) = world.protected(ANA).await;
    let used = ana.codes[0].clone();
    let mut repair = world.repairing(&mut ana).await;
    assert_eq!(repair.post("devices", &[]).await.ok().json()["viewer"]["repair"], true);
    for typed in [
        used.clone(),
        used.to_lowercase(),
        used.replace('-', " "),
        used.replace('0', "O"),
    ] {
        let mut again = world.challenge(&ana).await;
        assert!(recover(&mut again, &typed).await.is_wrong_code(), "{typed}");
        assert!(!again.is_in().await);
    }
    // It is no passcode either, and no step-up.
    let mut challenge = world.challenge(&ana).await;
    let unused = ana.codes[0].clone();
    for code in [&used, &unused] {
        let error = challenge.post("sign-in/passcode", &[("passcode", code)]).await.error();
        assert!(
            matches!(error, ApiError::Rejected(Rejection::Invalid(Field::Passcode, _))),
            "{error:?}"
        );
    }
    world.clock.advance(601);
    let proofs = [("password", PASSWORD), ("passcode", unused.as_str())];
    let error = owner.post("two-factor/switch-off", &proofs).await.error();
    assert!(
        matches!(error, ApiError::Rejected(Rejection::Invalid(Field::Passcode, _))),
        "{error:?}"
    );
    let mut honest = world.challenge(&ana).await;
    recover(&mut honest, &unused).await.ok();
}

#[tokio::test]
async fn b11_a_crash_revives_no_recovery_code() {
    let world = World::new().await;
    let (mut ana, _) = world.protected(ANA).await;
    let used = ana.codes[0].clone();
    let repair = world.repairing(&mut ana).await;
    let again = world.crash().await;
    let mut attacker = again.challenge(&ana).await;
    assert!(recover(&mut attacker, &used).await.is_wrong_code());
    assert!(!attacker.is_in().await);
    repair.moved(&again.router).post("devices", &[]).await.ok();
    recover(&mut attacker, &ana.codes[0]).await.ok();
}

#[tokio::test]
async fn b12_somebody_elses_recovery_code_opens_nothing() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
    let (ben, _) = world.protected(BEN).await;
    let mut victim = world.challenge(&ana).await;
    assert!(recover(&mut victim, &ben.codes[0]).await.is_wrong_code());
    assert!(!victim.is_in().await);
    // The code was not used up by the try.
    recover(&mut world.challenge(&ben).await, &ben.codes[0]).await.ok();
    recover(&mut victim, &ana.codes[0]).await.ok();
}

#[tokio::test]
async fn b13_nothing_else_is_a_recovery_code() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
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
    let before = world.tables.besides_counters().await;
    for typed in malformed.iter().chain([&"A".repeat(50_000)]) {
        let mut browser = world.challenge(&ana).await;
        let error = recover(&mut browser, typed).await.error();
        assert!(
            matches!(error, ApiError::Rejected(Rejection::Invalid(Field::RecoveryCode, _))),
            "{typed:.40?} {error:?}"
        );
        assert!(!browser.is_in().await);
        browser.post("sign-in/another-account", &[]).await.ok();
    }
    assert_eq!(world.tables.besides_counters().await, before);
    let right_selector = format!("{selector}-00000-00000-00000");
    for wrong in ["00000-00000-00000-00000", &right_selector] {
        let mut browser = world.challenge(&ana).await;
        assert!(recover(&mut browser, wrong).await.is_wrong_code());
        assert!(!browser.is_in().await);
    }
    recover(&mut world.challenge(&ana).await, &code.to_lowercase().replace('-', ""))
        .await
        .ok();
}

#[tokio::test]
async fn b14_new_codes_end_the_old_ones() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    owner.post("recovery-codes/replace", &[]).await.ok();
    let new = codes(&mut owner).await;
    assert!(new.iter().all(|code| !ana.codes.contains(code)));
    for old in ana.codes.iter().take(4) {
        let mut attacker = world.challenge(&ana).await;
        assert!(recover(&mut attacker, old).await.is_wrong_code());
        assert!(!attacker.is_in().await);
    }
    recover(&mut world.challenge(&ana).await, &new[0]).await.ok();
}

#[tokio::test]
async fn b57_recovery_codes_have_waits_and_an_end_of_their_own() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
    world.next_step();
    let wrong = "00000-00000-00000-00000";
    let mut attacker = world.challenge(&ana).await;
    for _ in 0..5 {
        assert!(recover(&mut attacker, wrong).await.is_wrong_code());
    }
    let mut next = world.challenge(&ana).await;
    let reply = recover(&mut next, &ana.codes[0]).await;
    assert!(matches!(reply.error(), ApiError::Rejected(Rejection::Wait { .. })));
    assert_eq!(reply.header("retry-after"), "30");
    assert!(!next.is_in().await);
    // Neither blocks the other.
    next.post("sign-in/passcode", &[("passcode", &ana.phone().code(world.step()))])
        .await
        .ok();
    world.clock.advance(30);
    recover(&mut world.challenge(&ana).await, &ana.codes[0]).await.ok();
}

#[tokio::test]
async fn a_repair_session_repairs_and_nothing_else() {
    let world = World::new().await;
    let (mut ana, _) = world.protected(ANA).await;
    let mut repair = world.repairing(&mut ana).await;
    let before = world.tables.besides_counters().await;
    let phone = ana.phone().id.clone();
    let refused: [(&str, &[(&str, &str)]); 5] = [
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
    assert_eq!(world.tables.besides_counters().await, before);
    // What it is for: a new phone, the lost one away, new codes, and out.
    let new = world.confirmed(&mut repair, "New phone").await;
    repair.post("devices/remove", &[("id", &phone)]).await.ok();
    repair
        .post("recovery-codes/replace", &[("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(codes(&mut repair).await.len(), 10);
    // It never becomes a full one.
    assert_eq!(
        repair.post("profile/rename", &[("name", "Ana")]).await.error(),
        ApiError::Rejected(Rejection::Repair)
    );
    repair.post("sign-out", &[]).await.ok();
    assert!(!repair.is_in().await);
    ana.phones = vec![new];
    assert!(world.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn a_repair_session_lasts_thirty_minutes_and_keeps_two_factor_on() {
    let world = World::new().await;
    let (mut ana, _) = world.protected(ANA).await;
    let mut repair = world.repairing(&mut ana).await;
    // Also as "the last device, switch off" it only removes: two-factor stays on.
    let fields = [("id", ana.phone().id.as_str()), ("switch_off", "true")];
    repair.post("devices/remove", &fields).await.ok();
    assert!(repair.post("devices", &[]).await.ok().json()["viewer"]["two_factor_since"].is_number());
    world.clock.advance(30 * 60 - 1);
    repair.post("devices", &[]).await.ok();
    world.clock.advance(1);
    assert_eq!(
        repair.post("devices", &[]).await.error(),
        ApiError::Rejected(Rejection::NotSignedIn)
    );
    let mut password_only = world.challenge(&ana).await;
    assert_eq!(
        password_only.post("devices", &[]).await.error(),
        ApiError::Rejected(Rejection::NotSignedIn)
    );
}

#[tokio::test]
async fn for_a_day_after_a_repair_only_an_older_device_switches_off() {
    let world = World::new().await;
    let (mut ana, _) = world.protected(ANA).await;
    world.clock.advance(1);
    let mut repair = world.repairing(&mut ana).await;
    let thiefs = world.confirmed(&mut repair, "New phone").await;
    let mut thief = world.challenge(&ana).await;
    thief
        .post("sign-in/passcode", &[("passcode", &world.fresh_code(&thiefs))])
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
    assert!(!world.challenge(&ana).await.is_in().await);
    let mut honest = world.fully(&ana).await;
    honest.post("two-factor/switch-off", &[]).await.ok();
    assert!(world.signed_in(&ana).await.is_in().await);
}

#[tokio::test]
async fn typing_back_needs_the_sheet_and_uses_nothing_up() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    let (_, mut ben) = world.protected(BEN).await;
    let back = [("recovery_code", ana.codes[3].as_str())];
    assert!(ben.post("recovery-codes/type-back", &back).await.is_wrong_code());
    owner.post("recovery-codes/type-back", &back).await.ok();
    owner.post("recovery-codes/done", &[]).await.ok();
    assert_eq!(
        owner.post("recovery-codes/type-back", &back).await.error(),
        ApiError::Rejected(Rejection::NotFound)
    );
    assert!(owner.post("recovery-codes", &[]).await.ok().data()["codes"].is_null());
    recover(&mut world.challenge(&ana).await, &ana.codes[3]).await.ok();
    let gone = recover(&mut world.browser(), &ana.codes[4]).await.error();
    assert_eq!(gone, ApiError::Rejected(Rejection::Gone(Ended::Challenge)));
}

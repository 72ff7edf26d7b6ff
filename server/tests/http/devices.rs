//! Names of devices, their number, and B76: losing all of them never leads back to the password alone.

use crate::{
    people::{ANA, PASSWORD, Phone},
    world::World,
};
use app::wire::error::ApiError;
use data_encoding::BASE32_NOPAD;
use terms::{Conflict, Field, Problem, Rejection};

fn bad_name(problem: Problem) -> ApiError {
    ApiError::Rejected(Rejection::Invalid(Field::DeviceName, problem))
}

#[tokio::test]
async fn names_that_cannot_be_are_named_and_cost_nothing() {
    let world = World::new().await;
    let (_, mut owner) = world.protected(ANA).await;
    let runs = world.hasher.runs();
    let before = world.tables.besides_counters().await;
    let long = "\u{e4}".repeat(65);
    let cases = [
        ("", Problem::Missing),
        ("   ", Problem::Missing),
        ("\u{a0}\u{2003}", Problem::Missing),
        (long.as_str(), Problem::TooLong),
        ("a\nb", Problem::HiddenCharacters),
        ("a\0b", Problem::HiddenCharacters),
        ("phone\u{202e}enohp", Problem::HiddenCharacters),
        ("\u{200b}phone", Problem::HiddenCharacters),
        ("\u{2066}x\u{2069}", Problem::HiddenCharacters),
        ("a\u{2028}b", Problem::HiddenCharacters),
    ];
    for (name, problem) in cases {
        let reply = owner
            .post("devices/add", &[("device_name", name), ("password", PASSWORD)])
            .await;
        assert_eq!(reply.error(), bad_name(problem), "{name:?}");
    }
    for taken in ["My phone", "MY PHONE", " my phone "] {
        let reply = owner
            .post("devices/add", &[("device_name", taken), ("password", PASSWORD)])
            .await;
        assert_eq!(
            reply.error(),
            ApiError::Rejected(Rejection::Conflict(Conflict::DeviceName)),
            "{taken:?}"
        );
    }
    assert_eq!(world.hasher.runs(), runs);
    assert_eq!(world.tables.besides_counters().await, before);
    world.pending(&mut owner, &"\u{e4}".repeat(64)).await;
}

#[tokio::test]
async fn renaming_follows_the_same_rules() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    world.clock.advance(1);
    let tablet = world.pending(&mut owner, "Tablet").await;
    for (name, error) in [
        ("", bad_name(Problem::Missing)),
        ("TABLET", ApiError::Rejected(Rejection::Conflict(Conflict::DeviceName))),
        ("\u{202e}", bad_name(Problem::HiddenCharacters)),
    ] {
        let reply = owner
            .post("devices/rename", &[("id", &ana.phone().id), ("device_name", name)])
            .await;
        assert_eq!(reply.error(), error, "{name:?}");
    }
    let long = "x".repeat(65);
    let reply = owner
        .post("devices/rename", &[("id", &tablet.id), ("device_name", &long)])
        .await;
    assert_eq!(reply.error(), bad_name(Problem::TooLong));
    owner
        .post(
            "devices/rename",
            &[("id", &ana.phone().id), ("device_name", "MY phone")],
        )
        .await
        .ok();
    let list = owner.post("devices", &[]).await.ok().data();
    assert_eq!(
        (&list["devices"][0]["name"], &list["devices"][1]["name"]),
        (&"MY phone".into(), &"Tablet".into())
    );
}

#[tokio::test]
async fn hostile_names_stay_names_in_list_key_uri_and_mail() {
    let world = World::new().await;
    let ana = world.join(ANA).await;
    let mut browser = world.signed_in(&ana).await;
    let names = [
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "a:b&secret=AAAA&issuer=Evil",
        "100% +/?#",
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} phone",
        "\u{647}\u{627}\u{62a}\u{641}",
        "'; DROP TABLE device; --",
        "{{7*7}}",
    ];
    for name in names {
        let phone = world.pending(&mut browser, name).await;
        let scan = browser.post("devices/scan", &[("id", &phone.id)]).await.ok().data();
        assert_eq!(scan["name"], name);
        world.clock.advance(1);
        check_uri(scan["secret"]["uri"].as_str().unwrap(), &phone);
    }
    let list = browser.post("devices", &[]).await.ok().data();
    let listed: Vec<_> = list["devices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, names);
    let page = browser.get("/security/two-factor").await;
    assert!(!page.body.contains("<img src=x") && !page.body.contains("<script>alert"));
}

/// RFC 3986 and the key URI's own rules, taken apart by hand.
fn check_uri(uri: &str, phone: &Phone) {
    assert!(uri.is_ascii() && !uri.contains('+') && uri.len() < 400, "{uri}");
    let (label, query) = uri.strip_prefix("otpauth://totp/").unwrap().split_once('?').unwrap();
    let (issuer, name) = label.split_once(':').unwrap();
    assert_eq!(issuer, "Twofold");
    assert!(
        !name.contains(':') && !name.to_lowercase().contains("%3a") && name.len() <= 96,
        "{label}"
    );
    let secret = BASE32_NOPAD.encode(&phone.secret);
    assert_eq!(
        query.split('&').collect::<Vec<_>>(),
        [format!("secret={secret}"), "issuer=Twofold".to_owned()]
    );
    assert_eq!(secret.len(), 32);
    assert!(
        label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~%:@".contains(&b)),
        "{label}"
    );
}

#[tokio::test]
async fn ten_devices_and_not_one_more() {
    let world = World::new().await;
    let (_, mut owner) = world.protected(ANA).await;
    for n in 2..=10 {
        world.pending(&mut owner, &format!("Device {n}")).await;
    }
    let eleventh = [("device_name", "Device 11"), ("password", PASSWORD)];
    assert_eq!(
        owner.post("devices/add", &eleventh).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TenDevices))
    );
    assert_eq!(world.tables.rows("device").await.len(), 10);
}

#[tokio::test]
async fn any_confirmed_device_signs_in_and_a_removed_one_does_not() {
    let world = World::new().await;
    let (mut ana, mut owner) = world.protected(ANA).await;
    let tablet = world.confirmed(&mut owner, "Tablet").await;
    let pending = world.pending(&mut owner, "Watch").await;
    for phone in [ana.phone().clone(), tablet.clone()] {
        let mut browser = world.challenge(&ana).await;
        browser
            .post("sign-in/passcode", &[("passcode", &world.fresh_code(&phone))])
            .await
            .ok();
        assert!(browser.is_in().await);
        world.clock.advance(60);
    }
    let mut browser = world.challenge(&ana).await;
    assert!(
        browser
            .post("sign-in/passcode", &[("passcode", &world.fresh_code(&pending))])
            .await
            .is_wrong_code()
    );
    assert!(!browser.is_in().await, "a pending device counts nowhere");
    let mut opened_by_tablet = world.challenge(&ana).await;
    opened_by_tablet
        .post("sign-in/passcode", &[("passcode", &world.fresh_code(&tablet))])
        .await
        .ok();
    let phone = ana.phones[0].clone();
    let mut remover = world.challenge(&ana).await;
    remover
        .post("sign-in/passcode", &[("passcode", &world.fresh_code(&phone))])
        .await
        .ok();
    remover.post("devices/remove", &[("id", &tablet.id)]).await.ok();
    assert!(!opened_by_tablet.is_in().await, "what it opened ends with it");
    let mut browser = world.challenge(&ana).await;
    assert!(
        browser
            .post("sign-in/passcode", &[("passcode", &world.fresh_code(&tablet))])
            .await
            .is_wrong_code()
    );
    assert!(!browser.is_in().await);
    ana.phones = vec![phone];
    assert!(world.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn b76_losing_the_last_device_leaves_two_factor_on() {
    let world = World::new().await;
    let (mut ana, mut owner) = world.protected(ANA).await;
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
    assert!(world.tables.rows("device").await.is_empty());
    // The password alone, any code, and what was open before are all refused; a recovery code is the only way.
    assert!(!owner.is_in().await);
    let mut password_only = world.challenge(&ana).await;
    for code in [world.fresh_code(&phone), "000000".into()] {
        assert!(
            password_only
                .post("sign-in/passcode", &[("passcode", &code)])
                .await
                .is_wrong_code()
        );
    }
    assert!(!password_only.is_in().await);
    let mut repair = world.repairing(&mut ana).await;
    let new = world.confirmed(&mut repair, "New phone").await;
    ana.phones = vec![new];
    assert!(world.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn b76_waits_stops_and_expiry_leave_two_factor_on_too() {
    let world = World::new().await;
    let (mut ana, owner) = world.protected(ANA).await;
    for _ in 0..5 {
        let wrong = ana.phone().wrong_code(world.step());
        world
            .challenge(&ana)
            .await
            .post("sign-in/passcode", &[("passcode", &wrong)])
            .await;
    }
    assert!(!world.challenge(&ana).await.is_in().await);
    let recovery = ana.codes.split_off(9);
    for code in ana.codes.clone() {
        world
            .challenge(&ana)
            .await
            .post("sign-in/recovery", &[("recovery_code", &code)])
            .await
            .ok();
    }
    ana.codes = recovery;
    let mut last = world.repairing(&mut ana).await;
    last.post("devices/remove", &[("id", &ana.phone().id)]).await.ok();
    // No device, no code: nothing opens, and it does not end by itself.
    for days in [0, 1, 30, 400] {
        world.clock.advance(days * 86_400);
        world.service.store().sweep(world.service.now()).await.unwrap();
        let mut browser = world.challenge(&ana).await;
        assert!(
            browser
                .post("sign-in/passcode", &[("passcode", &world.fresh_code(ana.phone()))])
                .await
                .is_wrong_code()
        );
        assert!(!browser.is_in().await && !owner.clone().is_in().await);
    }
}

#[tokio::test]
async fn switching_off_is_asked_for_and_ends_everything() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    let mut other = world.fully(&ana).await;
    owner
        .post("devices/remove", &[("id", &ana.phone().id), ("switch_off", "true")])
        .await
        .ok();
    assert!(owner.is_in().await && !other.is_in().await);
    for table in ["device", "recovery_code", "challenge"] {
        assert!(world.tables.rows(table).await.is_empty(), "{table}");
    }
    assert_eq!(
        owner.post("two-factor/switch-off", &[]).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff))
    );
    assert_eq!(
        owner.post("recovery-codes/replace", &[]).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff))
    );
    assert!(world.signed_in(&ana).await.is_in().await);
}

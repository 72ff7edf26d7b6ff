//! B18–B21, B25, B29, B35, B40, B41: no step skipped, swapped or borrowed.

use crate::{
    browser::{Browser, CHALLENGE, KNOWN, SESSION},
    people::{ANA, BEN, PASSWORD},
    world::World,
};
use app::wire::error::ApiError;
use leptos::server_fn::axum::server_fn_paths;
use terms::{Conflict, Ended, Field, Problem, Rejection};

/// What any call of the surface might want.
const EVERYTHING: [(&str, &str); 9] = [
    ("email", ANA),
    ("password", PASSWORD),
    ("new_password", "eight purple tricycles"),
    ("name", "Mallory"),
    ("device_name", "Mallory's phone"),
    ("wish", "x"),
    ("switch_off", "true"),
    ("lost", "true"),
    ("anyway", "true"),
];
/// What a challenge is for.
const CHALLENGES: [&str; 4] = [
    "sign-in",
    "sign-in/passcode",
    "sign-in/recovery",
    "sign-in/another-account",
];

#[tokio::test]
async fn b18_b19_b20_b21_the_password_alone_reaches_no_endpoint() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    let pending = world.pending(&mut owner, "Tablet").await;
    let challenge = world.challenge(&ana).await;
    let before = world.tables.besides_counters().await;
    let mut seen = 0;
    for (path, _) in server_fn_paths() {
        let endpoint = path.trim_start_matches("/ui/");
        if CHALLENGES.contains(&endpoint) || endpoint == "sign-up" {
            continue;
        }
        for id in [&ana.phone().id, &pending.id] {
            let code = pending.code(world.step());
            let fields = [
                &EVERYTHING[..],
                &[
                    ("id", id),
                    ("passcode", &code),
                    ("kind", "ConfirmEmail"),
                    ("token", "x"),
                ],
            ]
            .concat();
            let mut browser = challenge.clone();
            let reply = browser.post(endpoint, &fields).await;
            assert!(
                matches!(endpoint, "challenge" | "sign-out") || !reply.status.is_success(),
                "{endpoint}: {}",
                reply.body
            );
            assert!(
                !browser.jar.contains_key(SESSION) && !browser.is_in().await,
                "{endpoint}"
            );
        }
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
    assert_eq!(
        world.tables.besides_counters().await,
        before,
        "no factor, no secret, no code was added or changed"
    );
    assert!(owner.is_in().await);
    owner
        .post(
            "devices/confirm",
            &[("id", &pending.id), ("passcode", &pending.code(world.step()))],
        )
        .await
        .ok();
}

#[tokio::test]
async fn b25_a_second_factor_without_the_password_is_no_oracle() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
    let right = world.fresh_code(ana.phone());
    let (wrong, unused) = (ana.phone().wrong_code(world.step()), ana.codes[0].clone());
    let before = world.tables.besides_counters().await;
    for token in [None, Some("A".repeat(43)), Some("x".into()), Some(String::new())] {
        let mut stranger = world.browser();
        if let Some(token) = &token {
            stranger.put(CHALLENGE, token);
        }
        let mut answers = Vec::new();
        for code in [&right, &wrong] {
            answers.push(
                stranger
                    .post("sign-in/passcode", &[("passcode", code), ("email", ANA)])
                    .await
                    .body,
            );
        }
        for code in [&unused, &"00000-00000-00000-00000".to_owned()] {
            answers.push(
                stranger
                    .post("sign-in/recovery", &[("recovery_code", code), ("email", ANA)])
                    .await
                    .body,
            );
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert!(!stranger.is_in().await);
    }
    assert_eq!(world.tables.besides_counters().await, before);
    world
        .challenge(&ana)
        .await
        .post("sign-in/passcode", &[("passcode", &right)])
        .await
        .ok();
}

#[tokio::test]
async fn b29_the_answer_to_the_password_authenticates_nothing() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
    let mut browser = world.browser();
    let reply = browser
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(
        (
            reply.body.as_str(),
            browser.jar.keys().map(String::as_str).collect::<Vec<_>>()
        ),
        ("null", vec![CHALLENGE])
    );
    assert_eq!(reply.location(), "/sign-in/passcode");
    for name in [SESSION, KNOWN, CHALLENGE] {
        let mut attacker = world.browser();
        attacker.put(name, &browser.cookie(CHALLENGE));
        assert!(!attacker.is_in().await, "{name}");
        for path in ["/", "/profile", "/security", "/security/recovery-codes"] {
            assert_ne!(attacker.get(path).await.status, 200, "{path}");
        }
    }
    browser
        .post("sign-in/passcode", &[("passcode", &world.fresh_code(ana.phone()))])
        .await
        .ok();
    assert!(browser.is_in().await);
}

#[tokio::test]
async fn b35_foreign_ids_look_like_random_ones() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    let pending = world.pending(&mut owner, "Tablet").await;
    let (_, mut ben) = world.protected(BEN).await;
    let code = pending.code(world.step());
    let before = world.tables.besides_counters().await;
    let (random, shapes) = ("0123456789abcdef0123456789abcdef", ["", "../", "%00", "1 OR 1=1", "é"]);
    let calls: [(&str, &[(&str, &str)]); 6] = [
        ("devices/scan", &[]),
        ("devices/confirm", &[("passcode", &code)]),
        ("devices/discard", &[]),
        ("devices/rename", &[("device_name", "Mine")]),
        ("devices/removal", &[]),
        ("devices/remove", &[("lost", "true"), ("password", PASSWORD)]),
    ];
    for (endpoint, more) in calls {
        let mut answers = Vec::new();
        for id in [random, &ana.phone().id, &pending.id].into_iter().chain(shapes) {
            let fields = [&[("id", id)], more].concat();
            let reply = ben.post(endpoint, &fields).await;
            assert_eq!(reply.status, 404, "{endpoint} {}", reply.body);
            answers.push((reply.status, reply.body));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{endpoint}: {answers:?}");
    }
    for tail in ["", "/remove"] {
        let mut pages = Vec::new();
        for id in [random, &ana.phone().id, &pending.id] {
            let page = ben.get(&format!("/security/two-factor/{id}{tail}")).await;
            assert!(!page.body.contains("My phone") || tail.is_empty(), "{tail}");
            assert!(!page.body.contains("otpauth") && !page.body.contains("Tablet"));
            pages.push(page.status);
        }
        pages.dedup();
        assert!(pages.len() == 1 && pages[0] != 200, "{tail} {pages:?}");
    }
    assert_eq!(world.tables.besides_counters().await, before);
    owner
        .post("devices/confirm", &[("id", &pending.id), ("passcode", &code)])
        .await
        .ok();
    owner
        .post("devices/rename", &[("id", &pending.id), ("device_name", "Mine")])
        .await
        .ok();
}

#[tokio::test]
async fn b40_a_pending_secret_is_shown_in_its_own_session_only_and_dies_with_it() {
    let world = World::new().await;
    let ana = world.join(ANA).await;
    let (mut maker, mut other) = (world.signed_in(&ana).await, world.signed_in(&ana).await);
    let phone = world.pending(&mut maker, "My phone").await;
    let scan = other.post("devices/scan", &[("id", &phone.id)]).await.ok();
    assert!(
        scan.data()["secret"].is_null() && !scan.body.contains("otpauth"),
        "{}",
        scan.body
    );
    let page = other.get(&format!("/security/two-factor/{}", phone.id)).await;
    assert!(!page.body.contains("otpauth"));
    let code = phone.code(world.step());
    let fields = [("id", phone.id.as_str()), ("passcode", code.as_str())];
    assert_eq!(
        other.post("devices/confirm", &fields).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::OtherBrowser))
    );
    // Discarded from the other browser: it is over in the first one too, and its secret erased.
    other.post("devices/discard", &[("id", &phone.id)]).await.ok();
    assert_eq!(
        maker.post("devices/confirm", &fields).await.error(),
        ApiError::Rejected(Rejection::Gone(Ended::PendingDevice))
    );
    assert!(world.tables.rows("device").await.is_empty());
    // An abandoned one is over after fifteen minutes, to the second.
    let phone = world.pending(&mut maker, "My phone").await;
    world.clock.advance(899);
    maker.post("devices/scan", &[("id", &phone.id)]).await.ok();
    world.clock.advance(1);
    assert_eq!(
        maker.post("devices/scan", &[("id", &phone.id)]).await.error(),
        ApiError::Rejected(Rejection::Gone(Ended::PendingDevice))
    );
    let code = phone.code(world.step());
    let reply = maker
        .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
        .await;
    assert_eq!(reply.error(), ApiError::Rejected(Rejection::Gone(Ended::PendingDevice)));
    // It never protected anything, and a replacement gets another secret.
    let fresh = world.pending(&mut maker, "My phone").await;
    assert_ne!(fresh.secret, phone.secret);
    assert!(world.signed_in(&ana).await.is_in().await);
}

/// What needs step-up, with fields that are otherwise right.
fn sensitive(id: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    vec![
        ("devices/add", vec![("device_name", "Tablet".into())]),
        ("devices/remove", vec![("id", id.into()), ("lost", "true".into())]),
        ("two-factor/switch-off", vec![]),
        ("recovery-codes/replace", vec![]),
        (
            "profile/change-password",
            vec![("new_password", "eight purple tricycles".into())],
        ),
    ]
}

#[tokio::test]
async fn b41_nothing_sensitive_without_step_up() {
    let world = World::new().await;
    let (ana, owner) = world.protected(ANA).await;
    world.clock.advance(600);
    let before = world.tables.besides_counters().await;
    let missing = |field| ApiError::Rejected(Rejection::Invalid(field, Problem::Missing));
    for (endpoint, fields) in sensitive(&ana.phone().id) {
        let call = |proofs: &[(&'static str, &str)]| {
            let all = fields.iter().map(|(name, value)| (*name, value.clone()));
            all.chain(proofs.iter().map(|(name, value)| (*name, (*value).to_owned())))
                .collect::<Vec<_>>()
        };
        let nothing = send(&owner, endpoint, &call(&[("password", "")])).await;
        assert_eq!(nothing, Some(missing(Field::Password)), "{endpoint}");
        let no_code = send(&owner, endpoint, &call(&[("password", PASSWORD)])).await;
        assert_eq!(no_code, Some(missing(Field::Passcode)), "{endpoint}");
        let wrong = send(
            &owner,
            endpoint,
            &call(&[("password", "wrong horse battery"), ("passcode", "123456")]),
        )
        .await;
        assert_eq!(wrong, Some(ApiError::Rejected(Rejection::WrongPassword)), "{endpoint}");
    }
    assert_eq!(world.tables.besides_counters().await, before);
    for (endpoint, mut fields) in sensitive(&ana.phone().id) {
        let world = World::new().await;
        let (ana, owner) = world.protected(ANA).await;
        world.clock.advance(600);
        if endpoint == "devices/remove" {
            fields[0].1 = ana.phone().id.clone();
        }
        let code = world.fresh_code(ana.phone());
        fields.extend([("password", PASSWORD.to_owned()), ("passcode", code)]);
        assert_eq!(
            send(&owner, endpoint, &fields).await,
            None,
            "{endpoint} with both proofs"
        );
    }
}

#[tokio::test]
async fn step_up_lasts_ten_minutes_to_the_second() {
    let world = World::new().await;
    let (_, owner) = world.protected(ANA).await;
    world.clock.advance(599);
    assert_eq!(
        send(&owner, "recovery-codes/replace", &[("password", String::new())]).await,
        None
    );
    let world = World::new().await;
    let (_, owner) = world.protected(ANA).await;
    world.clock.advance(600);
    let error = send(&owner, "recovery-codes/replace", &[("password", String::new())]).await;
    assert_eq!(
        error,
        Some(ApiError::Rejected(Rejection::Invalid(
            Field::Password,
            Problem::Missing
        )))
    );
}

async fn send(browser: &Browser, endpoint: &str, fields: &[(&'static str, String)]) -> Option<ApiError> {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let reply = browser.clone().post(endpoint, &fields).await;
    (!reply.status.is_success()).then(|| reply.error())
}

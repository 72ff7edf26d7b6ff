//! B18–B25, B29: what the password alone gives access to.

use crate::{
    browser::{CHALLENGE, KNOWN, SESSION},
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use leptos::server_fn::axum::server_fn_paths;

/// Every field that any function takes.
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

/// The functions that a challenge is for.
const CHALLENGES: [&str; 4] = [
    "sign-in",
    "sign-in/passcode",
    "sign-in/recovery",
    "sign-in/another-account",
];

#[tokio::test]
async fn b18_b19_b20_b21_the_password_alone_reaches_no_endpoint() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let pending = app.pending(&mut owner, "Tablet").await;
    let challenge = app.challenge(&ana).await;
    let before = app.tables.besides_counters().await;
    let mut seen = 0;
    for (path, _) in server_fn_paths() {
        let endpoint = path.trim_start_matches("/ui/");
        if CHALLENGES.contains(&endpoint) || endpoint == "sign-up" {
            continue;
        }
        for id in [&ana.phone().id, &pending.id] {
            let code = pending.code(app.step());
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
        app.tables.besides_counters().await,
        before,
        "no factor, no secret, no code was added or changed"
    );
    assert!(owner.is_in().await);
    owner
        .post(
            "devices/confirm",
            &[("id", &pending.id), ("passcode", &pending.code(app.step()))],
        )
        .await
        .ok();
}

#[tokio::test]
async fn b25_a_second_factor_without_the_password_is_no_oracle() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let right = app.fresh_code(ana.phone());
    let (wrong, unused) = (ana.phone().wrong_code(app.step()), ana.codes[0].clone());
    let before = app.tables.besides_counters().await;
    for token in [None, Some("A".repeat(43)), Some("x".into()), Some(String::new())] {
        let mut stranger = app.browser();
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
    assert_eq!(app.tables.besides_counters().await, before);
    app.challenge(&ana)
        .await
        .post("sign-in/passcode", &[("passcode", &right)])
        .await
        .ok();
}

#[tokio::test]
async fn b29_nothing_in_the_response_to_the_password_authenticates() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = app.browser();
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
        let mut attacker = app.browser();
        attacker.put(name, &browser.cookie(CHALLENGE));
        assert!(!attacker.is_in().await, "{name}");
        for path in ["/", "/profile", "/security", "/security/recovery-codes"] {
            assert_ne!(attacker.get(path).await.status, 200, "{path}");
        }
    }
    browser
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(ana.phone()))])
        .await
        .ok();
    assert!(browser.is_in().await);
}

//! B18–B25, B29: what the password alone gives access to.

use crate::{
    browser::{CHALLENGE, KNOWN, SESSION},
    people::{ANA, PASSWORD},
    routes::Stage,
    routes_table::{CALLS, PAGES, pages_of_owner},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Ended, Rejection};

#[tokio::test]
async fn b18_b19_b20_b21_the_password_alone_reaches_no_endpoint() {
    let stage = Stage::new().await;
    let challenge = stage.caller("challenge");
    // The challenge in its own cookie, and its token in that of a session.
    let mut posing = challenge.clone();
    posing.put(SESSION, &challenge.cookie(CHALLENGE));
    let mut only_posing = posing.clone();
    only_posing.jar.remove(CHALLENGE);
    let before = stage.app.tables.besides_counters().await;
    for attacker in [challenge, posing, only_posing] {
        let mut tried = 0;
        for call in CALLS.iter().filter(|call| call.of_session()) {
            let mut filled = Vec::new();
            let fields = stage.fields(call, &mut filled);
            let reply = attacker.clone().post(call.endpoint, &fields).await;
            match reply.status.as_u16() {
                302 => {
                    let mut nobody = stage.caller("out");
                    let out = nobody.post(call.endpoint, &fields).await;
                    assert_eq!((reply.location(), &reply.body), (out.location(), &out.body));
                }
                _ => assert_eq!(
                    reply.error(),
                    ApiError::Rejected(Rejection::NotSignedIn),
                    "{}",
                    call.endpoint
                ),
            }
            tried += 1;
        }
        assert!(tried > 20, "{tried}");
        for path in pages_of_owner(Some(&stage.pending.id)) {
            let page = attacker.clone().get(&path).await;
            let public = PAGES.iter().any(|page| page.path == path && page.expected[0] == 200);
            assert!(
                public || page.status == 302 && page.location().starts_with("/sign-in"),
                "{path} {page:?}"
            );
        }
        assert!(!attacker.clone().is_in().await);
    }
    let after = stage.app.tables.besides_counters().await;
    assert_eq!(after, before, "no factor, no secret, no code was added or changed");
    // The same fields work in a session.
    let mut owner = stage.caller("owner");
    for call in CALLS.iter().filter(|call| call.endpoint == "devices/confirm") {
        let mut filled = Vec::new();
        let fields = stage.fields(call, &mut filled);
        owner.post(call.endpoint, &fields).await.ok();
    }
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
            answers.push(stranger.post("sign-in/passcode", &[("passcode", code)]).await.error());
        }
        for code in [&unused, &"00000-00000-00000-00000".to_owned()] {
            answers.push(
                stranger
                    .post("sign-in/recovery", &[("recovery_code", code)])
                    .await
                    .error(),
            );
        }
        let gone = ApiError::Rejected(Rejection::Gone(Ended::Challenge));
        assert_eq!(answers, vec![gone; 4], "{token:?}");
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
            let page = attacker.get(path).await;
            assert!(
                page.status == 302 && page.location().starts_with("/sign-in"),
                "{path} {page:?}"
            );
        }
    }
    browser
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(ana.phone()))])
        .await
        .ok();
    assert!(browser.is_in().await);
}

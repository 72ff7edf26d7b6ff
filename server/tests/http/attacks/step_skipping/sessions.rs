//! B26–B28, B38, B39, B44: sessions, challenges and their cookies.

use crate::{
    browser::{CHALLENGE, KNOWN, SESSION},
    people::{ANA, BEN, PASSWORD},
    sessions::gone,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Ended, Rejection};

#[tokio::test]
async fn b26_a_challenge_belongs_to_one_member() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let (ben, _) = app.protected(BEN).await;
    app.next_step();
    let codes = (ana.phone().code(app.step()), ben.phone().code(app.step()));
    // Ben has his own password and phone, and obtains Ana's challenge or names her.
    let mut challenge = app.challenge(&ana).await;
    let by_phone = challenge.post("sign-in/passcode", &[("passcode", &codes.1)]).await;
    assert!(by_phone.is_wrong_code());
    for name in ["email", "member", "challenge"] {
        let by_name = challenge
            .post("sign-in/passcode", &[("passcode", &codes.1), (name, BEN)])
            .await;
        assert_eq!(by_name.status, 400, "{name}");
    }
    assert!(!challenge.is_in().await);
    let mut own = app.challenge(&ben).await;
    assert!(
        own.post("sign-in/passcode", &[("passcode", &codes.0)])
            .await
            .is_wrong_code()
    );
    own.post("sign-in/passcode", &[("passcode", &codes.1)]).await.ok();
    assert_eq!(own.post("home", &[]).await.ok().json()["viewer"]["email"], BEN);
}

#[tokio::test]
async fn b27_cookies_from_before_the_second_factor_open_nothing_afterwards() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let before = app.challenge(&ana).await;
    let mut after = before.clone();
    let code = app.fresh_code(ana.phone());
    after.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
    assert!(after.is_in().await);
    let mut replayed = before.clone();
    assert!(!replayed.is_in().await);
    assert_eq!(
        replayed.post("challenge", &[]).await.error(),
        ApiError::Rejected(Rejection::Gone(Ended::Challenge))
    );
    // The challenge's token is not accepted as a session in any cookie.
    let mut moved = before.clone();
    moved.put(SESSION, &before.cookie(CHALLENGE));
    assert!(!moved.is_in().await);
}

#[tokio::test]
async fn b28_forged_and_foreign_cookies_open_nothing() {
    let app = TestApp::new().await;
    let (ana, owner) = app.protected(ANA).await;
    let (_, ben) = app.protected(BEN).await;
    let known = owner.with(&[KNOWN]);
    assert!(!known.clone().is_in().await);
    // A known browser still needs both factors.
    let mut browser = known.clone();
    browser
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert!(!browser.jar.contains_key(SESSION) && !browser.is_in().await);
    let token = owner.cookie(SESSION);
    let forged = [
        String::new(),
        "A".repeat(43),
        token[..42].into(),
        format!("{token}A"),
        flipped(&token),
        token.to_lowercase(),
        format!("\"{token}\""),
        format!("{token}.{token}"),
        ben.cookie(KNOWN),
        owner.cookie(KNOWN),
        "..".into(),
    ];
    for value in forged {
        let mut thief = app.browser();
        thief.put(SESSION, &value);
        assert!(!thief.is_in().await, "{value}");
        thief.put(KNOWN, &value);
        thief.put("__Host-trusted", &token);
        thief
            .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
            .await
            .ok();
        thief.post("challenge", &[]).await.ok();
        thief.jar.remove(SESSION);
        assert!(!thief.is_in().await, "{value}");
    }
    // Nor is it accepted under similar cookie names.
    for name in ["session", "__host-session", "__Secure-session", "__Host-session "] {
        let mut thief = app.browser();
        thief.put(name, &token);
        assert!(!thief.is_in().await, "{name:?}");
    }
    assert!(owner.clone().is_in().await && app.fully(&ana).await.is_in().await);
}

/// Changes one bit of the token's last complete character.
fn flipped(token: &str) -> String {
    let (head, last) = token.split_at(token.len() - 1);
    let (body, one) = head.split_at(head.len() - 1);
    format!("{body}{}{last}", if one == "A" { "B" } else { "A" })
}

#[tokio::test]
async fn b38_sessions_from_before_two_factor_end_with_its_start() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut old = app.signed_in(&ana).await;
    let mut new = app.signed_in(&ana).await;
    let before = new.cookie(SESSION);
    app.confirmed(&mut new, "My phone").await;
    gone(&mut old).await;
    assert!(!old.is_in().await && new.is_in().await);
    let mut stale = app.browser();
    stale.put(SESSION, &before);
    assert!(!stale.is_in().await, "the token changed with the rights");
}

#[tokio::test]
async fn b39_sessions_and_challenges_from_before_a_change_end_with_it() {
    let app = TestApp::new().await;
    let (mut ana, mut owner) = app.protected(ANA).await;
    let mut other = app.fully(&ana).await;
    let mut challenge = app.challenge(&ana).await;
    let before = owner.cookie(SESSION);
    let code = app.fresh_code(ana.phone());
    let fields = [
        ("password", PASSWORD),
        ("passcode", code.as_str()),
        ("new_password", "eight purple tricycles"),
    ];
    owner.post("profile/change-password", &fields).await.ok();
    assert!(owner.is_in().await);
    gone(&mut other).await;
    assert_eq!(
        challenge.post("challenge", &[]).await.error(),
        ApiError::Rejected(Rejection::Gone(Ended::Challenge))
    );
    other.put(SESSION, &before);
    assert!(!other.is_in().await);
    let old = app
        .browser()
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await;
    assert_eq!(old.error(), ApiError::Rejected(Rejection::WrongCredentials));
    ana.password = "eight purple tricycles".into();
    let mut again = app.fully(&ana).await;
    owner.post("recovery-codes/replace", &[]).await.ok();
    gone(&mut again).await;
    let mut again = app.fully(&ana).await;
    owner.post("two-factor/switch-off", &[]).await.ok();
    gone(&mut again).await;
    assert!(owner.is_in().await && app.signed_in(&ana).await.is_in().await);
}

#[tokio::test]
async fn b44_a_session_cookie_set_before_signing_in_is_invalid_afterwards() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let preset = "B".repeat(43);
    let mut victim = app.challenge(&ana).await;
    victim.put(SESSION, &preset);
    victim
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(ana.phone()))])
        .await
        .ok();
    assert!(victim.is_in().await && victim.cookie(SESSION) != preset);
    let mut attacker = app.browser();
    attacker.put(SESSION, &preset);
    assert!(!attacker.is_in().await);
    // An attacker's own live session in the victim's browser ends when the victim signs in.
    let (_, mut ben) = app.protected(BEN).await;
    let mut victim = app.challenge(&ana).await;
    victim.put(SESSION, &ben.cookie(SESSION));
    victim
        .post("sign-in/passcode", &[("passcode", &app.fresh_code(ana.phone()))])
        .await
        .ok();
    assert_eq!(victim.post("home", &[]).await.ok().json()["viewer"]["email"], ANA);
    assert!(!ben.is_in().await);
}

//! B45–B51, B55, B57: wrong codes are counted on every branch.

use crate::{
    browser::CHALLENGE,
    people::{ANA, BEN, PASSWORD, Person},
    sign_in::{
        passcode::{enter, wait_of},
        recovery::recover,
    },
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::Rejection;

/// Enters wrong codes at fresh challenges until a wait begins and returns how many were evaluated.
async fn guess_until_wait(app: &TestApp, person: &Person) -> usize {
    let wrong = person.phone().wrong_code(app.step());
    for count in 0.. {
        let mut browser = app.challenge(person).await;
        if !enter(&mut browser, &wrong).await.is_wrong_code_or_wait() {
            return count;
        }
        assert!(!browser.is_in().await);
    }
    unreachable!()
}

#[tokio::test]
async fn b45_of_a_thousand_wrong_codes_a_hundred_are_evaluated_then_only_a_recovery_code_works() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    let (mut evaluated, mut sent) = (0, 0);
    let mut browser = app.challenge(&ana).await;
    while sent < 1_000 {
        let wrong = ana.phone().wrong_code(app.step());
        let reply = enter(&mut browser, &wrong).await;
        sent += 1;
        match reply.error() {
            ApiError::Rejected(Rejection::WrongCode { .. }) => evaluated += 1,
            ApiError::Rejected(Rejection::Wait(wait)) => app.clock.advance(wait.seconds()),
            ApiError::Rejected(Rejection::Stopped) => assert_eq!(evaluated, 100),
            ApiError::Rejected(Rejection::Gone(_)) => browser = app.challenge(&ana).await,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(evaluated, 100);
    app.clock.advance(30 * 86_400);
    let mut right = app.challenge(&ana).await;
    assert_eq!(
        enter(&mut right, &app.fresh_code(ana.phone())).await.error(),
        ApiError::Rejected(Rejection::Stopped)
    );
    assert!(!right.is_in().await);
    let mut repair = app.repairing(&mut ana).await;
    repair.post("devices", &[]).await.ok();
    assert!(app.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn b47_b48_neither_a_new_challenge_nor_the_client_resets_the_count() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    assert_eq!(
        guess_until_wait(&app, &ana).await,
        5,
        "each at a challenge of its own, without cookies, elsewhere"
    );
    app.clock.advance(30);
    // One more doubles the wait: the count continues although all cookies are new.
    assert_eq!(guess_until_wait(&app, &ana).await, 1);
    let mut browser = app.challenge(&ana).await;
    let right = ana.phone().code(app.step());
    assert_eq!(wait_of(&enter(&mut browser, &right).await), 60);
    browser.put("__Host-flash", "AAAA");
    browser.put("tries", "0");
    assert_eq!(wait_of(&enter(&mut browser, &right).await), 60);
    assert!(!browser.is_in().await);
    app.clock.advance(60);
    enter(&mut browser, &ana.phone().code(app.step())).await.ok();
}

#[tokio::test]
async fn b49_b50_second_factors_are_counted_whatever_the_address() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let (wrong, mut evaluated) = (ana.phone().wrong_code(app.step()), 0);
    for host in 0..100u8 {
        let mut browser = app.challenge(&ana).await;
        browser.address = [203, 0, 113, host].into();
        browser.extra = vec![("x-forwarded-for", format!("198.51.100.{host}"))];
        evaluated += usize::from(enter(&mut browser, &wrong).await.is_wrong_code_or_wait());
    }
    assert_eq!(evaluated, 5);
    app.clock.advance(30);
    enter(&mut app.challenge(&ana).await, &ana.phone().code(app.step()))
        .await
        .ok();
}

#[tokio::test]
async fn b51_every_branch_charges_the_same_counter() {
    let app = TestApp::new().await;
    let (ana, owner) = app.protected(ANA).await;
    app.clock.advance(700);
    app.next_step();
    let wrong = ana.phone().wrong_code(app.step());
    let proofs = [("password", PASSWORD), ("passcode", wrong.as_str())];
    let branches: [(&str, Vec<(&str, &str)>); 5] = [
        ("devices/add", vec![("device_name", "Tablet")]),
        ("devices/remove", vec![("id", &ana.phone().id), ("lost", "true")]),
        ("two-factor/switch-off", vec![]),
        ("recovery-codes/replace", vec![]),
        (
            "profile/change-password",
            vec![("new_password", "eight purple tricycles")],
        ),
    ];
    let before = app.tables.besides_counters().await;
    for (endpoint, mut fields) in branches.clone() {
        fields.extend(proofs);
        assert!(
            owner.clone().post(endpoint, &fields).await.is_wrong_code(),
            "{endpoint}"
        );
    }
    // Five failures in total are enough: all branches wait, sign-in too.
    for (endpoint, mut fields) in branches {
        let right = ana.phone().code(app.step());
        fields.extend([("password", PASSWORD), ("passcode", right.as_str())]);
        assert!(wait_of(&owner.clone().post(endpoint, &fields).await) > 0, "{endpoint}");
    }
    let (mut after, mut before) = (app.tables.besides_counters().await, before);
    // The first wait is mailed, with a link of its own.
    for table in ["outbox", "mail_window", "link"] {
        after.remove(table);
        before.remove(table);
    }
    assert_eq!(after, before);
    let mut browser = app.challenge(&ana).await;
    wait_of(&enter(&mut browser, &ana.phone().code(app.step())).await);
    app.clock.advance(30);
    enter(&mut browser, &ana.phone().code(app.step())).await.ok();
}

#[tokio::test]
async fn b51_confirming_a_device_is_bounded_too() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let phone = app.pending(&mut browser, "My phone").await;
    let wrong = phone.wrong_code(app.step());
    for _ in 0..5 {
        assert!(
            browser
                .post("devices/confirm", &[("id", &phone.id), ("passcode", &wrong)])
                .await
                .is_wrong_code()
        );
    }
    let right = [("id", phone.id.clone()), ("passcode", phone.code(app.step()))];
    let right: Vec<_> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let reply = browser.post("devices/confirm", &right).await;
    assert_eq!(wait_of(&reply), 30);
    assert!(app.challenge_or_session_is_open(&ana).await, "nothing was switched on");
    app.clock.advance(30);
    let code = phone.code(app.step());
    browser
        .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
        .await
        .ok();
}

impl TestApp {
    /// Whether signing in with the password alone works.
    async fn challenge_or_session_is_open(&self, person: &Person) -> bool {
        let browser = self.signed_in(person).await;
        !browser.jar.contains_key(CHALLENGE)
    }
}

#[tokio::test]
async fn b55_a_stranger_without_the_password_cannot_lock_a_member_out() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let (ben, _) = app.protected(BEN).await;
    app.next_step();
    // Another member's counters are not affected.
    assert_eq!(guess_until_wait(&app, &ben).await, 5);
    // A stranger uses up the tries of their network for this address,
    let mut stranger = app.browser();
    for _ in 0..11 {
        let reply = stranger
            .post("sign-in", &[("email", ANA), ("password", "wrong horse battery")])
            .await;
        let refused = ApiError::Rejected(Rejection::WrongCredentials);
        assert!(reply.error() == refused || wait_of(&reply) > 0);
    }
    assert!(matches!(
        stranger
            .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
            .await
            .error(),
        ApiError::Rejected(Rejection::Wait { .. })
    ));
    // and sends codes without a challenge: nothing is counted against Ana.
    for _ in 0..20 {
        stranger.put(CHALLENGE, &"A".repeat(43));
        assert!(matches!(
            enter(&mut stranger, "123456").await.error(),
            ApiError::Rejected(Rejection::Gone(_))
        ));
    }
    let mut honest = app.challenge(&ana).await;
    enter(&mut honest, &ana.phone().code(app.step())).await.ok();
    assert!(honest.is_in().await);
}

#[tokio::test]
async fn b57_recovery_codes_have_their_own_waits() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let wrong = "00000-00000-00000-00000";
    let mut attacker = app.challenge(&ana).await;
    for _ in 0..5 {
        assert!(recover(&mut attacker, wrong).await.is_wrong_code());
    }
    let mut next = app.challenge(&ana).await;
    let reply = recover(&mut next, &ana.codes[0]).await;
    assert!(matches!(reply.error(), ApiError::Rejected(Rejection::Wait { .. })));
    assert_eq!(reply.header("retry-after"), "30");
    assert!(!next.is_in().await);
    // Neither counter blocks the other.
    next.post("sign-in/passcode", &[("passcode", &ana.phone().code(app.step()))])
        .await
        .ok();
    app.clock.advance(30);
    recover(&mut app.challenge(&ana).await, &ana.codes[0]).await.ok();
}

//! B35, B36, B40, B41: things of other members, and actions that require step-up.

use crate::{
    people::{ANA, BEN, PASSWORD},
    step_up::send,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Conflict, Ended, Field, Problem, Rejection};

#[tokio::test]
async fn b35_ids_of_others_look_like_random_ones() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let pending = app.pending(&mut owner, "Tablet").await;
    let (_, mut ben) = app.protected(BEN).await;
    let code = pending.code(app.step());
    let before = app.tables.besides_counters().await;
    let (random, shapes) = ("0123456789abcdef0123456789abcdef", ["", "../", "%00", "1 OR 1=1", "é"]);
    let calls: [(&str, &[(&str, &str)]); 5] = [
        ("devices/scan", &[]),
        ("devices/confirm", &[("passcode", &code)]),
        ("devices/discard", &[]),
        ("devices/rename", &[("device_name", "Mine")]),
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
        assert!(pages == [404], "{tail} {pages:?}");
    }
    assert_eq!(app.tables.besides_counters().await, before);
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
async fn b40_a_pending_secret_is_shown_in_its_own_session_only_and_erased_with_it() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let (mut maker, mut other) = (app.signed_in(&ana).await, app.signed_in(&ana).await);
    let phone = app.pending(&mut maker, "My phone").await;
    let scan = other.post("devices/scan", &[("id", &phone.id)]).await.ok();
    assert!(
        scan.data()["secret"].is_null() && !scan.body.contains("otpauth"),
        "{}",
        scan.body
    );
    let page = other.get(&format!("/security/two-factor/{}", phone.id)).await;
    assert!(!page.body.contains("otpauth"));
    let code = phone.code(app.step());
    let fields = [("id", phone.id.as_str()), ("passcode", code.as_str())];
    assert_eq!(
        other.post("devices/confirm", &fields).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::OtherBrowser))
    );
    // Discarding it from the other browser ends it in the first one too and erases its secret.
    other.post("devices/discard", &[("id", &phone.id)]).await.ok();
    assert_eq!(
        maker.post("devices/confirm", &fields).await.error(),
        ApiError::Rejected(Rejection::Gone(Ended::PendingDevice))
    );
    assert!(app.tables.rows("device").await.is_empty());
    // An abandoned one expires after exactly fifteen minutes.
    let phone = app.pending(&mut maker, "My phone").await;
    app.clock.advance(899);
    maker.post("devices/scan", &[("id", &phone.id)]).await.ok();
    app.clock.advance(1);
    assert_eq!(
        maker.post("devices/scan", &[("id", &phone.id)]).await.error(),
        ApiError::Rejected(Rejection::Gone(Ended::PendingDevice))
    );
    let code = phone.code(app.step());
    let reply = maker
        .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
        .await;
    assert_eq!(reply.error(), ApiError::Rejected(Rejection::Gone(Ended::PendingDevice)));
    // It was never a second factor, and its replacement gets a new secret.
    let fresh = app.pending(&mut maker, "My phone").await;
    assert_ne!(fresh.secret, phone.secret);
    assert!(app.signed_in(&ana).await.is_in().await);
}

/// Actions that require step-up, with otherwise valid fields.
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
async fn b41_sensitive_actions_require_step_up() {
    let app = TestApp::new().await;
    let (ana, owner) = app.protected(ANA).await;
    app.clock.advance(600);
    let before = app.tables.besides_counters().await;
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
    assert_eq!(app.tables.besides_counters().await, before);
    for (endpoint, mut fields) in sensitive(&ana.phone().id) {
        let app = TestApp::new().await;
        let (ana, owner) = app.protected(ANA).await;
        app.clock.advance(600);
        if endpoint == "devices/remove" {
            fields[0].1 = ana.phone().id.clone();
        }
        let code = app.fresh_code(ana.phone());
        fields.extend([("password", PASSWORD.to_owned()), ("passcode", code)]);
        assert_eq!(
            send(&owner, endpoint, &fields).await,
            None,
            "{endpoint} with both proofs"
        );
    }
}

#[tokio::test]
async fn b36_a_member_can_set_no_more_than_the_form_offers() {
    let app = TestApp::new().await;
    let (_, owner) = app.protected(ANA).await;
    let before = app.tables.rows("member").await;
    for extra in [
        "role",
        "email",
        "id",
        "member_id",
        "two_factor_since",
        "is_admin",
        "account_id",
    ] {
        let fields = [("name", "Ana Ruiz"), (extra, "owner")];
        let reply = owner.clone().post("profile/rename", &fields).await;
        assert_eq!(reply.status, 400, "{extra}");
        owner.clone().form("profile/rename", &fields).await;
        assert_eq!(app.tables.rows("member").await, before, "{extra}: mass assignment");
    }
}

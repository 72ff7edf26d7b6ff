//! A device that a colleague carries: adding it side by side, and what its sign-ins may not do.

use crate::{
    api,
    browser::{Browser, SESSION},
    people::{ANA, BEN, COLLEAGUE, PASSWORD, Person, Phone},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Conflict, Field, Problem, Rejection};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

/// Posts the form with one field changed.
async fn add(browser: &mut Browser, field: &'static str, value: &str) -> crate::browser::Reply {
    let mut fields: Vec<_> = COLLEAGUE.iter().filter(|(name, _)| *name != field).copied().collect();
    fields.push((field, value));
    browser.post("devices/add-colleague", &fields).await
}

fn sign_in_only() -> ApiError {
    ApiError::Rejected(Rejection::SignInOnly)
}

pub(super) async fn shared(app: &TestApp) -> (Person, Browser, Phone, Browser) {
    let (ana, mut owner) = app.protected(ANA).await;
    let (phone, theirs) = app.shared(&mut owner, &ana).await;
    (ana, owner, phone, theirs)
}

#[tokio::test]
async fn a_colleague_signs_in_and_sees_home_only() {
    let app = TestApp::new().await;
    let (_, mut owner, _, mut theirs) = shared(&app).await;
    let home = theirs.get("/").await.ok();
    assert!(
        home.body.contains("Signed in with Zoë 用户’s “Shared phone”"),
        "{}",
        home.body
    );
    for hidden in ["/security", "/profile", "Recovery codes", "two-factor"] {
        assert!(!home.body.contains(&format!("href=\"{hidden}")), "{hidden}");
    }
    for page in [
        "/profile",
        "/security",
        "/security/two-factor",
        "/security/activity",
        "/security/api-keys",
    ] {
        let refused = theirs.get(page).await;
        assert_eq!(refused.status, 403, "{page}");
        assert!(refused.body.contains("Not with a colleague’s device"), "{page}");
    }
    // What the member sees of it.
    let list = owner.get("/security/two-factor").await.ok();
    assert!(
        list.body.contains("Held by Zoë 用户 (zoe@example.org). Signs in only."),
        "{}",
        list.body
    );
    let activity = owner.get("/security/activity").await.ok();
    assert!(
        activity.body.contains("with Zoë 用户’s “Shared phone”"),
        "{}",
        activity.body
    );
    assert!(
        activity.body.contains("not after a sign-in with a colleague’s device"),
        "{}",
        activity.body
    );
    let csv = owner.get("/ui/activity/export.csv").await.ok();
    assert!(csv.body.contains(",Zoë 用户,"), "{}", csv.body);
    let home = owner.get("/").await.ok();
    assert!(home.body.contains("with Zoë 用户’s “Shared phone”"), "the last sign-in");
    theirs.post("sign-out", &[]).await.ok();
    assert!(!theirs.is_in().await && owner.is_in().await);
}

#[tokio::test]
async fn the_member_is_told_whose_device_was_added() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    app.mails().await;
    app.shared(&mut owner, &ana).await;
    let mails = app.mails().await;
    let mail = mails.iter().find(|mail| mail.body.contains("Shared phone")).unwrap();
    assert_eq!(mail.to, ANA);
    assert!(mail.body.contains("Zoë 用户 (zoe@example.org)"), "{}", mail.body);
    assert!(mail.body.contains("It does nothing else."), "{}", mail.body);
    assert!(
        mails.iter().all(|mail| mail.to == ANA),
        "the colleague has asked for no mail"
    );
}

#[tokio::test]
async fn bad_input_is_named_at_its_field_and_costs_no_try() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let runs = app.hasher.runs();
    let before = app.tables.besides_counters().await;
    let invalid = |field, problem| Rejection::Invalid(field, problem);
    let long = "ä".repeat(65);
    for (field, value, expected) in [
        ("name", "", invalid(Field::Name, Problem::Missing)),
        ("name", long.as_str(), invalid(Field::Name, Problem::TooLong)),
        ("name", "Zoë\u{202e}", invalid(Field::Name, Problem::HiddenCharacters)),
        ("email", "", invalid(Field::Email, Problem::Missing)),
        ("email", "zoe", invalid(Field::Email, Problem::Malformed)),
        ("email", "½@b.example", invalid(Field::Email, Problem::Malformed)),
        ("email", " ANA@Example.com. ", Rejection::Conflict(Conflict::OwnDevice)),
        ("email", "ａna@example.com", Rejection::Conflict(Conflict::OwnDevice)),
        ("device_name", "", invalid(Field::DeviceName, Problem::Missing)),
        ("device_name", "MY PHONE", Rejection::Conflict(Conflict::DeviceName)),
        ("days", "0", invalid(Field::Life, Problem::Malformed)),
        ("days", "-1", invalid(Field::Life, Problem::Malformed)),
        ("days", "36500", invalid(Field::Life, Problem::Malformed)),
    ] {
        let reply = add(&mut owner, field, value).await;
        assert_eq!(reply.error(), ApiError::Rejected(expected), "{field}: {value:?}");
    }
    for value in ["perhaps", "2"] {
        assert_eq!(
            add(&mut owner, "changes_security", value).await.error(),
            ApiError::BadRequest
        );
    }
    assert_eq!(app.hasher.runs(), runs);
    assert_eq!(app.tables.besides_counters().await, before);
    for name in [
        "<script>alert(1)</script>",
        "هاتف زوي",
        "👩‍👩‍👧",
        "'; DROP TABLE device; --",
    ] {
        add(&mut owner, "name", name).await.ok();
        let page = owner.get("/security/two-factor").await.ok();
        assert!(!page.body.contains("<script>alert"));
    }
}

#[tokio::test]
async fn two_factor_begins_with_a_device_of_ones_own() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let refused = browser.post("devices/add-colleague", COLLEAGUE).await.error();
    assert_eq!(refused, ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff)));
    let page = browser.get("/security/two-factor/colleague").await.ok();
    assert!(page.body.contains("Add your own phone first."), "{}", page.body);
    assert!(app.tables.rows("device").await.is_empty());
}

/// B41
#[tokio::test]
async fn b41_adding_a_colleagues_device_asks_for_password_and_a_fresh_passcode() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    app.clock.advance(HOUR / 2);
    let refused = owner.post("devices/add-colleague", COLLEAGUE).await.error();
    assert_eq!(
        refused,
        ApiError::Rejected(Rejection::Invalid(Field::Passcode, Problem::Missing))
    );
    let wrong = add(&mut owner, "password", "nine wrong guesses").await;
    assert_eq!(
        wrong.error(),
        ApiError::Rejected(Rejection::Invalid(Field::Passcode, Problem::Missing))
    );
    let code = app.fresh_code(ana.phone());
    let fields = [COLLEAGUE, &[("passcode", code.as_str())]].concat();
    let old = owner.cookie(SESSION);
    owner.post("devices/add-colleague", &fields).await.ok();
    assert_ne!(owner.cookie(SESSION), old);
}

/// B34: a colleague's passcode proves nothing, in the colleague's session and in the member's.
#[tokio::test]
async fn b34_a_sign_in_only_device_never_counts_for_step_up() {
    let app = TestApp::new().await;
    let (ana, mut owner, phone, mut theirs) = shared(&app).await;
    app.clock.advance(HOUR / 2);
    for browser in [&mut owner, &mut theirs] {
        let code = app.fresh_code(&phone);
        let fields = [
            ("device_name", "Eve"),
            ("password", PASSWORD),
            ("passcode", code.as_str()),
        ];
        let refused = browser.post("devices/add", &fields).await;
        let expected = [sign_in_only()].contains(&refused.error()) || refused.is_wrong_code();
        assert!(expected, "{refused:?}");
    }
    assert_eq!(app.tables.rows("device").await.len(), 2);
    // The same with the member's own succeeds.
    let code = app.fresh_code(ana.phone());
    let fields = [
        ("device_name", "Tablet"),
        ("password", PASSWORD),
        ("passcode", code.as_str()),
    ];
    owner.post("devices/add", &fields).await.ok();
}

/// Nor for an action of a program.
#[tokio::test]
async fn b86_a_sign_in_only_device_approves_no_action() {
    let app = TestApp::planned(api::approvals::plan()).await;
    let (ana, mut owner, phone, mut theirs) = shared(&app).await;
    let key = app.made_key(&mut owner, "Backup", "me approvals").await;
    let bought = api::buy(&owner, &key.text, &app.fresh_code(ana.phone()), "")
        .await
        .token();
    let id = api::approvals::asked(&owner, &bought).await;
    for browser in [&mut owner, &mut theirs] {
        let code = app.fresh_code(&phone);
        let fields = [("id", id.as_str()), ("passcode", code.as_str())];
        let refused = browser.post("approvals/approve", &fields).await;
        assert!(
            refused.error() == sign_in_only() || refused.is_wrong_code(),
            "{refused:?}"
        );
    }
    let code = app.fresh_code(ana.phone());
    let fields = [("id", id.as_str()), ("passcode", code.as_str())];
    owner.post("approvals/approve", &fields).await.ok();
}

/// A session that the member opened is no more stepped up after the colleague typed the first passcode in it.
#[tokio::test]
async fn confirming_it_is_no_step_up() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    app.clock.advance(9 * 60);
    let reply = owner.post("devices/add-colleague", COLLEAGUE).await.ok();
    let phone = app.scanned(&mut owner, &reply).await;
    app.clock.advance(120);
    let code = phone.code(app.step());
    let confirm = [("id", phone.id.as_str()), ("passcode", code.as_str())];
    owner.post("devices/confirm", &confirm).await.ok();
    let refused = owner.post("two-factor/switch-off", &[]).await.error();
    assert_eq!(
        refused,
        ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Missing))
    );
}

/// B76: the end of a device is not the end of two-factor, and what it opened ends with it.
#[tokio::test]
async fn b76_a_device_ends_at_its_moment_with_what_it_opened() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let reply = add(&mut owner, "days", "1").await.ok();
    let phone = app.scanned(&mut owner, &reply).await;
    let ends_at = app.now() + DAY;
    let code = phone.code(app.step());
    let confirm = [("id", phone.id.as_str()), ("passcode", code.as_str())];
    owner.post("devices/confirm", &confirm).await.ok();
    app.clock.advance(DAY - 600);
    let mut theirs = app.signed_in_with(&ana, &phone).await;
    app.clock.advance(ends_at - app.now() - 1);
    assert!(theirs.is_in().await);
    app.clock.advance(1);
    assert!(!theirs.is_in().await, "although a session lives for a day");
    let mut late = app.challenge(&ana).await;
    let code = [("passcode", app.fresh_code(&phone))];
    let code = code.each_ref().map(|(name, code)| (*name, code.as_str()));
    assert!(late.post("sign-in/passcode", &code).await.is_wrong_code());
    let mut owner = app.fully(&ana).await;
    let list = owner.get("/security/two-factor").await.ok();
    assert!(list.body.contains("Its passcodes are refused."), "{}", list.body);
}

/// B35, B40
#[tokio::test]
async fn b35_b40_its_qr_code_is_of_one_session_of_one_member() {
    let app = TestApp::new().await;
    let (ana, mut owner, shared_phone, mut theirs) = shared(&app).await;
    let (_, mut other) = app.protected(BEN).await;
    let mut second = app.fully(&ana).await;
    let reply = add(&mut owner, "device_name", "Second").await.ok();
    let pending = app.scanned(&mut owner, &reply).await;
    let id = [("id", pending.id.as_str())];
    assert!(second.post("devices/scan", &id).await.ok().data()["secret"].is_null());
    assert_eq!(theirs.post("devices/scan", &id).await.error(), sign_in_only());
    for id in [pending.id.as_str(), shared_phone.id.as_str(), &"0".repeat(32)] {
        let reply = other.post("devices/remove", &[("id", id)]).await;
        assert_eq!(reply.error(), ApiError::Rejected(Rejection::NotFound));
    }
    owner.post("devices/discard", &id).await.ok();
    let code = pending.code(app.step());
    let confirm = [("id", pending.id.as_str()), ("passcode", code.as_str())];
    assert_eq!(owner.post("devices/confirm", &confirm).await.status, 404);
    assert!(
        !app.tables
            .rows("device")
            .await
            .iter()
            .any(|row| row.contains(&pending.id))
    );
}

/// B74, B81: on the next request, on every node.
#[tokio::test]
async fn b74_removing_it_ends_its_sessions_on_every_node() {
    let app = TestApp::new().await;
    let (ana, mut owner, phone, mut theirs) = shared(&app).await;
    assert!(theirs.is_in().await);
    owner.post("devices/remove", &[("id", &phone.id)]).await.ok();
    assert!(!theirs.is_in().await);
    let mut browser = app.challenge(&ana).await;
    let code = app.fresh_code(&phone);
    assert!(
        browser
            .post("sign-in/passcode", &[("passcode", &code)])
            .await
            .is_wrong_code()
    );
    let mut own = app.fully(&ana).await;
    own.post("two-factor/switch-off", &[]).await.ok();
}

/// With the tick it is as good as the member's own.
#[tokio::test]
async fn a_colleague_who_may_change_security_has_a_full_session() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let reply = add(&mut owner, "changes_security", "true").await.ok();
    let phone = app.scanned(&mut owner, &reply).await;
    let code = phone.code(app.step());
    let confirm = [("id", phone.id.as_str()), ("passcode", code.as_str())];
    owner.post("devices/confirm", &confirm).await.ok();
    let mut theirs = app.signed_in_with(&ana, &phone).await;
    let list = theirs.get("/security/two-factor").await.ok();
    assert!(list.body.contains("May change security."), "{}", list.body);
    theirs.post("devices/remove", &[("id", &ana.phone().id)]).await.ok();
}

/// A colleague whose device ends with two-factor may know the password all the same.
#[tokio::test]
async fn switching_off_reminds_the_member_of_the_password() {
    let app = TestApp::new().await;
    for (email, endpoint) in [(ANA, "two-factor/switch-off"), (BEN, "devices/remove")] {
        let (person, mut owner) = app.protected(email).await;
        app.shared(&mut owner, &person).await;
        let fields = [("id", person.phone().id.as_str()), ("switch_off", "true")];
        let fields = if endpoint == "devices/remove" { &fields[..] } else { &[] };
        owner.post(endpoint, fields).await.ok();
        let home = owner.get("/").await.ok().body;
        assert!(home.contains("Zoë 用户 may know your password."), "{endpoint}: {home}");
        assert!(!home.contains("may have seen your recovery codes"), "they are gone");
    }
}

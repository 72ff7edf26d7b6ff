//! A colleague sets a device up by link, on a screen of their own.

use crate::{
    browser::{Browser, LINK, Reply},
    people::{ANA, BEN, COLLEAGUE, PASSWORD, Person, Phone},
    race::{successes, together},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use data_encoding::BASE32_NOPAD;
use terms::{Conflict, Ended, Field, Problem, Rejection};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
pub(super) const ZOE: &str = "zoe@example.org";

fn gone() -> ApiError {
    ApiError::Rejected(Rejection::Gone(Ended::Link))
}

fn wrong_code() -> ApiError {
    ApiError::Rejected(Rejection::WrongMailedCode)
}

/// Sends the form with *by link*, and returns the enrolment's id.
pub(crate) async fn invite(owner: &mut Browser, device: &str) -> String {
    let mut fields: Vec<_> = COLLEAGUE.to_vec();
    fields.retain(|(name, _)| *name != "device_name");
    fields.extend([("device_name", device), ("by_link", "true")]);
    sent(&owner.post("devices/add-colleague", &fields).await.ok())
}

/// Returns the id of the enrolment whose page this answer leads to.
pub(super) fn sent(reply: &Reply) -> String {
    let (_, rest) = reply.location().split_once("/security/two-factor/").unwrap();
    rest.split('/').next().unwrap().to_owned()
}

/// Returns what follows this in the newest mail to the colleague that has it.
async fn mailed(app: &TestApp, before: &str) -> String {
    let mails = app.mails().await;
    let mail = mails
        .iter()
        .rev()
        .find(|mail| mail.to == ZOE && mail.body.contains(before));
    let (_, rest) = mail.unwrap().body.split_once(before).unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// Opens the newest link in a new browser.
pub(crate) async fn opened(app: &TestApp) -> Browser {
    let token = mailed(app, "/enrol/").await;
    let mut zoe = app.browser();
    zoe.post("links/open-enrolment", &[("token", &token)]).await.ok();
    zoe
}

/// Asks for the mailed code, when the minute after the link is over.
pub(super) async fn code(app: &TestApp, zoe: &mut Browser) -> String {
    app.clock.advance(61);
    zoe.post("enrol/send-code", &[]).await.ok();
    mailed(app, "ten minutes:").await
}

/// Reads the secret on the colleague's page.
pub(super) async fn scanned(zoe: &mut Browser) -> Phone {
    let page = zoe.get("/enrol").await.ok().body;
    let (_, rest) = page.split_once("secret=").unwrap();
    let secret: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    Phone {
        id: String::new(),
        secret: BASE32_NOPAD.decode(secret.as_bytes()).unwrap(),
    }
}

/// Proves the address and types the first passcode.
pub(crate) async fn enrolled(app: &TestApp, zoe: &mut Browser) -> Phone {
    let code = code(app, zoe).await;
    zoe.post("enrol/prove", &[("code", &code)]).await.ok();
    let phone = scanned(zoe).await;
    let first = phone.code(app.step());
    zoe.post("enrol/passcode", &[("passcode", &first)]).await.ok();
    phone
}

/// The member, an enrolment that waits for approval, and the colleague's phone and browser.
async fn waiting(app: &TestApp) -> (Person, Browser, String, Phone, Browser) {
    let (ana, mut owner) = app.protected(ANA).await;
    let id = invite(&mut owner, "Shared").await;
    let mut zoe = opened(app).await;
    let phone = enrolled(app, &mut zoe).await;
    (ana, owner, id, phone, zoe)
}

/// Returns the two words that a page shows.
fn words_in(page: &str) -> String {
    let texts = page.split('>').map(|text| text.split('<').next().unwrap_or_default());
    let two = |text: &&str| {
        let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ');
        plain && text.split(' ').count() == 2 && text.len() > 6
    };
    texts
        .into_iter()
        .find(two)
        .unwrap_or_else(|| panic!("{page}"))
        .to_owned()
}

#[tokio::test]
async fn a_colleague_sets_up_a_device_and_the_member_approves_it() {
    let app = TestApp::new().await;
    let (ana, mut owner, id, phone, mut zoe) = waiting(&app).await;
    let refused = app.challenge(&ana).await;
    let mut early = refused;
    let code = app.fresh_code(&phone);
    assert!(
        early
            .post("sign-in/passcode", &[("passcode", &code)])
            .await
            .is_wrong_code()
    );
    let page = format!("/security/two-factor/{id}/approve");
    let seen = owner.get(&page).await.ok().body;
    let shown = zoe.get("/enrol").await.ok().body;
    assert_eq!(
        words_in(&seen),
        words_in(&shown),
        "both screens show the same two words"
    );
    assert!(!shown.contains("secret="), "the secret is over");
    owner.post("devices/approve", &[("id", &id)]).await.ok();
    let ready = zoe.get("/enrol").await.ok().body;
    assert!(
        ready.contains("Your device is ready") && !ready.contains("secret="),
        "{ready}"
    );
    let mut theirs = app.signed_in_with(&ana, &phone).await;
    assert!(theirs.is_in().await);
    assert_eq!(theirs.get("/profile").await.status, 403, "sign-in only");
    let list = owner.get("/security/two-factor").await.ok().body;
    assert!(
        list.contains("Held by Zoë 用户 (zoe@example.org). Signs in only."),
        "{list}"
    );
    let activity = owner.get("/security/activity").await.ok().body;
    for event in [
        "An enrolment link was mailed",
        "A colleague proved the address",
        "A colleague’s device waits for approval",
    ] {
        assert!(activity.contains(event), "{event}");
    }
    let mails = app.mails().await;
    let to_ana = |text: &str| mails.iter().any(|mail| mail.to == ANA && mail.body.contains(text));
    assert!(to_ana(&page) && to_ana("Zoë 用户 (zoe@example.org)"));
}

/// The tick of the page that approves decides, and not that of the form.
#[tokio::test]
async fn the_member_decides_at_approval_what_the_device_may_do() {
    let app = TestApp::new().await;
    let (ana, mut owner, id, phone, _) = waiting(&app).await;
    let fields = [("id", id.as_str()), ("changes_security", "true")];
    owner.post("devices/approve", &fields).await.ok();
    let mails = app.mails().await;
    assert!(
        mails
            .iter()
            .any(|mail| mail.to == ANA && mail.body.contains("It may change security"))
    );
    let mut theirs = app.signed_in_with(&ana, &phone).await;
    theirs.get("/profile").await.ok();
}

#[tokio::test]
async fn the_secret_is_shown_to_nobody_before_the_address_is_proved() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let id = invite(&mut owner, "Shared").await;
    let mut zoe = opened(&app).await;
    let page = zoe.get("/enrol").await.ok();
    assert!(
        !page.body.contains("secret=") && page.body.contains("Send the code"),
        "{}",
        page.body
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let early = zoe.post("enrol/passcode", &[("passcode", "123456")]).await;
    assert_eq!(early.error(), gone());
    let code = code(&app, &mut zoe).await;
    zoe.post("enrol/prove", &[("code", &code)]).await.ok();
    let phone = scanned(&mut zoe).await;
    let key = BASE32_NOPAD.encode(&phone.secret);
    let grouped = &key[..4];
    for path in ["/security/two-factor", &format!("/security/two-factor/{id}/approve")] {
        let page = owner.get(path).await.ok().body;
        assert!(!page.contains(&key) && !page.contains(&format!(">{grouped}")), "{path}");
    }
    assert_eq!(owner.post("devices/scan", &[("id", &id)]).await.status, 404);
}

/// Links: looked at, used twice, raced, in another browser, replaced, expired, revoked.
#[tokio::test]
async fn a_link_is_opened_once_and_a_look_changes_nothing() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let id = invite(&mut owner, "Shared").await;
    let token = mailed(&app, "/enrol/").await;
    let before = app.tables.besides_counters().await;
    for _ in 0..3 {
        let page = app.browser().get(&format!("/enrol/{token}")).await.ok();
        assert!(page.body.contains("Continue"), "{}", page.body);
    }
    assert_eq!(app.tables.besides_counters().await, before);
    let open = ("links/open-enrolment", vec![("token", token.clone())]);
    let replies = together((0..20).map(|_| (app.browser(), open.clone())).collect()).await;
    assert_eq!(successes(&replies), 1);
    let mut again = app.browser();
    assert_eq!(
        again.post("links/open-enrolment", &[("token", &token)]).await.error(),
        gone()
    );
    assert_eq!(app.browser().get(&format!("/enrol/{token}")).await.status, 410);
    // In the browser of somebody who is signed in as another member it is the colleague's all the same.
    let (_, mut ben) = app.protected(BEN).await;
    app.clock.advance(61);
    owner.post("devices/send-link-again", &[("id", &id)]).await.ok();
    let second = mailed(&app, "/enrol/").await;
    assert_ne!(second, token);
    let winner = replies
        .into_iter()
        .find(|(_, reply)| reply.status.is_success())
        .unwrap();
    assert_eq!(winner.0.clone().get("/enrol").await.status, 410, "a newer link ends it");
    ben.post("links/open-enrolment", &[("token", &second)]).await.ok();
    ben.get("/enrol").await.ok();
    assert!(ben.is_in().await, "and the session stays what it is");
    owner.post("devices/discard-link", &[("id", &id)]).await.ok();
    assert_eq!(ben.get("/enrol").await.status, 410, "revoked");
    assert_eq!(owner.post("devices/discard-link", &[("id", &id)]).await.status, 404);
}

#[tokio::test]
async fn links_and_waiting_devices_end_after_a_day() {
    let app = TestApp::new().await;
    let (mut ana, mut owner) = app.protected(ANA).await;
    invite(&mut owner, "Late").await;
    let token = mailed(&app, "/enrol/").await;
    app.clock.advance(DAY);
    let late = app.browser().post("links/open-enrolment", &[("token", &token)]).await;
    assert_eq!(late.error(), gone());
    let mut owner = app.fully(&ana).await;
    let id = invite(&mut owner, "Shared").await;
    let mut zoe = opened(&app).await;
    enrolled(&app, &mut zoe).await;
    app.clock.advance(DAY);
    ana.phones.truncate(1);
    let mut owner = app.fully(&ana).await;
    let refused = owner.post("devices/approve", &[("id", &id)]).await;
    assert_eq!(refused.error(), ApiError::Rejected(Rejection::NotFound));
}

/// Wrong, old, used, of another enrolment, the sixth.
#[tokio::test]
async fn a_mailed_code_is_guessed_by_nobody() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    invite(&mut owner, "Shared").await;
    let mut zoe = opened(&app).await;
    let prove = async |zoe: &mut Browser, code: &str| -> Reply { zoe.post("enrol/prove", &[("code", code)]).await };
    assert_eq!(prove(&mut zoe, "12345678").await.error(), wrong_code(), "none was sent");
    for bad in ["", "1234567", "123456789", "abcdefgh", "1e7", "null"] {
        let error = prove(&mut zoe, bad).await.error();
        assert!(
            matches!(error, ApiError::Rejected(Rejection::Invalid(Field::MailedCode, _))),
            "{bad}"
        );
    }
    let first = code(&app, &mut zoe).await;
    let wrong = if first == "00000000" { "00000001" } else { "00000000" };
    for _ in 0..5 {
        assert_eq!(prove(&mut zoe, wrong).await.error(), wrong_code());
    }
    assert_eq!(
        prove(&mut zoe, &first).await.error(),
        wrong_code(),
        "the sixth, although it is right"
    );
    let second = code(&app, &mut zoe).await;
    assert_eq!(prove(&mut zoe, &first).await.error(), wrong_code(), "the one before");
    app.clock.advance(10 * 60);
    assert_eq!(prove(&mut zoe, &second).await.error(), wrong_code(), "ten minutes old");
    let third = code(&app, &mut zoe).await;
    let call = ("enrol/prove", vec![("code", third.clone())]);
    let replies = together((0..10).map(|_| (zoe.clone(), call.clone())).collect()).await;
    assert!(successes(&replies) >= 1);
    scanned(&mut zoe).await;
}

/// B35, B41, B74
#[tokio::test]
async fn b41_an_approval_takes_a_step_up_and_the_member_own_session() {
    let app = TestApp::new().await;
    let (ana, mut owner, id, phone, zoe) = waiting(&app).await;
    let (_, mut ben) = app.protected(BEN).await;
    for other in [id.as_str(), &"0".repeat(32)] {
        for endpoint in ["devices/approve", "devices/discard-link", "devices/send-link-again"] {
            let refused = ben.post(endpoint, &[("id", other)]).await.error();
            assert_eq!(refused, ApiError::Rejected(Rejection::NotFound), "{endpoint}");
        }
    }
    assert!(!zoe.clone().is_in().await, "the link is no session");
    let refused = zoe.clone().post("devices/approve", &[("id", &id)]).await.error();
    assert_eq!(refused, ApiError::Rejected(Rejection::NotSignedIn));
    app.clock.advance(HOUR / 2);
    let refused = owner.post("devices/approve", &[("id", &id)]).await.error();
    assert_eq!(
        refused,
        ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Missing))
    );
    // The colleague's own passcode approves nothing.
    let code = app.fresh_code(&phone);
    let fields = [("id", id.as_str()), ("password", PASSWORD), ("passcode", &code)];
    assert!(owner.post("devices/approve", &fields).await.is_wrong_code());
    let code = app.fresh_code(ana.phone());
    let fields = [("id", id.as_str()), ("password", PASSWORD), ("passcode", &code)];
    owner.post("devices/approve", &fields).await.ok();
    let again = owner.post("devices/approve", &[("id", &id)]).await.error();
    assert_eq!(again, ApiError::Rejected(Rejection::NotFound), "once");
}

#[tokio::test]
async fn approvals_at_the_same_moment_make_one_device() {
    let app = TestApp::new().await;
    let (_, owner, id, ..) = waiting(&app).await;
    let call = ("devices/approve", vec![("id", id.clone())]);
    let replies = together((0..10).map(|_| (owner.clone(), call.clone())).collect()).await;
    assert_eq!(successes(&replies), 1);
    assert_eq!(app.tables.rows("device").await.len(), 2);
}

/// B40: nothing remains of what was discarded or ended with two-factor.
#[tokio::test]
async fn b40_discarded_enrolments_leave_nothing() {
    let app = TestApp::new().await;
    let (ana, mut owner, id, phone, mut zoe) = waiting(&app).await;
    owner.post("devices/discard-link", &[("id", &id)]).await.ok();
    assert!(app.tables.rows("enrolment").await.is_empty());
    assert_eq!(zoe.get("/enrol").await.status, 410);
    let mut browser = app.challenge(&ana).await;
    let code = app.fresh_code(&phone);
    assert!(
        browser
            .post("sign-in/passcode", &[("passcode", &code)])
            .await
            .is_wrong_code()
    );
    app.clock.advance(61);
    let mut owner = app.fully(&ana).await;
    invite(&mut owner, "Second").await;
    owner.post("two-factor/switch-off", &[]).await.ok();
    assert!(app.tables.rows("enrolment").await.is_empty());
    let links = app.tables.rows("link").await;
    assert!(links.iter().all(|link| !link.contains("'enrolment'")), "{links:?}");
    let taken = owner.post("devices/add-colleague", COLLEAGUE).await.error();
    assert_eq!(taken, ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff)));
    assert!(!zoe.cookie(LINK).is_empty(), "which opens nothing any more");
}

/// A held link lasts shorter than the wait for approval, so a new link leads back to where it was left.
#[tokio::test]
async fn a_link_sent_again_goes_on_where_it_was_left() {
    let app = TestApp::new().await;
    let (ana, _, id, _, mut zoe) = waiting(&app).await;
    let words = words_in(&zoe.get("/enrol").await.ok().body);
    app.clock.advance(HOUR);
    assert_eq!(zoe.get("/enrol").await.status, 410);
    let mut owner = app.fully(&ana).await;
    let page = owner.get(&format!("/security/two-factor/{id}/approve")).await.ok().body;
    assert!(page.contains("If Zoë 用户 has closed the page"), "{page}");
    owner.post("devices/send-link-again", &[("id", &id)]).await.ok();
    let mut zoe = opened(&app).await;
    assert_eq!(words_in(&zoe.get("/enrol").await.ok().body), words);
}

#[tokio::test]
async fn an_approval_says_that_the_name_is_taken_by_now() {
    let app = TestApp::new().await;
    let (ana, mut owner, id, ..) = waiting(&app).await;
    owner
        .post("devices/rename", &[("id", &ana.phone().id), ("device_name", "Shared")])
        .await
        .ok();
    owner.page = format!("/security/two-factor/{id}/approve");
    let refused = owner.form("devices/approve", &[("id", &id)]).await;
    let page = owner.get(refused.location()).await.ok().body;
    assert!(page.contains("You have another device with this name."), "{page}");
}

use super::{Key, buy, with_key};
use crate::{
    browser::Browser,
    people::{ANA, Person, Phone},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use data_encoding::BASE32_NOPAD;
use http::Method;
use std::collections::HashMap;
use terms::{Ended, Field, Problem, Rejection};
use testing::phone::code_of;

impl TestApp {
    /// Adds a pending machine device to a key in this session, which must be stepped up.
    pub(crate) async fn machine(&self, browser: &mut Browser, key: &str, (algorithm, digits): (&str, &str)) -> Phone {
        let fields = [("id", key), ("algorithm", algorithm), ("digits", digits)];
        let added = browser.post("api-keys/machine/add", &fields).await.ok();
        let page = browser.get(added.location()).await.ok().body;
        let (_, rest) = page.split_once("id=\"secret\"").unwrap();
        let (_, rest) = rest.split_once('>').unwrap();
        let (secret, _) = rest.split_once('<').unwrap();
        assert!(page.contains(&format!("secret={secret}&amp;issuer=")), "{page}");
        Phone {
            id: key.to_owned(),
            secret: BASE32_NOPAD.decode(secret.as_bytes()).unwrap(),
        }
    }

    /// Adds and confirms a machine device, which uses up the present time step of it.
    pub(crate) async fn with_machine(&self, browser: &mut Browser, key: &Key) -> Phone {
        let machine = self.machine(browser, &key.id, ("SHA1", "6")).await;
        let code = machine.code(self.step());
        confirm(browser, &key.id, &code).await.ok();
        machine
    }
}

/// Confirms the pending machine device of a key.
pub(crate) async fn confirm(browser: &mut Browser, key: &str, code: &str) -> crate::browser::Reply {
    browser
        .post("api-keys/machine/confirm", &[("id", key), ("passcode", code)])
        .await
}

async fn protected_with_key(app: &TestApp) -> (Person, Browser, Key) {
    let (person, mut ana) = app.protected(ANA).await;
    let key = app.made_key(&mut ana, "Backup", "me").await;
    (person, ana, key)
}

#[tokio::test]
async fn a_program_computes_its_own_passcodes() {
    for (algorithm, digits, length) in [("SHA1", "6", 20), ("SHA256", "6", 32), ("SHA512", "8", 64)] {
        let app = TestApp::new().await;
        let (_, mut ana, key) = protected_with_key(&app).await;
        let machine = app.machine(&mut ana, &key.id, (algorithm, digits)).await;
        assert_eq!(machine.secret.len(), length);
        let size = digits.parse().unwrap();
        let code = |app: &TestApp| code_of(algorithm, size, &machine.secret, app.step());
        let first = code(&app);
        confirm(&mut ana, &key.id, &first).await.ok();
        assert_eq!(
            buy(&ana, &key.text, &first, "").await.code(),
            "otp_invalid",
            "B08: the confirming code"
        );
        app.next_step();
        let bought = buy(&ana, &key.text, &code(&app), "").await;
        with_key(&ana, Method::GET, "/api/v1/me", &bought.token()).await.ok();
        let page = ana
            .get(&format!("/security/api-keys/{}/device", key.id))
            .await
            .ok()
            .body;
        assert!(!page.contains("otpauth"), "B60: its secret is not shown again");
    }
}

#[tokio::test]
async fn it_counts_for_its_key_only_and_nothing_else_counts_for_the_key() {
    let app = TestApp::new().await;
    let (ana, mut browser, key) = protected_with_key(&app).await;
    let other = app.made_key(&mut browser, "Other", "me").await;
    let machine = app.with_machine(&mut browser, &key).await;
    app.next_step();
    let (personal, own) = (ana.phone().code(app.step()), machine.code(app.step()));
    assert_eq!(buy(&browser, &key.text, &personal, "").await.code(), "otp_invalid");
    assert_eq!(buy(&browser, &other.text, &own, "").await.code(), "otp_invalid");
    let mut web = app.challenge(&ana).await;
    assert!(
        web.post("sign-in/passcode", &[("passcode", &own)])
            .await
            .is_wrong_code(),
        "never on the web"
    );
    buy(&browser, &key.text, &own, "").await.token();
    buy(&browser, &other.text, &personal, "").await.token();
}

#[tokio::test]
async fn b85_equal_codes_of_two_machines_each_pass_once() {
    let app = TestApp::new().await;
    let (_, mut ana) = app.protected(ANA).await;
    // Among forty machines two have the same code within hours.
    let mut machines = Vec::new();
    for n in 0..40 {
        let key = app.made_key(&mut ana, &format!("Key {n}"), "me").await;
        machines.push((app.with_machine(&mut ana, &key).await, key));
    }
    let mut equal = Vec::new();
    while equal.len() != 2 {
        app.next_step();
        let mut keys: HashMap<String, Vec<&Key>> = HashMap::new();
        for (machine, key) in &machines {
            keys.entry(machine.code(app.step())).or_default().push(key);
        }
        equal = keys
            .into_iter()
            .filter(|(_, keys)| keys.len() == 2)
            .flat_map(|(code, keys)| keys.into_iter().map(move |key| (code.clone(), key)))
            .take(2)
            .collect();
    }
    for (code, key) in &equal {
        buy(&ana, &key.text, code, "").await.token();
    }
    for (code, key) in &equal {
        assert_eq!(buy(&ana, &key.text, code, "").await.code(), "otp_invalid");
    }
}

#[tokio::test]
async fn its_secret_is_shown_in_its_own_session_until_it_is_confirmed() {
    let app = TestApp::new().await;
    let (person, mut ana, key) = protected_with_key(&app).await;
    let mut other = app.fully(&person).await;
    let machine = app.machine(&mut ana, &key.id, ("SHA1", "8")).await;
    let page = format!("/security/api-keys/{}/device", key.id);
    assert!(ana.get(&page).await.ok().body.contains("otpauth://totp/"));
    assert!(!other.get(&page).await.ok().body.contains("otpauth"), "B40");
    assert!(
        !ana.get(&format!("/security/api-keys/{}", key.id))
            .await
            .ok()
            .body
            .contains("otpauth"),
        "never beside the key"
    );
    let code = code_of("SHA1", 8, &machine.secret, app.step());
    let gone = ApiError::Rejected(Rejection::Gone(Ended::PendingDevice));
    assert_eq!(confirm(&mut other, &key.id, &code).await.error(), gone);
    let short = ApiError::Rejected(Rejection::Invalid(Field::Passcode, Problem::TooShort));
    assert_eq!(confirm(&mut ana, &key.id, "123456").await.error(), short);
    assert!(confirm(&mut ana, &key.id, "00000000").await.is_wrong_code());
    app.clock.advance(900);
    assert_eq!(
        confirm(&mut ana, &key.id, &code).await.error(),
        gone,
        "after fifteen minutes"
    );
}

#[tokio::test]
async fn a_new_one_replaces_the_one_before_when_it_is_confirmed() {
    let app = TestApp::new().await;
    let (ana, mut browser, key) = protected_with_key(&app).await;
    let old = app.with_machine(&mut browser, &key).await;
    app.next_step();
    let token = buy(&browser, &key.text, &old.code(app.step()), "").await.token();
    let new = app.machine(&mut browser, &key.id, ("SHA1", "6")).await;
    app.next_step();
    buy(&browser, &key.text, &old.code(app.step()), "").await.token();
    confirm(&mut browser, &key.id, &new.code(app.step())).await.ok();
    app.next_step();
    assert_eq!(
        buy(&browser, &key.text, &old.code(app.step()), "").await.code(),
        "otp_invalid"
    );
    assert_eq!(
        with_key(&browser, Method::GET, "/api/v1/me", &token).await.code(),
        "unauthenticated"
    );
    let token = buy(&browser, &key.text, &new.code(app.step()), "").await.token();

    browser.post("api-keys/machine/remove", &[("id", &key.id)]).await.ok();
    assert_eq!(
        with_key(&browser, Method::GET, "/api/v1/me", &token).await.code(),
        "unauthenticated"
    );
    app.next_step();
    assert_eq!(
        buy(&browser, &key.text, &new.code(app.step()), "").await.code(),
        "otp_invalid"
    );
    buy(&browser, &key.text, &ana.phone().code(app.step()), "")
        .await
        .token();
    let mails = app.mails().await;
    let subjects = |part| mails.iter().filter(|mail| mail.subject.contains(part)).count();
    assert_eq!(
        (
            subjects("got a machine device"),
            subjects("machine device of an API key")
        ),
        (2, 1)
    );
    let page = browser.get("/security/activity").await.ok().body;
    for done in ["Confirmed a machine device", "Removed a machine device"] {
        assert!(page.contains(done), "{page}");
    }
}

#[tokio::test]
async fn b41_setting_it_up_and_removing_it_need_a_step_up() {
    let app = TestApp::new().await;
    let (_, mut ana, key) = protected_with_key(&app).await;
    app.with_machine(&mut ana, &key).await;
    app.clock.advance(601);
    let before = app.tables.besides_counters().await;
    let missing = ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Missing));
    let add = [("id", key.id.as_str()), ("algorithm", "SHA1"), ("digits", "6")];
    assert_eq!(ana.post("api-keys/machine/add", &add).await.error(), missing);
    assert_eq!(ana.post("api-keys/machine/remove", &add[..1]).await.error(), missing);
    assert_eq!(app.tables.besides_counters().await, before);
}

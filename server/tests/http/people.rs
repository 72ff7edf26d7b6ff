//! Members with their phones and codes.

use crate::{
    browser::{Browser, Reply},
    test_app::TestApp,
};
use data_encoding::BASE32_NOPAD;
use domain::store::Effects;
use http::StatusCode;
use terms::Role;
use testing::phone;

pub(crate) const PASSWORD: &str = "seven green bicycles";
pub(crate) const ANA: &str = "ana@example.com";
pub(crate) const BEN: &str = "ben@example.net";
/// Who [`TestApp::together`] makes an admin, and a plain member.
pub(crate) const MANAGER: &str = "mona@example.com";
pub(crate) const PLAIN: &str = "paul@example.com";
pub(crate) const RITA: &str = "rita@example.com";
/// Who has an account of her own.
pub(crate) const ROSA: &str = "rosa@example.com";

/// The form that adds a colleague's device, which signs in only.
pub(crate) const COLLEAGUE: &[(&str, &str)] = &[
    ("name", "Zoë 用户"),
    ("email", "zoe@example.org"),
    ("device_name", "Shared phone"),
    ("password", PASSWORD),
];

/// A member with their credentials.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub email: String,
    pub password: String,
    pub phones: Vec<Phone>,
    pub codes: Vec<String>,
}

/// An authenticator that holds a device's secret.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    pub id: String,
    pub secret: Vec<u8>,
}

impl Phone {
    pub(crate) fn code(&self, step: i64) -> String {
        phone::code(&self.secret, step)
    }

    /// Returns six digits that are wrong in all steps around this one.
    pub(crate) fn wrong_code(&self, step: i64) -> String {
        let right: Vec<_> = (step - 125..=step + 125).map(|step| self.code(step)).collect();
        (0..)
            .map(|n| format!("{n:06}"))
            .find(|code| !right.contains(code))
            .unwrap()
    }
}

impl Person {
    pub(crate) fn phone(&self) -> &Phone {
        self.phones.first().unwrap()
    }
}

impl TestApp {
    /// Signs up and confirms the address.
    pub(crate) async fn join(&self, email: &str) -> Person {
        let mut browser = self.browser();
        let fields = [("name", "Ana Ruiz"), ("email", email), ("password", PASSWORD)];
        browser.post("sign-up", &fields).await.ok();
        let token = self.confirmation(email).await;
        browser
            .post("links/open-confirm-email", &[("token", &token)])
            .await
            .ok();
        browser.post("confirm-email", &[("password", PASSWORD)]).await.ok();
        Person {
            email: email.into(),
            password: PASSWORD.into(),
            phones: Vec::new(),
            codes: Vec::new(),
        }
    }

    /// Returns the token of the newest confirmation link mailed to this address.
    pub(crate) async fn confirmation(&self, email: &str) -> String {
        let mails = self.mails().await;
        let mail = mails.iter().rev().find(|mail| mail.to == email).unwrap();
        let (_, rest) = mail.body.split_once("/confirm-email/").unwrap();
        rest.split_whitespace().next().unwrap().to_owned()
    }

    /// Signs in with the password alone; two-factor must be off.
    pub(crate) async fn signed_in(&self, person: &Person) -> Browser {
        let browser = self.entered(person).await;
        assert!(browser.clone().is_in().await);
        browser
    }

    /// Enters the right password, which opens a challenge; two-factor must be on.
    pub(crate) async fn challenge(&self, person: &Person) -> Browser {
        let mut browser = self.entered(person).await;
        browser.post("challenge", &[]).await.ok();
        assert!(!browser.is_in().await);
        browser
    }

    async fn entered(&self, person: &Person) -> Browser {
        let mut browser = self.browser();
        let fields = [("email", person.email.as_str()), ("password", &person.password)];
        browser.post("sign-in", &fields).await.ok();
        browser
    }

    /// Returns the code of a time step that this phone has not used.
    pub(crate) fn fresh_code(&self, phone: &Phone) -> String {
        self.next_step();
        phone.code(self.step())
    }

    /// Signs in with password and passcode, in the next time step.
    pub(crate) async fn fully(&self, person: &Person) -> Browser {
        let mut browser = self.challenge(person).await;
        let code = self.fresh_code(person.phone());
        browser.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
        assert!(browser.is_in().await);
        browser
    }

    /// Opens a repair session with the person's first unused recovery code.
    pub(crate) async fn repairing(&self, person: &mut Person) -> Browser {
        let mut browser = self.challenge(person).await;
        let code = person.codes.remove(0);
        browser.post("sign-in/recovery", &[("recovery_code", &code)]).await.ok();
        browser
    }

    /// Adds a pending device in this session, which must be stepped up or have two-factor off.
    pub(crate) async fn pending(&self, browser: &mut Browser, name: &str) -> Phone {
        let fields = [("device_name", name), ("password", PASSWORD)];
        let reply = browser.post("devices/add", &fields).await.ok();
        self.scanned(browser, &reply).await
    }

    /// Scans the QR code of the device that was just added.
    pub(crate) async fn scanned(&self, browser: &mut Browser, reply: &Reply) -> Phone {
        let id = reply.location().rsplit('/').next().unwrap().to_owned();
        let scan = browser.post("devices/scan", &[("id", &id)]).await.ok().data();
        let key: String = scan["secret"]["key"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part.as_str().unwrap())
            .collect();
        Phone {
            id,
            secret: BASE32_NOPAD.decode(key.as_bytes()).unwrap(),
        }
    }

    /// Adds and confirms a device, which uses up the current time step.
    pub(crate) async fn confirmed(&self, browser: &mut Browser, name: &str) -> Phone {
        let phone = self.pending(browser, name).await;
        let code = phone.code(self.step());
        browser
            .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
            .await
            .ok();
        phone
    }

    /// Adds and confirms a colleague's device in this session, which must be stepped up, and signs in with it.
    pub(crate) async fn shared(&self, owner: &mut Browser, member: &Person) -> (Phone, Browser) {
        let reply = owner.post("devices/add-colleague", COLLEAGUE).await.ok();
        let phone = self.scanned(owner, &reply).await;
        let code = phone.code(self.step());
        let confirm = [("id", phone.id.as_str()), ("passcode", code.as_str())];
        owner.post("devices/confirm", &confirm).await.ok();
        let browser = self.signed_in_with(member, &phone).await;
        (phone, browser)
    }

    /// Signs in with the member's password and this phone.
    pub(crate) async fn signed_in_with(&self, member: &Person, phone: &Phone) -> Browser {
        let mut browser = self.challenge(member).await;
        let code = self.fresh_code(phone);
        browser.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
        browser
    }

    /// Makes one member a member of another's account.
    pub(crate) async fn together(&self, owner: &str, member: &str, role: Role) {
        let (account, role) = (
            format!("SELECT account_id FROM member WHERE email = '{owner}'"),
            role.as_str(),
        );
        let moved = format!(
            "UPDATE member SET role = '{role}', name = 'Ben', name_key = 'ben', account_id = ({account}) WHERE email = '{member}'"
        );
        self.tables.run(&moved).await;
    }

    /// Lets the policy of a member's account require two-factor of this role and those above, from now on and without grace.
    pub(crate) async fn require_two_factor(&self, of: &str, least: &str) {
        let (now, account) = (
            self.now(),
            format!("SELECT account_id FROM member WHERE email = '{of}'"),
        );
        let policy =
            format!("UPDATE account SET two_factor_of = '{least}', two_factor_from = {now} WHERE id = ({account})");
        self.tables.run(&policy).await;
    }

    /// Gives an account so many more plain members without two-factor, named `Number 0` and so on.
    pub(crate) async fn fill_team(&self, owner: &str, members: usize) {
        let fixtures = self.fixtures();
        let owner = testing::member_by_key(self.store.as_ref(), owner).await.unwrap();
        for n in 0..members {
            let member = fixtures
                .colleague(&owner, &format!("{n}@example.org"), Role::Member)
                .await;
            let name = format!("Number {n}");
            self.store
                .rename_member(&member.id, &name, &Effects::none())
                .await
                .unwrap();
        }
    }

    /// Creates a member with two-factor on, and the browser that switched it on and may still show the recovery codes.
    pub(crate) async fn protected(&self, email: &str) -> (Person, Browser) {
        let mut person = self.join(email).await;
        let mut browser = self.signed_in(&person).await;
        person.phones.push(self.confirmed(&mut browser, "My phone").await);
        person.codes = codes(&mut browser).await;
        (person, browser)
    }
}

/// Returns the recovery codes that this session may show.
pub(crate) async fn codes(browser: &mut Browser) -> Vec<String> {
    let page = browser.post("recovery-codes", &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let page = page.data();
    page["codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code.as_str().unwrap().to_owned())
        .collect()
}

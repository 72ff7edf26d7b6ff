//! Each change of rights and the mails that it sends: how many, to whom, and what they say.

use crate::{
    browser::Browser,
    people::{ANA, BEN, PASSWORD, Person, codes},
    test_app::TestApp,
};
use std::collections::BTreeSet;

const HOUR: i64 = 3_600;

/// A mail: part of its subject, and parts of its text.
type Said<'a> = (&'a str, &'a [&'a str]);

/// A server, and the subjects of all mails that were checked.
struct Post {
    app: TestApp,
    subjects: BTreeSet<String>,
}

impl Post {
    async fn new() -> Self {
        Self {
            app: TestApp::new().await,
            subjects: BTreeSet::new(),
        }
    }

    /// Checks that exactly these mails were sent to Ana since the last call, in any order.
    async fn brings(&mut self, after: &str, expected: &[Said<'_>]) {
        let mut mails = self.app.mails().await;
        let found: Vec<_> = mails.iter().map(|mail| mail.subject.clone()).collect();
        assert_eq!(found.len(), expected.len(), "{after}: {found:?}");
        for (subject, parts) in expected {
            let place = mails.iter().position(|mail| mail.subject.contains(subject));
            let mail = mails.remove(place.unwrap_or_else(|| panic!("{after}: no {subject:?} in {found:?}")));
            assert_eq!(mail.to, ANA, "{after}");
            for part in *parts {
                assert!(mail.body.contains(part), "{after}: no {part:?} in {}", mail.body);
            }
            self.subjects.insert(mail.subject);
        }
    }
}

/// Signs in with both factors in this browser.
async fn sign_in(app: &TestApp, person: &Person, browser: &mut Browser) {
    let fields = [("email", ANA), ("password", person.password.as_str())];
    browser.post("sign-in", &fields).await.ok();
    let code = app.fresh_code(person.phone());
    browser.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
}

/// Sends five wrong passcodes to a function, which begins the first wait.
async fn wrong_passcodes(
    app: &TestApp,
    person: &Person,
    browser: &mut Browser,
    endpoint: &str,
    fields: &[(&str, &str)],
) {
    let wrong = person.phone().wrong_code(app.step());
    let fields = [fields, &[("passcode", wrong.as_str())]].concat();
    for _ in 0..5 {
        assert!(browser.post(endpoint, &fields).await.is_wrong_code());
    }
}

async fn sign_up(post: &mut Post) -> Person {
    let fields = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    let mut browser = post.app.browser();
    browser.post("sign-up", &fields).await.ok();
    let mail = post.app.mails().await.remove(0);
    let (_, link) = mail.body.split_once("/confirm-email/").unwrap();
    let token = link.split_whitespace().next().unwrap();
    assert_eq!((mail.to.as_str(), token.len()), (ANA, 43));
    post.subjects.insert(mail.subject);
    browser.post("links/open-confirm-email", &[("token", token)]).await.ok();
    browser.post("confirm-email", &[("password", PASSWORD)]).await.ok();
    post.brings("confirming the address", &[]).await;
    post.app.clock.advance(60);
    post.app.browser().post("sign-up", &fields).await.ok();
    let again: Said<'_> = ("You already have", &["/sign-in"]);
    post.brings("signing up again", &[again]).await;
    Person {
        email: ANA.into(),
        password: PASSWORD.into(),
        phones: Vec::new(),
        codes: Vec::new(),
    }
}

/// The devices, and two-factor with them.
async fn devices(post: &mut Post, ana: &mut Person, owner: &mut Browser) {
    ana.phones.push(post.app.confirmed(owner, "My phone").await);
    ana.codes = codes(owner).await;
    let added: Said<'_> = ("A device was added", &["“My phone”"]);
    let on: Said<'_> = ("is on", &["takes your password and a passcode"]);
    post.brings("the first device", &[added, on]).await;
    let tablet = post.app.confirmed(owner, "Tablet").await;
    post.brings("another device", &[("A device was added", &["“Tablet”"])])
        .await;
    let pending = post.app.pending(owner, "Watch").await;
    owner.post("devices/discard", &[("id", &pending.id)]).await.ok();
    let fields = [("id", tablet.id.as_str()), ("device_name", "Old tablet")];
    owner.post("devices/rename", &fields).await.ok();
    post.brings("what changes no rights", &[]).await;
    let replace = [("id", tablet.id.as_str()), ("password", PASSWORD)];
    let reply = owner.post("devices/replace", &replace).await.ok();
    let tablet = post.app.scanned(owner, &reply).await;
    post.brings("what may still be discarded", &[]).await;
    let code = tablet.code(post.app.step());
    let confirm = [("id", tablet.id.as_str()), ("passcode", code.as_str())];
    owner.post("devices/confirm", &confirm).await.ok();
    let replaced: Said<'_> = ("A device of your", &["“Old tablet”", "was replaced by a new one"]);
    post.brings("replacing a device", &[replaced]).await;
    owner.post("devices/remove", &[("id", &tablet.id)]).await.ok();
    let removed: Said<'_> = ("A device was removed", &["“Old tablet”"]);
    post.brings("removing a device", &[removed]).await;
}

/// Sign-ins, and wrong second factors after the right password.
async fn sign_ins(post: &mut Post, ana: &mut Person, owner: &mut Browser) {
    sign_in(&post.app, ana, owner).await;
    post.brings("a known browser", &[]).await;
    let mut stranger = post.app.browser();
    stranger.extra = vec![(
        "user-agent",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0".into(),
    )];
    sign_in(&post.app, ana, &mut stranger).await;
    let address = stranger.address.to_string();
    let unknown: Said<'_> = ("New sign-in", &["Firefox on Linux", &address]);
    post.brings("an unknown browser", &[unknown]).await;

    let mut challenge = post.app.challenge(ana).await;
    let address = challenge.address.to_string();
    wrong_passcodes(&post.app, ana, &mut challenge, "sign-in/passcode", &[]).await;
    let locked: Said<'_> = ("Somebody has the password", &[&address]);
    post.brings("the first wait at sign-in", &[locked]).await;
    post.app.clock.advance(60);
    let wrong = ana.phone().wrong_code(post.app.step());
    let mut challenge = post.app.challenge(ana).await;
    assert!(
        challenge
            .post("sign-in/passcode", &[("passcode", &wrong)])
            .await
            .is_wrong_code()
    );
    post.brings("the second wait", &[]).await;
    post.app.clock.advance(120);
    sign_in(&post.app, ana, owner).await;

    post.app.clock.advance(HOUR / 2);
    let add = [("device_name", "Watch"), ("password", PASSWORD)];
    let address = owner.address.to_string();
    wrong_passcodes(&post.app, ana, owner, "devices/add", &add).await;
    let locked: Said<'_> = ("Somebody has the password", &[&address]);
    // The second one, because there were ten wrong passcodes within a week.
    post.brings("the first wait in a step-up", &[locked, locked]).await;
    post.app.clock.advance(60);
}

/// The recovery codes, and the two ways to switch two-factor off.
async fn changes(post: &mut Post, ana: &mut Person, owner: &mut Browser) {
    sign_in(&post.app, ana, owner).await;
    owner.post("recovery-codes/replace", &[]).await.ok();
    ana.codes = codes(owner).await;
    let replaced: Said<'_> = ("New recovery codes", &["The old ones do not work"]);
    post.brings("new recovery codes", &[replaced]).await;
    post.app.repairing(ana).await;
    let used: Said<'_> = ("A recovery code was used", &["9 recovery codes are left"]);
    post.brings("a recovery code", &[used]).await;
    post.app.clock.advance(24 * HOUR);
    sign_in(&post.app, ana, owner).await;
    owner.post("two-factor/switch-off", &[]).await.ok();
    let off: Said<'_> = ("is off", &["your password alone signs you in"]);
    post.brings("switching off", &[off]).await;
    ana.phones = vec![post.app.confirmed(owner, "My phone").await];
    post.app.mails().await;
    let fields = [("id", ana.phone().id.as_str()), ("switch_off", "true")];
    owner.post("devices/remove", &fields).await.ok();
    let removed: Said<'_> = ("A device was removed", &["“My phone”"]);
    post.brings("removing the last device", &[removed, ("is off", &[])])
        .await;
}

#[tokio::test]
async fn every_change_of_rights_sends_its_mails() {
    let mut post = Post::new().await;
    let mut ana = sign_up(&mut post).await;
    let mut owner = post.app.signed_in(&ana).await;
    post.brings("the first sign-in", &[]).await;
    devices(&mut post, &mut ana, &mut owner).await;
    sign_ins(&mut post, &mut ana, &mut owner).await;
    changes(&mut post, &mut ana, &mut owner).await;
    let fields = [("password", PASSWORD), ("new_password", "eight purple tricycles")];
    owner.post("profile/change-password", &fields).await.ok();
    let changed: Said<'_> = ("password of your Twofold account was changed", &["signed out"]);
    post.brings("a new password", &[changed]).await;
    assert_eq!(post.subjects.len(), 12, "every kind of mail: {:#?}", post.subjects);
}

#[tokio::test]
async fn a_refused_change_sends_no_mail() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let (_, mut ben) = app.protected(BEN).await;
    app.mails().await;
    let lone = [("id", ana.phone().id.as_str())];
    assert_eq!(owner.post("devices/remove", &lone).await.status, 409);
    assert_eq!(ben.post("devices/remove", &lone).await.status, 404);
    app.clock.advance(600);
    for (endpoint, fields) in [
        ("two-factor/switch-off", vec![]),
        ("recovery-codes/replace", vec![]),
        (
            "profile/change-password",
            vec![("password", "wrong"), ("new_password", "eight purple tricycles")],
        ),
    ] {
        assert_eq!(owner.post(endpoint, &fields).await.status, 400, "{endpoint}");
    }
    assert!(app.mails().await.is_empty());
}

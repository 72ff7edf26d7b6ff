//! *This wasn't me* over HTTP: the link in a mail freezes the account, and its page undoes what was changed.

use crate::{
    api::with_key,
    browser::Browser,
    people::{ANA, BEN, PASSWORD, Person},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use http::Method;
use server::mail::Message;
use terms::{Ended, Field, Problem, Rejection};

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));
const FROZEN: ApiError = ApiError::Rejected(Rejection::Frozen);
const WRONG: ApiError = ApiError::Rejected(Rejection::WrongPassword);
pub(crate) const NEW: &str = "eight purple tricycles";
pub(crate) const THIEF: &str = "thief@example.net";

/// All mails of a test.
pub(crate) struct Post<'a> {
    app: &'a TestApp,
    pub(crate) mails: Vec<Message>,
}

impl Post<'_> {
    pub(crate) const fn of(app: &TestApp) -> Post<'_> {
        let mails = Vec::new();
        Post { app, mails }
    }

    /// Returns the tokens of the links mailed to this address, the newest last.
    pub(crate) async fn links(&mut self, email: &str, page: &str) -> Vec<String> {
        self.mails.extend(self.app.mails().await);
        let bodies = self.mails.iter().filter(|mail| mail.to == email).map(|mail| &mail.body);
        let token = |body: &String| {
            let (_, rest) = body.split_once(page)?;
            Some(rest.split_whitespace().next()?.to_owned())
        };
        bodies.filter_map(token).collect()
    }

    pub(crate) async fn newest(&mut self, email: &str, page: &str) -> Option<String> {
        self.links(email, page).await.pop()
    }

    /// Opens the link of the newest mail to this address in a browser of its own.
    async fn opened(&mut self, email: &str) -> Browser {
        let token = self.newest(email, "/not-me/").await.expect("a link");
        let mut browser = self.app.browser();
        let reply = browser.post("links/open-not-me", &[("token", &token)]).await.ok();
        assert_eq!(reply.location(), "/not-me");
        browser
    }

    pub(crate) async fn frozen(&mut self, email: &str) -> Browser {
        let mut browser = self.opened(email).await;
        freezes(&mut browser).await;
        browser
    }

    /// Ends the freeze with the link that goes to this address, and returns the browser, which can undo changes.
    pub(crate) async fn thawed(&mut self, owner: &mut Browser, email: &str) -> Browser {
        // Other mails to the address do not use up the limit of this one.
        self.app
            .browser()
            .post("forgot-password", &[("email", email)])
            .await
            .ok();
        owner.post("not-me/send-link", &[]).await.ok();
        let token = self.newest(email, "/unfreeze/").await.expect("a link");
        let mut browser = self.app.browser();
        browser.post("links/open-unfreeze", &[("token", &token)]).await.ok();
        let reply = browser.post("unfreeze", &[("password", NEW)]).await.ok();
        assert_eq!(reply.location(), "/not-me");
        assert!(!browser.is_in().await, "it signs nobody in");
        browser
    }

    /// Moves the member of this session to another address, as its mailbox confirms.
    pub(crate) async fn moves(&mut self, session: &mut Browser, to: &str) {
        self.app.clock.advance(61);
        let fields = [("email", to), ("password", PASSWORD)];
        session.post("profile/email", &fields).await.ok();
        let token = self.newest(to, "/change-email/").await.unwrap();
        let mut browser = self.app.browser();
        browser.post("links/open-change-email", &[("token", &token)]).await.ok();
        browser.post("change-email", &[("password", PASSWORD)]).await.ok();
    }
}

/// Signs in in a browser that is known and in another one, about which a mail is sent. Returns the latter.
async fn noticed(app: &TestApp, person: &Person) -> Browser {
    app.signed_in(person).await;
    app.signed_in(person).await
}

async fn freezes(browser: &mut Browser) {
    let reply = browser.post("not-me/freeze", &[("sure", "true")]).await.ok();
    assert_eq!(reply.location(), "/not-me");
}

/// Returns the id of the change that the page describes so.
async fn change(browser: &mut Browser, what: &str) -> Option<String> {
    let page = browser.get("/not-me").await.ok().body;
    let (_, rest) = page.split_once(what)?;
    let (_, rest) = rest.split_once("name=\"id\" value=\"")?;
    Some(rest[..32].to_owned())
}

async fn undo(browser: &mut Browser, what: &str, password: &str) -> Result<(), ApiError> {
    let id = change(browser, what).await.unwrap_or_else(|| panic!("{what}"));
    let reply = browser
        .post("not-me/undo", &[("id", id.as_str()), ("password", password)])
        .await;
    match reply.status.as_u16() {
        200 => Ok(()),
        _ => Err(reply.error()),
    }
}

pub(crate) async fn sign_in(app: &TestApp, email: &str, password: &str) -> Option<ApiError> {
    let fields = [("email", email), ("password", password)];
    let reply = app.browser().post("sign-in", &fields).await;
    (reply.status != 200).then(|| reply.error())
}

#[tokio::test]
async fn the_link_of_a_mail_only_opens_a_page_whose_button_freezes() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let ana = app.join(ANA).await;
    let mut session = noticed(&app, &ana).await;
    let token = post.newest(ANA, "/not-me/").await.expect("the mail of the sign-in");
    let mut scanner = app.browser();
    for _ in 0..3 {
        scanner.get(&format!("/not-me/{token}")).await.ok();
    }
    let mut owner = post.opened(ANA).await;
    owner.get("/not-me").await.ok();
    let unsure = owner.post("not-me/freeze", &[]).await;
    let missing = Rejection::Invalid(Field::Sure, Problem::Missing);
    assert_eq!(unsure.error(), ApiError::Rejected(missing), "a scanner presses buttons");
    assert!(session.is_in().await, "nothing has happened yet");
    freezes(&mut owner).await;
    assert!(!session.is_in().await);
    assert_eq!(sign_in(&app, ANA, PASSWORD).await, Some(FROZEN));
    assert_eq!(
        sign_in(&app, ANA, "a wrong password").await,
        Some(ApiError::Rejected(Rejection::WrongCredentials)),
        "only who knows the password is told"
    );
    freezes(&mut owner).await;
    let page = owner.get("/not-me").await.ok().body;
    assert!(page.contains(ANA) && page.contains("is frozen"), "{page}");
    let again = app.browser().post("links/open-not-me", &[("token", &token)]).await;
    assert_eq!(again.error(), LINK_GONE, "it works once");
}

#[tokio::test]
async fn a_new_password_lets_the_account_go_on() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let ana = app.join(ANA).await;
    noticed(&app, &ana).await;
    let mut owner = post.frozen(ANA).await;
    // The ordinary way is closed.
    app.clock.advance(61);
    app.browser().post("forgot-password", &[("email", ANA)]).await.ok();
    assert_eq!(post.newest(ANA, "/reset-password/").await, None);
    let told = post.mails.iter().filter(|mail| mail.subject.contains("is frozen"));
    assert_eq!(told.count(), 2, "the mail says why, with a link of its own");
    let mut after = post.thawed(&mut owner, ANA).await;
    let page = after.get("/not-me").await.ok().body;
    assert!(page.contains("Your account works again"), "{page}");
    assert_eq!(
        sign_in(&app, ANA, PASSWORD).await,
        Some(ApiError::Rejected(Rejection::WrongCredentials))
    );
    assert_eq!(sign_in(&app, ANA, NEW).await, None);
    let events = app.tables.rows("event").await.join("\n");
    assert!(events.contains("frozen") && events.contains("unfrozen"), "{events}");
}

#[tokio::test]
async fn a_link_lives_7_days_and_an_opened_one_half_an_hour() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let ana = app.join(ANA).await;
    noticed(&app, &ana).await;
    app.clock.advance(7 * 86_400 - 1);
    let mut owner = post.opened(ANA).await;
    app.clock.advance(30 * 60);
    let late = owner.post("not-me/freeze", &[("sure", "true")]).await;
    assert_eq!(late.error(), LINK_GONE);
    app.signed_in(&ana).await;
    let token = post.newest(ANA, "/not-me/").await.unwrap();
    app.clock.advance(7 * 86_400);
    let late = app.browser().post("links/open-not-me", &[("token", &token)]).await;
    assert_eq!(late.error(), LINK_GONE);
}

#[tokio::test]
async fn a_thief_with_the_password_is_out_again_with_mail_and_old_password() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let ana = app.join(ANA).await;
    let mut thief = noticed(&app, &ana).await;
    post.moves(&mut thief, THIEF).await;
    app.confirmed(&mut thief, "My phone").await;
    // The owner has the mail to the old address alone.
    let mut owner = post.frozen(ANA).await;
    assert!(!thief.is_in().await);
    for token in post.links(THIEF, "/not-me/").await {
        let kept_out = app.browser().post("links/open-not-me", &[("token", &token)]).await;
        assert_eq!(kept_out.error(), LINK_GONE, "the earlier mailbox counts more");
    }
    assert_eq!(undo(&mut owner, "The address was changed", "").await, Ok(()));
    assert_eq!(
        undo(&mut owner, "was switched on", "a wrong password").await,
        Err(WRONG)
    );
    let mut after = post.thawed(&mut owner, ANA).await;
    assert_eq!(
        undo(&mut after, "was switched on", NEW).await,
        Err(WRONG),
        "the new password proves nothing about the time before"
    );
    let rows = app.tables.rows("device").await;
    assert_eq!(rows.len(), 1, "the mail alone takes no second factor away");
    assert_eq!(undo(&mut after, "was switched on", PASSWORD).await, Ok(()));
    assert!(app.tables.rows("device").await.is_empty());
    let back = Person {
        password: NEW.into(),
        ..ana
    };
    assert!(app.signed_in(&back).await.is_in().await);
    // What the thief has left leads nowhere.
    assert!(!post.links(THIEF, "/not-me/").await.is_empty());
    for token in post.links(THIEF, "/not-me/").await {
        let dead = app.browser().post("links/open-not-me", &[("token", &token)]).await;
        assert_eq!(dead.error(), LINK_GONE);
    }
    app.clock.advance(61);
    app.browser().post("forgot-password", &[("email", THIEF)]).await.ok();
    assert_eq!(post.newest(THIEF, "/reset-password/").await, None);
}

#[tokio::test]
async fn a_thief_who_changes_the_password_first_gains_nothing() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let (ana, mut thief) = app.protected(ANA).await;
    let before = app.tables.rows("recovery_code").await;
    let fields = [("password", PASSWORD), ("new_password", NEW)];
    thief.post("profile/change-password", &fields).await.ok();
    thief.post("recovery-codes/replace", &[("password", NEW)]).await.ok();
    assert_ne!(app.tables.rows("recovery_code").await, before);
    thief.post("two-factor/switch-off", &[("password", NEW)]).await.ok();
    let mut owner = post.frozen(ANA).await;
    assert_eq!(
        undo(&mut owner, "was switched off", "a wrong password").await,
        Err(WRONG)
    );
    assert_eq!(undo(&mut owner, "was switched off", PASSWORD).await, Ok(()));
    assert_eq!(undo(&mut owner, "codes were replaced", PASSWORD).await, Ok(()));
    assert_eq!(app.tables.rows("recovery_code").await, before);
    // The phone works again, from the next step on.
    post.thawed(&mut owner, ANA).await;
    let back = Person {
        password: NEW.into(),
        ..ana
    };
    app.fully(&back).await;
}

#[tokio::test]
async fn programs_stop_with_the_account_and_go_on_with_it() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    let key = app.made_key(&mut session, "Backup", "me").await;
    let program = app.browser();
    let call = async || {
        let reply = with_key(&program, Method::GET, "/api/v1/me", &key.text).await;
        reply.status.as_u16()
    };
    assert_eq!(call().await, 200);
    let mut owner = post.frozen(ANA).await;
    assert_eq!(call().await, 401);
    let mut after = post.thawed(&mut owner, ANA).await;
    assert_eq!(call().await, 200);
    // The thief may have made it.
    assert_eq!(undo(&mut after, "“Backup” was made", "").await, Ok(()));
    assert_eq!(call().await, 401);
}

#[tokio::test]
async fn b35_changes_of_another_member_and_old_ones_are_not_found() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let (_, mut session) = app.protected(ANA).await;
    let mut owner = post.frozen(ANA).await;
    // Joining takes the mails.
    post.newest(ANA, "/not-me/").await;
    app.protected(BEN).await;
    let mut bens = post.frozen(BEN).await;
    let id = change(&mut bens, "was switched on").await.unwrap();
    for id in [id.as_str(), "0", "", "00000000000000000000000000000000"] {
        let refused = owner.post("not-me/undo", &[("id", id), ("password", PASSWORD)]).await;
        assert_eq!(refused.error(), ApiError::Rejected(Rejection::NotFound), "{id:?}");
    }
    assert!(!session.is_in().await);
    app.clock.advance(3 * 86_400);
    let mut late = post.opened(ANA).await;
    freezes(&mut late).await;
    assert!(
        change(&mut late, "was switched on").await.is_none(),
        "72 hours are over"
    );
    let refused = owner
        .post("not-me/undo", &[("id", id.as_str()), ("password", PASSWORD)])
        .await;
    assert_eq!(refused.error(), LINK_GONE);
}

#[tokio::test]
async fn passwords_from_before_are_counted_for_the_member_over_all_links() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let (_, _) = app.protected(ANA).await;
    let first = post.links(ANA, "/not-me/").await;
    let mut wrong = 0;
    for token in &first {
        let mut browser = app.browser();
        browser.post("links/open-not-me", &[("token", token)]).await.ok();
        freezes(&mut browser).await;
        while wrong < 10 && undo(&mut browser, "was switched on", "a wrong password").await == Err(WRONG) {
            wrong += 1;
        }
        let waits = undo(&mut browser, "was switched on", PASSWORD).await;
        assert!(
            matches!(waits, Err(ApiError::Rejected(Rejection::Wait(_)))),
            "{waits:?}"
        );
    }
    assert!(first.len() > 1, "two-factor on is several mails");
    assert_eq!(wrong, 10);
}

#[tokio::test]
async fn a_password_set_with_a_mailed_link_proves_nothing_about_later_changes() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let ana = app.join(ANA).await;
    app.signed_in(&ana).await;
    // An attacker who reads the mailbox resets the password, and then the owner does.
    let mut now = ana.clone();
    for password in ["a password of the mailbox", NEW] {
        app.clock.advance(61);
        app.browser().post("forgot-password", &[("email", ANA)]).await.ok();
        let token = post.newest(ANA, "/reset-password/").await.unwrap();
        let mut browser = app.browser();
        browser
            .post("links/open-reset-password", &[("token", &token)])
            .await
            .ok();
        browser.post("reset-password", &[("password", password)]).await.ok();
        now.password = password.into();
    }
    let mut owner = app.signed_in(&now).await;
    let reply = owner
        .post("devices/add", &[("device_name", "My phone"), ("password", NEW)])
        .await
        .ok();
    let phone = app.scanned(&mut owner, &reply).await;
    let code = phone.code(app.step());
    owner
        .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
        .await
        .ok();
    let mut mailbox = post.frozen(ANA).await;
    for password in ["a password of the mailbox", PASSWORD] {
        assert_eq!(
            undo(&mut mailbox, "was switched on", password).await,
            Err(WRONG),
            "{password}"
        );
    }
    assert_eq!(app.tables.rows("device").await.len(), 1);
    assert_eq!(undo(&mut mailbox, "was switched on", NEW).await, Ok(()));
    let told = |mail: &&Message| mail.to == ANA && mail.subject.contains("was undone");
    post.newest(ANA, "/not-me/").await;
    assert_eq!(post.mails.iter().filter(told).count(), 1);
}

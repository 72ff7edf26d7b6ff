//! B23, B24: flows that are begun anew, and what one flow gives used in another.

use crate::{
    browser::Browser,
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use server::mail::Message;
use terms::{Ended, Rejection, Role};

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));

/// A flow that begins with a mailed link.
struct Flow {
    /// What comes before the token in the link.
    page: &'static str,
    to: &'static str,
    open: &'static str,
    submit: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

const FLOWS: [Flow; 5] = [
    Flow {
        page: "/confirm-email/",
        to: "pia@example.org",
        open: "links/open-confirm-email",
        submit: "confirm-email",
        fields: &[("password", PASSWORD)],
    },
    Flow {
        page: "/join/",
        to: "joan@example.org",
        open: "links/open-invitation",
        submit: "join",
        fields: &[("name", "Joan"), ("password", PASSWORD)],
    },
    Flow {
        page: "/reset-password/",
        to: BEN,
        open: "links/open-reset-password",
        submit: "reset-password",
        fields: &[("password", "eight purple tricycles")],
    },
    Flow {
        page: "/change-email/",
        to: "ana@example.org",
        open: "links/open-change-email",
        submit: "change-email",
        fields: &[("password", PASSWORD)],
    },
    Flow {
        page: "/not-me/",
        to: ANA,
        open: "links/open-not-me",
        submit: "not-me/freeze",
        fields: &[("sure", "true")],
    },
];

impl Flow {
    fn token(&self, mails: &[Message]) -> String {
        let of = |mail: &&Message| mail.to == self.to && mail.body.contains(self.page);
        let mail = mails.iter().rfind(of).unwrap_or_else(|| panic!("{}", self.page));
        let (_, rest) = mail.body.split_once(self.page).unwrap();
        rest.split_whitespace().next().unwrap().to_owned()
    }
}

/// Begins all flows, and returns the mails.
async fn begun(app: &TestApp) -> Vec<Message> {
    let ana = app.join(ANA).await;
    app.join(BEN).await;
    let mut owner = app.signed_in(&ana).await;
    app.confirmed(&mut owner, "My phone").await;
    app.clock.advance(61);
    let sign_up = [("name", "Pia"), ("email", "pia@example.org"), ("password", PASSWORD)];
    app.browser().post("sign-up", &sign_up).await.ok();
    let invite = [("email", "joan@example.org"), ("role", "member")];
    owner.post("team/invite", &invite).await.ok();
    app.browser().post("forgot-password", &[("email", BEN)]).await.ok();
    let another = [("email", "ana@example.org"), ("password", PASSWORD)];
    owner.post("profile/email", &another).await.ok();
    app.mails().await
}

#[tokio::test]
async fn b24_the_link_of_one_flow_opens_and_ends_no_other() {
    let app = TestApp::new().await;
    let mails = begun(&app).await;
    for (n, flow) in FLOWS.iter().enumerate() {
        let token = flow.token(&mails);
        let others = || FLOWS.iter().enumerate().filter(|(other, _)| *other != n);
        for (_, other) in others() {
            let mut thief = app.browser();
            let opened = thief.post(other.open, &[("token", &token)]).await;
            assert_eq!(opened.error(), LINK_GONE, "{} at {}", flow.page, other.open);
            assert!(thief.jar.is_empty(), "{} at {}", flow.page, other.open);
        }
        // The right page opens it; what the browser holds then is good for nothing else.
        let mut person = app.browser();
        person.post(flow.open, &[("token", &token)]).await.ok();
        let before = app.tables.besides_counters().await;
        for (_, other) in others() {
            let done = person.clone().post(other.submit, other.fields).await;
            assert_eq!(done.error(), LINK_GONE, "{} at {}", flow.page, other.submit);
        }
        assert_eq!(app.tables.besides_counters().await, before, "{}", flow.page);
        person.post(flow.submit, flow.fields).await.ok();
    }
}

/// Opens the newest link of this page mailed to this address.
async fn opened(app: &TestApp, to: &str, page: &str, open: &str) -> Browser {
    let mails = app.mails().await;
    let mail = mails
        .iter()
        .rfind(|mail| mail.to == to && mail.body.contains(page))
        .unwrap();
    let (_, rest) = mail.body.split_once(page).unwrap();
    let mut browser = app.browser();
    let token = rest.split_whitespace().next().unwrap();
    browser.post(open, &[("token", token)]).await.ok();
    browser
}

#[tokio::test]
async fn b23_beginning_anew_ends_the_attempt_before() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    let mut resets = Vec::new();
    let mut changes = Vec::new();
    for email in ["one@example.org", "two@example.org"] {
        app.clock.advance(61);
        app.browser().post("forgot-password", &[("email", ANA)]).await.ok();
        resets.push(opened(&app, ANA, "/reset-password/", "links/open-reset-password").await);
        let fields = [("email", email), ("password", PASSWORD)];
        session.post("profile/email", &fields).await.ok();
        changes.push(opened(&app, email, "/change-email/", "links/open-change-email").await);
    }
    let [mut first, mut second] = <[_; 2]>::try_from(changes).ok().unwrap();
    let password = [("password", PASSWORD)];
    assert_eq!(first.post("change-email", &password).await.error(), LINK_GONE);
    let [mut older, mut newer] = <[_; 2]>::try_from(resets).ok().unwrap();
    let new = [("password", "eight purple tricycles")];
    assert_eq!(older.post("reset-password", &new).await.error(), LINK_GONE);
    newer.post("reset-password", &new).await.ok();
    assert_eq!(
        second.post("change-email", &new).await.error(),
        LINK_GONE,
        "asked with the password before"
    );
}

#[tokio::test]
async fn b23_signing_in_anew_skips_no_step_of_what_is_required() {
    let app = TestApp::new().await;
    app.protected(ANA).await;
    let ben = app.join(BEN).await;
    app.together(ANA, BEN, Role::Member).await;
    app.require_two_factor(ANA, "member").await;
    let restricted = ApiError::Rejected(Rejection::Restricted);
    let mut early = app.signed_in(&ben).await;
    // Neither the mailbox, which was not proved, nor the sign-in before counts in the next one.
    let add = [("device_name", "Phone"), ("password", PASSWORD)];
    let refused = early.post("devices/add", &add).await.error();
    early.post("sign-out", &[]).await.ok();
    for _ in 0..3 {
        let mut again = app.signed_in(&ben).await;
        assert_eq!(again.post("profile", &[]).await.error(), restricted);
        assert_eq!(again.post("devices/add", &add).await.error(), refused);
        again.post("sign-out", &[]).await.ok();
    }
    // A new password does not count either: its link proves the mailbox for the reset only.
    app.clock.advance(61);
    app.browser().post("forgot-password", &[("email", BEN)]).await.ok();
    let mut reset = opened(&app, BEN, "/reset-password/", "links/open-reset-password").await;
    let new = [("password", "eight purple tricycles")];
    reset.post("reset-password", &new).await.ok();
    let ben = crate::people::Person {
        password: "eight purple tricycles".into(),
        ..ben
    };
    let mut again = app.signed_in(&ben).await;
    assert_eq!(again.post("profile", &[]).await.error(), restricted);
    let add = [("device_name", "Phone"), ("password", "eight purple tricycles")];
    assert_eq!(again.post("devices/add", &add).await.error(), refused);
}

#[tokio::test]
async fn b23_a_repair_that_is_broken_off_leaves_everything_required() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut repair = app.challenge(&ana).await;
    let code = [("recovery_code", ana.codes[0].as_str())];
    repair.post("sign-in/recovery", &code).await.ok();
    repair.post("sign-out", &[]).await.ok();
    let mut again = app.challenge(&ana).await;
    assert!(again.post("sign-in/recovery", &code).await.is_wrong_code());
    assert!(!again.is_in().await);
    let right = app.fresh_code(ana.phone());
    again.post("sign-in/passcode", &[("passcode", &right)]).await.ok();
    assert!(again.is_in().await);
}

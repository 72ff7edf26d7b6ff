//! *Team*: who sees what of it, and what owners and admins do about others.

mod apps;
mod changes;
mod invitations;
mod list;
mod reset;

use crate::{
    browser::Browser,
    people::{ANA, PASSWORD, Person},
    test_app::TestApp,
};
use testing::Plan;

/// Ana's account, with two-factor on.
struct Team {
    app: TestApp,
    ana: Person,
    owner: Browser,
}

impl Team {
    async fn new() -> Self {
        Self::planned(Plan::default()).await
    }

    async fn planned(plan: Plan) -> Self {
        let app = TestApp::planned(plan).await;
        let (ana, owner) = app.protected(ANA).await;
        app.mails().await;
        Self { app, ana, owner }
    }

    /// Sends an invitation and returns the token of the mailed link.
    async fn invited(&mut self, email: &str, role: &str) -> String {
        self.owner
            .post("team/invite", &[("email", email), ("role", role)])
            .await
            .ok();
        token_in(&self.app.mails().await, email)
    }

    /// Joins by invitation, and signs in.
    async fn colleague(&mut self, email: &str, role: &str) -> (Person, Browser) {
        let token = self.invited(email, role).await;
        let mut browser = self.app.browser();
        joined(&mut browser, &token).await;
        let person = Person {
            email: email.into(),
            password: PASSWORD.into(),
            phones: Vec::new(),
            codes: Vec::new(),
        };
        let browser = self.app.signed_in(&person).await;
        self.app.mails().await;
        (person, browser)
    }

    async fn id_of(&self, email: &str) -> String {
        self.app.tables.id_of("member", email).await
    }
}

/// Opens an invitation and completes its form.
async fn joined(browser: &mut Browser, token: &str) {
    browser.post("links/open-invitation", &[("token", token)]).await.ok();
    let done = browser
        .post("join", &[("name", "Paul"), ("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(done.location(), "/sign-in?ready=joined");
}

/// The token of the invitation in the newest of these mails to this address.
fn token_in(mails: &[server::mail::Message], email: &str) -> String {
    let mail = mails
        .iter()
        .rev()
        .find(|mail| mail.to.eq_ignore_ascii_case(email))
        .unwrap();
    let (_, rest) = mail.body.split_once("/join/").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

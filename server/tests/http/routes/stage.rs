//! A server with every kind of caller.

use crate::{
    api,
    browser::Browser,
    devices,
    people::{ANA, BEN, MANAGER, PASSWORD, PLAIN, Person, Phone, RITA, ROSA},
    routes_table::{APP, CALLERS, Call},
    sessions,
    test_app::{TestApp, postgres},
};
use terms::Role;

/// A server with all callers at one moment. Every cell of the matrix gets a copy.
pub(crate) struct Stage {
    pub app: TestApp,
    pub(super) ana: Person,
    pub pending: Phone,
    /// The id of the member's API key.
    key: String,
    machine: Phone,
    /// The id of a request for approval that waits.
    approval: String,
    /// The id of a member without two-factor.
    colleague: String,
    /// The id of a plain member with two-factor on.
    protected: String,
    /// The id of an invitation of the owner.
    invitation: String,
    /// The id of an app of the account.
    app_id: String,
    /// The id of another session of the owner.
    session: String,
    /// The id of an enrolment by link.
    enrolment: String,
    pub(super) token: String,
    pub(crate) callers: [Browser; CALLERS.len()],
}

impl Stage {
    /// The browser of this one of [`CALLERS`].
    pub(crate) fn caller(&self, name: &str) -> Browser {
        let column = CALLERS.iter().position(|caller| *caller == name).unwrap();
        self.callers[column].clone()
    }

    pub(crate) async fn new() -> Self {
        let app = TestApp::planned(api::approvals::plan()).await;
        let (mut ana, mut owner) = app.protected(ANA).await;
        let (_, admin) = app.protected(MANAGER).await;
        let (_, member) = app.protected(PLAIN).await;
        app.together(ANA, MANAGER, Role::Admin).await;
        app.together(ANA, PLAIN, Role::Member).await;
        more_members(&app, &mut owner).await;
        let app_id = added_app(&app, &mut owner).await;
        app.clock.advance(61);
        let colleague = app.tables.id_of("member", RITA).await;
        let protected = app.tables.id_of("member", PLAIN).await;
        let invitation = app.tables.id_of("invitation", "vera@example.com").await;
        let (_, other) = app.protected(BEN).await;
        let key = app.made_key(&mut owner, "Backup", "me approvals").await;
        let code = app.fresh_code(ana.phone());
        let bought = api::buy(&owner, &key.text, &code, "").await.token();
        let approval = api::approvals::asked(&owner, &bought).await;
        let key = key.id;
        let machine = app.machine(&mut owner, &key, ("SHA1", "6")).await;
        app.clock.advance(1);
        let repair = app.repairing(&mut ana).await;
        let challenge = app.challenge(&ana).await;
        let (_, shared) = app.shared(&mut owner, &ana).await;
        let enrolment = devices::colleague_link::invite(&mut owner, "By link").await;
        let session = sessions::ids(&mut owner).await.remove(0);
        app.clock.advance(61);
        let pending = app.pending(&mut owner, "Tablet").await;
        let token = confirmation(&app).await;
        let overdue = overdue(&app).await;
        app.next_step();
        let callers = [
            app.browser(),
            challenge,
            repair,
            owner,
            admin,
            member,
            other,
            shared,
            overdue,
        ];
        Self {
            app,
            ana,
            pending,
            key,
            machine,
            approval,
            colleague,
            protected,
            invitation,
            app_id,
            session,
            enrolment,
            token,
            callers,
        }
    }

    /// Returns an untouched copy, or a newly built one where the database cannot be copied.
    pub(super) async fn again(&self) -> Self {
        if postgres() {
            return Self::new().await;
        }
        let app = self.app.crash().await;
        let callers = self.callers.each_ref().map(|browser| browser.moved(&app.router));
        Self {
            app,
            ana: self.ana.clone(),
            pending: self.pending.clone(),
            key: self.key.clone(),
            machine: self.machine.clone(),
            approval: self.approval.clone(),
            colleague: self.colleague.clone(),
            protected: self.protected.clone(),
            invitation: self.invitation.clone(),
            app_id: self.app_id.clone(),
            session: self.session.clone(),
            enrolment: self.enrolment.clone(),
            token: self.token.clone(),
            callers,
        }
    }

    pub(super) fn filled(&self, text: &str) -> String {
        let step = self.app.step();
        let (phone, pending) = (self.ana.phone(), &self.pending);
        text.replace("{device}", &phone.id)
            .replace("{pending}", &pending.id)
            .replace("{key}", &self.key)
            .replace("{approval}", &self.approval)
            .replace("{colleague}", &self.colleague)
            .replace("{member}", &self.colleague)
            .replace("{protected}", &self.protected)
            .replace("{invitation}", &self.invitation)
            .replace("{app}", &self.app_id)
            .replace("{session}", &self.session)
            .replace("{enrolment}", &self.enrolment)
            .replace("{machine-code}", &self.machine.code(step))
            .replace("{passcode}", &phone.code(step))
            .replace("{pending-code}", &pending.code(step))
            .replace("{code}", &self.ana.codes[0])
            .replace("{token}", &self.token)
    }

    pub(crate) fn fields<'a>(&self, call: &Call, filled: &'a mut Vec<String>) -> Vec<(&'static str, &'a str)> {
        *filled = call.fields.iter().map(|(_, value)| self.filled(value)).collect();
        call.fields
            .iter()
            .zip(filled)
            .map(|((name, _), value)| (*name, value.as_str()))
            .collect()
    }
}

/// A member without two-factor, and a person who was invited.
async fn more_members(app: &TestApp, owner: &mut Browser) {
    app.join(RITA).await;
    app.together(ANA, RITA, Role::Member).await;
    let invited = [("email", "vera@example.com"), ("role", "member")];
    owner.post("team/invite", &invited).await.ok();
}

async fn added_app(app: &TestApp, owner: &mut Browser) -> String {
    owner.post("team/apps/add", APP).await.ok();
    app.tables.ids("oidc_client").await.remove(0)
}

/// The token of a link that confirms a sign-up.
async fn confirmation(app: &TestApp) -> String {
    let sign_up = [("name", "Carl"), ("email", "carl@example.com"), ("password", PASSWORD)];
    app.browser().post("sign-up", &sign_up).await.ok();
    app.confirmation("carl@example.com").await
}

/// The browser of a member of an account of her own, whose policy requires two-factor of everybody.
async fn overdue(app: &TestApp) -> Browser {
    let rosa = app.join(ROSA).await;
    let browser = app.signed_in(&rosa).await;
    app.require_two_factor(ROSA, "member").await;
    browser
}

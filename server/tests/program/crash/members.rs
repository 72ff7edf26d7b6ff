//! Members as they are just before an operation. They are made through the use cases, with a clock that is minutes behind.

use super::{Form, Machine, cookie};
use crate::person::PASSWORD;
use app::wire::ssr::Cookie;
use domain::{
    Clock,
    kernel::{
        password::{Password, PasswordHash},
        ports::{Hasher, Lane},
        token::PlainToken,
    },
    profile::member::Member,
    registration::store::Joined,
    sign_in::{Entered, passcode::step_at},
};
use server::{
    clock::SystemClock,
    entropy::OsEntropy,
    hashing::{ArgonPool, Cost},
};
use std::sync::Arc;
use terms::{ChangeKind, LinkKind};
use testing::{
    App, Fixtures, Plan, Tables,
    member_app::{MemberApp, Phone, browser},
    phone,
};

pub(super) const NEW_PASSWORD: &str = "eight purple tricycles";
/// Passwords and recovery codes that the program checks at once. With more passes than its own it keeps them.
const CHEAP: Cost = Cost {
    memory_kib: 16,
    passes: 3,
};
/// How long ago the members have signed in, in seconds: no passcode from then is accepted any more, and the proofs are fresh.
const AGO: i64 = 180;
/// The same for a session that has to step up again, but still shows its recovery codes.
const LONG_AGO: i64 = 700;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Enrolment,
    Confirmation,
    SignIn,
    Recovery,
    Removal,
    PasswordChange,
    Freeze,
    Undo,
}

impl Kind {
    pub(super) const ALL: [Self; 8] = [
        Self::Enrolment,
        Self::Confirmation,
        Self::SignIn,
        Self::Recovery,
        Self::Removal,
        Self::PasswordChange,
        Self::Freeze,
        Self::Undo,
    ];
}

/// A member and the form that is in flight when the program is killed.
pub(super) struct Ready {
    pub kind: Kind,
    pub email: String,
    /// The member's id.
    pub member: String,
    pub form: Form,
    /// What must not open a sign-in after the operation: the endpoint of the second factor, its field and a code.
    pub spent: Option<(&'static str, &'static str, String)>,
}

pub(super) struct Preparation {
    app: MemberApp,
    fixtures: Fixtures,
    password: PasswordHash,
}

impl Preparation {
    pub(super) async fn new(machine: &Machine) -> Self {
        let hasher: Arc<dyn Hasher> = Arc::new(ArgonPool::new(CHEAP).unwrap());
        let lane = Lane {
            name: String::new(),
            kept: false,
        };
        let password = hasher.hash(Password::typed(PASSWORD).unwrap(), [7; 16], &lane).await;
        let plan = Plan {
            origin: "http://localhost:3000".into(),
            entropy: Arc::new(OsEntropy),
            hasher: Some(hasher),
            ..Plan::default()
        };
        let database = machine.database();
        // The mails of the rounds before are checked.
        Tables::of(&database).await.run("DELETE FROM outbox").await;
        let app = App::with_keys(database, machine.vault.clone(), plan).await;
        Self {
            fixtures: app.fixtures(),
            app: MemberApp::on(app),
            password: password.unwrap(),
        }
    }

    /// Creates a member with this number and all that the operation takes.
    pub(super) async fn ready(&self, kind: Kind, number: usize, email: String) -> Ready {
        let ago = if kind == Kind::Enrolment { LONG_AGO } else { AGO };
        self.app.clock.set(SystemClock.now().plus(-ago));
        let member = self.member(&email).await;
        let (form, spent) = match kind {
            Kind::Enrolment => self.enrolment(number, &email).await,
            Kind::Confirmation => self.confirmation(number, &email).await,
            Kind::SignIn => self.sign_in(number, &email).await,
            Kind::Recovery => self.recovery(number, &email).await,
            Kind::Removal => self.removal(number, &email).await,
            Kind::PasswordChange => (self.password_change(number, &email).await, None),
            Kind::Freeze => (self.freeze(number, &email).await, None),
            Kind::Undo => (self.undo(number, &member).await, None),
        };
        let member = member.id.to_string();
        let spent = spent.map(|code| match kind {
            Kind::Recovery => ("sign-in/recovery", "recovery_code", code),
            _ => ("sign-in/passcode", "passcode", code),
        });
        Ready {
            kind,
            email,
            member,
            form,
            spent,
        }
    }

    async fn member(&self, email: &str) -> Member {
        let now = self.app.clock.now();
        let member = Member {
            password: self.password.clone(),
            password_changed_at: now,
            created_at: now,
            ..self.fixtures.stranger(email)
        };
        assert_eq!(self.fixtures.join(&member).await, Joined::Done);
        member
    }

    async fn session(&self, email: &str) -> String {
        match self.app.enter_as(email, PASSWORD).await.unwrap() {
            Entered::Session(opened) => opened.token.expose_secret().to_owned(),
            Entered::Challenge(_) => panic!("two-factor is off"),
        }
    }

    async fn challenge(&self, email: &str) -> PlainToken {
        match self.app.enter_as(email, PASSWORD).await.unwrap() {
            Entered::Challenge(token) => token,
            Entered::Session(_) => panic!("two-factor is on"),
        }
    }

    /// Adds a device and confirms it. Returns the session's new token.
    async fn device(&self, session: &str, name: &str) -> (String, Phone) {
        let phone = self.app.pending(session, name).await.unwrap();
        let code = phone::code(&phone.secret, self.app.step());
        let confirmed = self.app.confirm(&phone.session, &phone.id, &code).await.unwrap();
        (confirmed.token.expose_secret().to_owned(), phone)
    }

    /// Signs in and switches two-factor on.
    async fn protected(&self, email: &str) -> (String, Phone) {
        let session = self.session(email).await;
        self.device(&session, "My phone").await
    }

    /// Signs in in another browser, with the next code of this phone.
    async fn signs_in_elsewhere(&self, email: &str, phone: &Phone) {
        let challenge = self.challenge(email).await;
        let code = phone::code(&phone.secret, self.app.step() + 1);
        self.app.passcode(challenge.expose_secret(), &code).await.unwrap();
    }

    async fn enrolment(&self, number: usize, email: &str) -> (Form, Option<String>) {
        let (session, phone) = self.protected(email).await;
        let code = next_code(&phone);
        let fields = [("device_name", "Another"), ("password", PASSWORD), ("passcode", &code)];
        (
            Form::new(number, "devices/add", in_session(&session), &fields),
            Some(code),
        )
    }

    async fn confirmation(&self, number: usize, email: &str) -> (Form, Option<String>) {
        self.session(email).await;
        let phone = self.app.pending(&self.session(email).await, "My phone").await.unwrap();
        let code = next_code(&phone);
        let fields = [("id", phone.id.as_str()), ("passcode", &code)];
        let form = Form::new(number, "devices/confirm", in_session(&phone.session), &fields);
        (form, Some(code))
    }

    async fn sign_in(&self, number: usize, email: &str) -> (Form, Option<String>) {
        let (_, phone) = self.protected(email).await;
        let code = next_code(&phone);
        let challenge = cookie(Cookie::Challenge, &self.challenge(email).await);
        let form = Form::new(number, "sign-in/passcode", challenge, &[("passcode", &code)]);
        (form, Some(code))
    }

    async fn recovery(&self, number: usize, email: &str) -> (Form, Option<String>) {
        let (session, _) = self.protected(email).await;
        let code = self.app.codes(&session).await.swap_remove(3);
        let challenge = cookie(Cookie::Challenge, &self.challenge(email).await);
        let form = Form::new(number, "sign-in/recovery", challenge, &[("recovery_code", &code)]);
        (form, Some(code))
    }

    async fn removal(&self, number: usize, email: &str) -> (Form, Option<String>) {
        let (session, lost) = self.protected(email).await;
        let (session, _) = self.device(&session, "Another").await;
        self.signs_in_elsewhere(email, &lost).await;
        let form = Form::new(number, "devices/remove", in_session(&session), &[("id", &lost.id)]);
        (form, Some(next_code(&lost)))
    }

    async fn password_change(&self, number: usize, email: &str) -> Form {
        let (session, phone) = self.protected(email).await;
        self.signs_in_elsewhere(email, &phone).await;
        let fields = [("password", PASSWORD), ("new_password", NEW_PASSWORD)];
        Form::new(number, "profile/change-password", in_session(&session), &fields)
    }

    async fn freeze(&self, number: usize, email: &str) -> Form {
        let (_, phone) = self.protected(email).await;
        self.signs_in_elsewhere(email, &phone).await;
        self.challenge(email).await;
        let held = self.opened_link(email).await;
        Form::new(
            number,
            "not-me/freeze",
            cookie(Cookie::Link, &held),
            &[("sure", "true")],
        )
    }

    /// A thief has switched two-factor off, and the owner has frozen the account.
    async fn undo(&self, number: usize, member: &Member) -> Form {
        let (session, _) = self.protected(member.email.as_str()).await;
        self.app.switch_off(&session).await.unwrap();
        let held = self.opened_link(member.email.as_str()).await;
        let frozen = self.app.service.freeze(held.expose_secret(), &browser()).await;
        frozen.unwrap();
        let kept = self.app.store.kept_changes(&member.id).await.unwrap();
        let off = kept.iter().find(|change| change.kind == ChangeKind::TwoFactorOff);
        let fields = [("id", off.unwrap().id.as_str()), ("password", PASSWORD)];
        Form::new(number, "not-me/undo", cookie(Cookie::Link, &held), &fields)
    }

    /// Opens the link of a mail to this address.
    async fn opened_link(&self, email: &str) -> PlainToken {
        let now = self.app.clock.now();
        let mails = self.app.store.take_mail(now, now.plus(60), 1000).await.unwrap();
        let mails = mails.iter().map(|mail| self.app.service.open_mail(mail).unwrap());
        let mut links = mails
            .filter(|mail| mail.to.as_str() == email)
            .filter_map(|mail| mail.not_me);
        let link = links.next_back().expect("a mail with a link");
        let (_, token) = link.expose_secret().rsplit_once('/').unwrap();
        self.app.service.open_link(LinkKind::NotMe, token).await.unwrap().held
    }
}

/// The code of the next step is accepted already, and for the longest time.
fn next_code(phone: &Phone) -> String {
    phone::code(&phone.secret, step_at(SystemClock.now()) + 1)
}

fn in_session(token: &str) -> String {
    cookie(Cookie::Session, &PlainToken::parse(token).unwrap())
}

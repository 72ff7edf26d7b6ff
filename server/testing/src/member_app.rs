//! An app with one member, Ana, who acts through the use cases.

use crate::{App, Database, Plan, SeededEntropy, member_by_key};
use data_encoding::BASE32_NOPAD;
use domain::{
    Error,
    devices::{ConfirmedDevice, Removal},
    kernel::{browser::Browser, id::DeviceId, token::PlainToken},
    profile::member::Member,
    registration::NewOwner,
    sessions::{Proofs, SignedIn, SteppedUp, rights::UseCase},
    sign_in::{Entered, NewSession, SecondFactor, SignInForm},
};
use std::{ops::Deref, sync::Arc};
use terms::{Language, LinkKind, Rejection};

/// Ana's address.
pub const EMAIL: &str = "ana@example.com";
/// Ana's password.
pub const PASSWORD: &str = "seven green bicycles";

/// An app with one member.
pub struct MemberApp(App);

impl Deref for MemberApp {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

/// A device with its secret.
#[derive(Clone, Debug)]
pub struct Phone {
    pub id: String,
    pub secret: Vec<u8>,
    /// The session's token after the device was added.
    pub session: String,
}

impl MemberApp {
    /// Creates the app on SQLite in memory, with randomness that depends on `seed` only.
    pub async fn new(seed: u64) -> Self {
        let entropy = Arc::new(SeededEntropy::new(seed));
        let plan = Plan {
            entropy,
            ..Plan::default()
        };
        let app = Self(App::new(Database::Memory, plan).await);
        app.join_ana().await;
        app
    }

    /// Acts on an app whose members the test has created; each has the password [`PASSWORD`].
    pub const fn on(app: App) -> Self {
        Self(app)
    }

    async fn join_ana(&self) {
        let token = self.service.issue_set_up_link().await.unwrap().unwrap();
        let held = self
            .service
            .open_link(LinkKind::SetUp, token.expose_secret())
            .await
            .unwrap()
            .held;
        let form = NewOwner {
            held: held.expose_secret(),
            name: "Ana Ruiz",
            email: EMAIL,
            password: PASSWORD,
            language: Language::English,
        };
        self.service.create_owner(&form, &browser()).await.unwrap();
    }

    /// Returns the member as she is in the store.
    pub async fn ana(&self) -> Member {
        member_by_key(self.store.as_ref(), EMAIL).await.unwrap()
    }

    pub async fn enter(&self, password: &str) -> Result<Entered, Error> {
        self.enter_as(EMAIL, password).await
    }

    pub async fn enter_as(&self, email: &str, password: &str) -> Result<Entered, Error> {
        self.service
            .sign_in(
                &SignInForm {
                    email,
                    password,
                    known: &[],
                    trusted: &[],
                },
                &browser(),
            )
            .await
    }

    pub async fn passcode(&self, challenge: &str, code: &str) -> Result<NewSession, Error> {
        self.service
            .enter_passcode(
                &SecondFactor {
                    challenge,
                    code,
                    known: &[],
                    trust: None,
                },
                &browser(),
            )
            .await
    }

    pub async fn recover(&self, challenge: &str, code: &str) -> Result<NewSession, Error> {
        self.service
            .use_recovery_code(
                &SecondFactor {
                    challenge,
                    code,
                    known: &[],
                    trust: None,
                },
                &browser(),
            )
            .await
    }

    /// Authenticates a token for a page that only reads and that every kind of session may open.
    pub async fn signed_in(&self, token: &str) -> Result<SignedIn, Error> {
        self.for_use_case(token, UseCase::ReadDevices).await
    }

    /// Authenticates a token for this use case.
    pub async fn for_use_case(&self, token: &str, use_case: UseCase) -> Result<SignedIn, Error> {
        self.service.signed_in(token, use_case, &browser()).await
    }

    pub async fn who(&self, token: &str) -> SignedIn {
        self.signed_in(token).await.unwrap()
    }

    /// Adds a pending device with the password as step-up.
    pub async fn pending(&self, token: &str, name: &str) -> Result<Phone, Error> {
        let who = self.for_use_case(token, UseCase::AddDevice).await?;
        let label = self.service.new_device_name(&who, name).await?;
        let proofs = Proofs {
            password: PASSWORD,
            passcode: "",
        };
        let stepped_up = self.service.step_up(who, proofs).await?;
        let id = self.service.add_device(&stepped_up.who, label).await?;
        self.scan(&stepped_up, token, &id).await
    }

    /// Adds a pending device that replaces this one, with the password as step-up.
    pub async fn replace(&self, token: &str, device: &str) -> Result<Phone, Error> {
        let who = self.for_use_case(token, UseCase::ReplaceDevice).await?;
        let old = self.service.own_device(&who, device).await?;
        let proofs = Proofs {
            password: PASSWORD,
            passcode: "",
        };
        let stepped_up = self.service.step_up(who, proofs).await?;
        let id = self.service.replace_device(&stepped_up.who, &old).await?;
        self.scan(&stepped_up, token, &id).await
    }

    /// Reads the key of a device that this session has just added.
    async fn scan(&self, by: &SteppedUp, token: &str, device: &DeviceId) -> Result<Phone, Error> {
        let id = device.to_string();
        let session = by.token.as_ref().map_or(token.to_owned(), exposed);
        let view = self.service.set_up_view(&by.who, &id).await?;
        let secret = BASE32_NOPAD.decode(view.key.concat().as_bytes()).unwrap();
        Ok(Phone { id, secret, session })
    }

    /// Confirms a pending device.
    pub async fn confirm(&self, token: &str, device: &str, passcode: &str) -> Result<ConfirmedDevice, Error> {
        let who = self.for_use_case(token, UseCase::ConfirmDevice).await?;
        self.service.confirm_device(&who, device, passcode, true).await
    }

    /// Steps up with both proofs and adds a device. Returns whether it was added, and the session's new token if the
    /// step-up succeeded.
    pub async fn step_up_and_add(&self, token: &str, passcode: &str, name: &str) -> (bool, Option<String>) {
        let Ok(who) = self.for_use_case(token, UseCase::AddDevice).await else {
            return (false, None);
        };
        let Ok(label) = self.service.new_device_name(&who, name).await else {
            return (false, None);
        };
        let proofs = Proofs {
            password: PASSWORD,
            passcode,
        };
        let Ok(stepped_up) = self.service.step_up(who, proofs).await else {
            return (false, None);
        };
        let added = self.service.add_device(&stepped_up.who, label).await;
        (added.is_ok(), stepped_up.token.as_ref().map(exposed))
    }

    /// Removes a device without giving proofs. Returns the session's new token, if the session continues.
    pub async fn remove(&self, token: &str, device: &str, lost: bool) -> Result<Option<String>, Error> {
        let who = self.for_use_case(token, UseCase::RemoveDevice).await?;
        let device = self.service.confirmed_device(&who, device).await?;
        let who = self.service.step_up(who, NO_PROOFS).await?.who;
        let switch_off = false;
        let removed = self
            .service
            .remove_device(
                &who,
                &device,
                Removal {
                    lost,
                    switch_off,
                    renew: Vec::new(),
                },
            )
            .await?;
        Ok(removed.token.as_ref().map(exposed))
    }

    /// Switches two-factor off without giving proofs. Returns the session's new token.
    pub async fn switch_off(&self, token: &str) -> Result<String, Error> {
        let who = self.for_use_case(token, UseCase::SwitchOff).await?;
        let who = self.service.step_up(who, NO_PROOFS).await?.who;
        Ok(exposed(&self.service.switch_off(&who).await?))
    }

    /// Returns the recovery codes that this session may show.
    pub async fn codes(&self, token: &str) -> Vec<String> {
        let who = self.who(token).await;
        self.service
            .shown(&who)
            .await
            .unwrap()
            .iter()
            .map(|code| code.to_string())
            .collect()
    }
}

/// The browser of all members.
pub fn browser() -> Browser {
    Browser {
        address: "192.0.2.1".parse().unwrap(),
        agent: "Firefox on Linux".into(),
    }
}

fn exposed(token: &PlainToken) -> String {
    token.expose_secret().to_owned()
}

/// Empty proofs.
const NO_PROOFS: Proofs<'static> = Proofs {
    password: "",
    passcode: "",
};

/// Returns the rejection of a result that must be one.
pub fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> Rejection {
    match answer {
        Err(Error::Rejected(refused)) => refused,
        other => panic!("not refused: {other:?}"),
    }
}

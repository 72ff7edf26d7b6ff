//! An app whose one member is Ana, who acts through the use cases.

use crate::{App, Database, Plan, SeededEntropy};
use data_encoding::BASE32_NOPAD;
use domain::{
    Error,
    kernel::{browser::Browser, token::PlainToken},
    profile::member::Member,
    service::{
        AddDevice, ConfirmDevice, Confirmed, Entered, NewOwner, Opened, Proofs, Removal, Renewed, SecondFactor,
        SignInForm,
    },
    store::SignedIn,
};
use std::{ops::Deref, sync::Arc};
use terms::{LinkKind, Rejection};

/// Her address.
pub const EMAIL: &str = "ana@example.com";
/// Her password.
pub const PASSWORD: &str = "seven green bicycles";

/// The app, as its member uses it.
pub struct World(App);

impl Deref for World {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

/// A device as the test's phone holds it.
#[derive(Clone, Debug)]
pub struct Phone {
    pub id: String,
    pub secret: Vec<u8>,
    /// The session's token after adding it.
    pub session: String,
}

impl World {
    /// On SQLite in memory, with randomness that depends on `seed` alone.
    pub async fn new(seed: u64) -> Self {
        let entropy = Arc::new(SeededEntropy::new(seed));
        let plan = Plan {
            entropy,
            ..Plan::default()
        };
        let world = Self(App::new(Database::Memory, plan).await);
        world.join_ana().await;
        world
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
        };
        self.service.create_owner(&form).await.unwrap();
    }

    /// The member as the store has her now.
    pub async fn ana(&self) -> Member {
        self.store.member_by_email(EMAIL).await.unwrap().unwrap()
    }

    pub async fn enter(&self, password: &str) -> Result<Entered, Error> {
        self.service
            .sign_in(
                &SignInForm {
                    email: EMAIL,
                    password,
                    known: &[],
                },
                &browser(),
            )
            .await
    }

    pub async fn passcode(&self, challenge: &str, code: &str) -> Result<Opened, Error> {
        self.service
            .enter_passcode(
                &SecondFactor {
                    challenge,
                    code,
                    known: &[],
                },
                &browser(),
            )
            .await
    }

    pub async fn recover(&self, challenge: &str, code: &str) -> Result<Opened, Error> {
        self.service
            .use_recovery_code(
                &SecondFactor {
                    challenge,
                    code,
                    known: &[],
                },
                &browser(),
            )
            .await
    }

    pub async fn who(&self, token: &str) -> SignedIn {
        self.service.session(token).await.unwrap()
    }

    /// A pending device on the test's phone.
    pub async fn pending(&self, token: &str, name: &str) -> Result<Phone, Error> {
        let who = self.service.session(token).await?;
        let renewed = Renewed::default();
        let form = AddDevice {
            name,
            proofs: Proofs {
                password: PASSWORD,
                passcode: "",
                renewed: &renewed,
            },
        };
        let id = self.service.add_device(&who, &form, &browser()).await?.to_string();
        let session = renewed.token().map_or(token, PlainToken::expose_secret).to_owned();
        let view = self.service.set_up_view(&who, &id).await?;
        let secret = BASE32_NOPAD.decode(view.key.concat().as_bytes()).unwrap();
        Ok(Phone { id, secret, session })
    }

    /// Confirms it with this code.
    pub async fn confirm(&self, who: &SignedIn, device: &str, passcode: &str) -> Result<Confirmed, Error> {
        let form = ConfirmDevice { device, passcode };
        self.service.confirm_device(who, &form, &browser()).await
    }

    /// Adds a device with both proofs: whether it was added, and the session's new token if the step-up worked.
    pub async fn step_up_and_add(&self, who: &SignedIn, passcode: &str, name: &str) -> (bool, Option<String>) {
        let renewed = Renewed::default();
        let proofs = Proofs {
            password: PASSWORD,
            passcode,
            renewed: &renewed,
        };
        let added = self
            .service
            .add_device(who, &AddDevice { name, proofs }, &browser())
            .await;
        (added.is_ok(), renewed.token().map(exposed))
    }

    /// Removes a device without proofs; the session's new token if it goes on under one.
    pub async fn remove(&self, who: &SignedIn, device: &str, lost: bool) -> Result<Option<String>, Error> {
        let renewed = Renewed::default();
        let removal = Removal {
            device,
            lost,
            switch_off: false,
            proofs: nothing(&renewed),
        };
        let removed = self.service.remove_device(who, &removal, &browser()).await?;
        Ok(removed.token.as_ref().map(exposed))
    }

    /// *Switch off* without proofs; the session's new token.
    pub async fn switch_off(&self, who: &SignedIn) -> Result<String, Error> {
        let renewed = Renewed::default();
        let token = self.service.switch_off(who, nothing(&renewed), &browser()).await?;
        Ok(exposed(&token))
    }

    /// The codes this session may show.
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

fn browser() -> Browser {
    Browser {
        address: "192.0.2.1".parse().unwrap(),
        agent: "Firefox on Linux".into(),
    }
}

fn exposed(token: &PlainToken) -> String {
    token.expose_secret().to_owned()
}

/// Proofs that were not given.
fn nothing(renewed: &Renewed) -> Proofs<'_> {
    Proofs {
        password: "",
        passcode: "",
        renewed,
    }
}

/// The refusal of an answer that must be one.
pub fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> Rejection {
    match answer {
        Err(Error::Rejected(refused)) => refused,
        other => panic!("not refused: {other:?}"),
    }
}

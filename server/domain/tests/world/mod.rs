//! A service on memory, with a clock, a phone and one member.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may say that something cannot fail"
)]
#![expect(dead_code, reason = "each test binary uses a part of it")]

pub mod phone;

use data_encoding::BASE32_NOPAD;
use domain::{
    Clock, Error, Service,
    kernel::{
        browser::Browser,
        counter::Limits,
        seal::{Key, Vault},
        token::PlainToken,
    },
    service::{
        AddDevice, ConfirmDevice, Entered, NewOwner, Opened, Parts, Proofs, Registration, Renewed, SecondFactor,
        Settings, SignInForm,
    },
    sign_in::passcode::step_at,
    store::SignedIn,
    testing::{MemoryStore, PlainHasher, SeededEntropy, TestClock},
};
use std::sync::Arc;
use terms::{LinkKind, Rejection};

pub const EMAIL: &str = "ana@example.com";
pub const PASSWORD: &str = "seven green bicycles";

pub struct World {
    pub service: Service,
    pub clock: TestClock,
    pub hasher: Arc<PlainHasher>,
    pub store: Arc<MemoryStore>,
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
    pub fn with_limits(seed: u64, limits: Limits) -> Self {
        let clock = TestClock::at(1_800_000_000);
        let entropy = Arc::new(SeededEntropy::new(seed));
        let (id, key) = Key::generate(entropy.as_ref());
        let vault = Arc::new(Vault::new(Key::parse(&id, &key).unwrap(), Vec::new()));
        let hasher = Arc::new(PlainHasher::new());
        let store = Arc::new(MemoryStore::new());
        let settings = Settings {
            name: "Twofold".into(),
            origin: "http://localhost:3000".into(),
            registration: Registration::Open,
            limits,
        };
        let service = Service::new(Parts {
            store: store.clone(),
            clock: Arc::new(clock.clone()),
            entropy,
            hasher: hasher.clone(),
            vault,
            settings,
        });
        Self {
            service,
            clock,
            hasher,
            store,
        }
    }

    /// A world whose one member is Ana, an owner.
    pub async fn new() -> Self {
        let world = Self::with_limits(1, Limits::default());
        world.join_ana().await;
        world
    }

    pub async fn join_ana(&self) {
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

    pub fn step(&self) -> i64 {
        step_at(self.clock.now())
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

    /// The challenge after a right password with two-factor on.
    pub async fn challenge(&self) -> String {
        match self.enter(PASSWORD).await.unwrap() {
            Entered::Challenge(token) => token.expose_secret().to_owned(),
            Entered::Session(_) => panic!("two-factor is off"),
        }
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

    /// Signed in with the password alone, two-factor off.
    pub async fn session(&self) -> String {
        match self.enter(PASSWORD).await.unwrap() {
            Entered::Session(opened) => opened.token.expose_secret().to_owned(),
            Entered::Challenge(_) => panic!("two-factor is on"),
        }
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

    /// Confirms it with the present code; the session's new token.
    pub async fn confirm(&self, token: &str, phone: &Phone) -> Result<String, Error> {
        let who = self.service.session(token).await?;
        let code = phone::code(&phone.secret, self.step());
        let confirmed = self
            .service
            .confirm_device(
                &who,
                &ConfirmDevice {
                    device: &phone.id,
                    passcode: &code,
                },
                &browser(),
            )
            .await?;
        Ok(confirmed.token.expose_secret().to_owned())
    }

    /// Two-factor on with one phone: the session and the phone. The present step is used up.
    pub async fn protected(&self) -> (String, Phone) {
        let token = self.session().await;
        let phone = self.pending(&token, "My phone").await.unwrap();
        let token = self.confirm(&phone.session, &phone).await.unwrap();
        (token, phone)
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

pub fn browser() -> Browser {
    Browser {
        address: "192.0.2.1".parse().unwrap(),
        agent: "Firefox on Linux".into(),
    }
}

/// The refusal of an answer that must be one.
pub fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> Rejection {
    match answer {
        Err(Error::Rejected(refused)) => refused,
        other => panic!("not refused: {other:?}"),
    }
}

/// How many cases of a property: a tenth of the long series unless `TEST_SCALE` says otherwise.
pub fn cases(base: u32) -> u32 {
    let scale = std::env::var("TEST_SCALE")
        .ok()
        .and_then(|text| text.parse::<u32>().ok())
        .unwrap_or(1);
    base.saturating_mul(scale)
}

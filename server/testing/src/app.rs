//! The builder of an app for tests: store, clock, randomness, hasher, keys and settings.

use crate::{Database, Fixtures, PlainHasher, SeededEntropy, TestClock, fixtures::T0};
use domain::{
    Clock, Service, Store,
    api_keys::scope::OperatorScopes,
    kernel::{
        counter::Limits,
        ports::{Entropy, Hasher},
        seal::{Key, Vault},
    },
    places::{NoPlaces, Places},
    service::{Parts, Registration, ServiceSettings},
    sign_in::passcode::step_at,
};
use signing::AwsLcSigner;
use std::sync::Arc;
use terms::limits::PASSCODE_PERIOD;

/// The public origin, unless a [`Plan`] has another one.
pub const ORIGIN: &str = "https://localhost:3000";
/// The product name, unless a [`Plan`] has another one.
pub const NAME: &str = "Twofold";

/// The parameters of a test app.
#[derive(Clone)]
pub struct Plan {
    /// The limits of the counters.
    pub limits: Limits,
    /// Who may register.
    pub registration: Registration,
    /// The public origin.
    pub origin: String,
    /// The origins of applications on hosts of their own.
    pub apps: &'static [&'static str],
    /// The scopes of the operator's API, in the form of the setting.
    pub scopes: &'static str,
    /// The product name.
    pub name: String,
    /// The initial time of the clock, in seconds since 1970.
    pub start: i64,
    /// The source of randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The password hasher; [`PlainHasher`] if `None`.
    pub hasher: Option<Arc<dyn Hasher>>,
    /// The places of network addresses.
    pub places: Arc<dyn Places>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            registration: Registration::Open,
            origin: ORIGIN.into(),
            apps: &[],
            scopes: "",
            name: NAME.into(),
            start: T0.0,
            entropy: Arc::new(SeededEntropy::new(1)),
            hasher: None,
            places: Arc::new(NoPlaces),
        }
    }
}

impl Plan {
    /// Counters that never close, for races about single use.
    pub fn without_limits() -> Self {
        let limits = Limits {
            free_tries: u32::MAX,
            stop_at: usize::MAX,
        };
        Self {
            limits,
            ..Self::default()
        }
    }
}

/// A service on a real store, with the parts that tests control and inspect.
#[derive(Clone)]
pub struct App {
    /// The service.
    pub service: Service,
    /// The store of the service.
    pub store: Arc<dyn Store>,
    /// The clock of the service.
    pub clock: TestClock,
    /// The hasher of the service, unless the plan has another one.
    pub hasher: Arc<PlainHasher>,
    /// The keys of the service.
    pub vault: Arc<Vault>,
    /// The database of the store.
    pub database: Arc<Database>,
    /// The parameters that it was built from.
    pub plan: Plan,
}

impl App {
    /// Builds an app on `database`, with new keys.
    pub async fn new(database: Database, plan: Plan) -> Self {
        let (id, key) = Key::generate(plan.entropy.as_ref());
        let vault = Vault::new(Key::parse(&id, &key).unwrap(), Vec::new());
        Self::with_keys(database, Arc::new(vault), plan).await
    }

    /// Builds an app on the `database` of a program that has these keys.
    pub async fn with_keys(database: Database, vault: Arc<Vault>, plan: Plan) -> Self {
        let store = database.open().await;
        Self::assemble(Arc::new(database), store, vault, plan)
    }

    /// Returns the app as it restarts after a power cut. This one continues on its own database file.
    pub async fn after_crash(&self) -> Self {
        let database = self.database.after_crash();
        let store = database.open().await;
        let plan = Plan {
            start: self.clock.now().0,
            ..self.plan.clone()
        };
        Self::assemble(Arc::new(database), store, self.vault.clone(), plan)
    }

    /// Returns an app with the same store and keys, but its own clock.
    pub fn with_own_clock(&self) -> Self {
        let database = self.database.clone();
        Self::assemble(database, self.store.clone(), self.vault.clone(), self.plan.clone())
    }

    /// Returns another node on the same database: it has connections of its own, and its clock is right.
    pub async fn another_node(&self) -> Self {
        let store = self.database.open().await;
        let plan = Plan {
            start: self.clock.now().0,
            ..self.plan.clone()
        };
        Self::assemble(self.database.clone(), store, self.vault.clone(), plan)
    }

    fn assemble(database: Arc<Database>, store: Arc<dyn Store>, vault: Arc<Vault>, plan: Plan) -> Self {
        let (clock, hasher) = (TestClock::at(plan.start), Arc::new(PlainHasher::new()));
        let service = Service::new(Parts {
            store: store.clone(),
            clock: Arc::new(clock.clone()),
            entropy: plan.entropy.clone(),
            hasher: plan.hasher.clone().unwrap_or_else(|| hasher.clone()),
            signer: Arc::new(AwsLcSigner),
            vault: vault.clone(),
            places: plan.places.clone(),
            settings: ServiceSettings {
                name: plan.name.clone(),
                origin: plan.origin.clone(),
                registration: plan.registration,
                activity_days: 400,
                apps: plan.apps.iter().map(|app| (*app).to_owned()).collect(),
                scopes: OperatorScopes::parse(plan.scopes).unwrap(),
                limits: plan.limits,
            },
        });
        Self {
            service,
            store,
            clock,
            hasher,
            vault,
            database,
            plan,
        }
    }

    /// Returns fixtures that write to this app's store directly.
    pub fn fixtures(&self) -> Fixtures {
        Fixtures::with_entropy(self.store.clone(), self.plan.entropy.clone())
    }

    /// Returns the current time, in seconds since 1970.
    pub fn now(&self) -> i64 {
        self.clock.now().0
    }

    /// Returns the current time step of passcodes.
    pub fn step(&self) -> i64 {
        step_at(self.clock.now())
    }

    /// Moves the clock to the beginning of the next time step, whose codes are unused.
    pub fn next_step(&self) {
        self.clock
            .advance(PASSCODE_PERIOD - self.now().rem_euclid(PASSCODE_PERIOD));
    }
}

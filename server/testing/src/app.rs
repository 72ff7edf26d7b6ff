//! The one builder of an app for tests: store, clock, randomness, hasher, keys and settings.

use crate::{Database, Fixtures, PlainHasher, SeededEntropy, TestClock, fixtures::T0};
use domain::{
    Clock, Service, Store,
    kernel::{
        counter::Limits,
        ports::{Entropy, Hasher},
        seal::{Key, Vault},
    },
    service::{Parts, Registration, Settings},
    sign_in::passcode::step_at,
};
use std::sync::Arc;
use terms::limits::PASSCODE_PERIOD;

/// The public origin unless a [`Plan`] names another one.
pub const ORIGIN: &str = "http://localhost:3000";
/// The product's name in all tests.
pub const NAME: &str = "Twofold";

/// What differs between test apps.
#[derive(Clone)]
pub struct Plan {
    /// The numbers of the counters.
    pub limits: Limits,
    /// Who may sign up.
    pub registration: Registration,
    /// The public origin.
    pub origin: String,
    /// When the clock starts, in seconds since 1970.
    pub start: i64,
    /// The source of randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Instead of the [`PlainHasher`].
    pub hasher: Option<Arc<dyn Hasher>>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            registration: Registration::Open,
            origin: ORIGIN.into(),
            start: T0.0,
            entropy: Arc::new(SeededEntropy::new(1)),
            hasher: None,
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

/// A service on a real store, and every part that a test moves or looks into.
#[derive(Clone)]
pub struct App {
    /// The use cases.
    pub service: Service,
    /// The store under the service.
    pub store: Arc<dyn Store>,
    /// Its clock.
    pub clock: TestClock,
    /// Its hasher, unless the plan brought another one.
    pub hasher: Arc<PlainHasher>,
    /// Its keys.
    pub vault: Arc<Vault>,
    /// Where its rows are.
    pub database: Arc<Database>,
    /// What it was built from.
    pub plan: Plan,
}

impl App {
    /// Builds an app on `database`, with fresh keys.
    pub async fn new(database: Database, plan: Plan) -> Self {
        let (id, key) = Key::generate(plan.entropy.as_ref());
        let vault = Arc::new(Vault::new(Key::parse(&id, &key).unwrap(), Vec::new()));
        let store = database.open().await;
        Self::assemble(Arc::new(database), store, vault, plan)
    }

    /// The app as it starts again after a power cut; this one goes on, with its own database file.
    pub async fn after_crash(&self) -> Self {
        let database = self.database.after_crash();
        let store = database.open().await;
        let plan = Plan {
            start: self.clock.now().0,
            ..self.plan.clone()
        };
        Self::assemble(Arc::new(database), store, self.vault.clone(), plan)
    }

    /// The same store, keys and hasher under a clock of its own.
    pub fn with_own_clock(&self) -> Self {
        let database = self.database.clone();
        Self::assemble(database, self.store.clone(), self.vault.clone(), self.plan.clone())
    }

    fn assemble(database: Arc<Database>, store: Arc<dyn Store>, vault: Arc<Vault>, plan: Plan) -> Self {
        let (clock, hasher) = (TestClock::at(plan.start), Arc::new(PlainHasher::new()));
        let service = Service::new(Parts {
            store: store.clone(),
            clock: Arc::new(clock.clone()),
            entropy: plan.entropy.clone(),
            hasher: plan.hasher.clone().unwrap_or_else(|| hasher.clone()),
            vault: vault.clone(),
            settings: Settings {
                name: NAME.into(),
                origin: plan.origin.clone(),
                registration: plan.registration,
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

    /// Rows of this app's store, made without its service.
    pub fn fixtures(&self) -> Fixtures {
        Fixtures::with_entropy(self.store.clone(), self.plan.entropy.clone())
    }

    /// Now, in seconds since 1970.
    pub fn now(&self) -> i64 {
        self.clock.now().0
    }

    /// The present time step of passcodes.
    pub fn step(&self) -> i64 {
        step_at(self.clock.now())
    }

    /// Moves the clock to the beginning of the next time step, of which no code was used yet.
    pub fn next_step(&self) {
        self.clock
            .advance(PASSCODE_PERIOD - self.now().rem_euclid(PASSCODE_PERIOD));
    }
}

//! The whole server as a test needs it: real store, real router, a clock moved by hand, mails caught.

use crate::{browser::Browser, tables::Tables};
use async_trait::async_trait;
use axum::Router;
use domain::{
    Clock, InternalError, Service, Store,
    kernel::{
        counter::Limits,
        ports::{Entropy, Hasher},
        seal::{Key, Vault},
    },
    service::{Parts, Registration, Settings},
    sign_in::passcode::step_at,
    testing::{PlainHasher, SeededEntropy, TestClock},
};
use server::{
    Web,
    config::Origin,
    http::proxies::Network,
    jobs::Outbox,
    mail::{Mailer, Message, Writer},
};
use std::{
    net::IpAddr,
    sync::{
        Arc, LazyLock, Mutex, OnceLock,
        atomic::{AtomicU8, Ordering},
    },
};
use store_postgres::{PostgresStore, testing::TestCluster};
use store_sqlite::SqliteStore;
use tempfile::TempDir;

pub const ORIGIN: &str = "http://localhost:3000";
/// 2027-01-15T08:00:00Z, the beginning of a time step.
const START: i64 = 1_800_000_000;
/// Only these may say on whose behalf they speak.
const PROXIES: &str = "10.0.0.0/8";

pub struct World {
    pub router: Router,
    pub service: Service,
    pub clock: TestClock,
    pub hasher: Arc<PlainHasher>,
    pub mails: Mailbox,
    pub tables: Tables,
    entropy: Arc<dyn Entropy>,
    vault: Arc<Vault>,
    limits: Limits,
    registration: Registration,
    database: Database,
    addresses: AtomicU8,
}

/// Where the rows are, for as long as the world lives.
enum Database {
    Sqlite(TempDir),
    Postgres(String),
}

/// A delivered mail.
pub type Letter = Message;

#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<Vec<Letter>>>);

#[async_trait]
impl Mailer for Mailbox {
    async fn deliver(&self, message: &Message) -> Result<(), InternalError> {
        self.0.lock().unwrap().push(message.clone());
        Ok(())
    }
}

/// What differs between worlds.
pub struct Plan {
    pub limits: Limits,
    pub registration: Registration,
    /// Instead of the counting one that hides nothing.
    pub hasher: Option<Arc<dyn Hasher>>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            registration: Registration::Open,
            hasher: None,
        }
    }
}

impl World {
    pub async fn new() -> Self {
        Self::planned(Plan::default()).await
    }

    /// Counters that never close, for races about single use.
    pub async fn without_limits() -> Self {
        let limits = Limits {
            free_tries: u32::MAX,
            stop_at: usize::MAX,
        };
        Self::planned(Plan {
            limits,
            ..Plan::default()
        })
        .await
    }

    pub async fn planned(plan: Plan) -> Self {
        let database = match postgres() {
            true => Database::Postgres(cluster().database().await.unwrap()),
            false => Database::Sqlite(tempfile::tempdir().unwrap()),
        };
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(1));
        let (id, key) = Key::generate(entropy.as_ref());
        let vault = Arc::new(Vault::new(Key::parse(&id, &key).unwrap(), Vec::new()));
        let clock = TestClock::at(START);
        Self::on(database, plan, (entropy, vault, clock)).await
    }

    async fn on(
        database: Database,
        plan: Plan,
        (entropy, vault, clock): (Arc<dyn Entropy>, Arc<Vault>, TestClock),
    ) -> Self {
        let store: Arc<dyn Store> = match &database {
            Database::Sqlite(folder) => Arc::new(SqliteStore::open(&folder.path().join("db")).await.unwrap()),
            Database::Postgres(url) => Arc::new(PostgresStore::connect(url).await.unwrap()),
        };
        let tables = match &database {
            Database::Sqlite(folder) => Tables::sqlite(&folder.path().join("db")).await,
            Database::Postgres(url) => Tables::postgres(url).await,
        };
        LazyLock::force(&PAGES);
        let hasher = Arc::new(PlainHasher::new());
        let service = Service::new(Parts {
            store,
            clock: Arc::new(clock.clone()),
            entropy: entropy.clone(),
            hasher: plan.hasher.clone().unwrap_or_else(|| hasher.clone()),
            vault: vault.clone(),
            settings: Settings {
                name: "Twofold".into(),
                origin: ORIGIN.into(),
                registration: plan.registration,
                limits: plan.limits,
            },
        });
        let proxies = Network::parse_list(PROXIES).unwrap();
        let web = Web::new(Origin::parse(ORIGIN).unwrap(), proxies, vault.clone(), entropy.clone());
        Self {
            router: server::router(service.clone(), web),
            service,
            clock,
            hasher,
            mails: Mailbox::default(),
            tables,
            entropy,
            vault,
            limits: plan.limits,
            registration: plan.registration,
            database,
            addresses: AtomicU8::new(1),
        }
    }

    /// Another server on what a power cut would leave on the disk right now; this one goes on living, unheard.
    pub async fn crash(&self) -> Self {
        let database = match &self.database {
            Database::Sqlite(folder) => {
                let copy = tempfile::tempdir().unwrap();
                for file in ["db", "db-wal"] {
                    let from = folder.path().join(file);
                    if from.exists() {
                        std::fs::copy(from, copy.path().join(file)).unwrap();
                    }
                }
                Database::Sqlite(copy)
            }
            Database::Postgres(url) => Database::Postgres(url.clone()),
        };
        let plan = Plan {
            limits: self.limits,
            registration: self.registration,
            hasher: None,
        };
        let clock = TestClock::at(self.clock.now().0);
        let again = Self::on(database, plan, (self.entropy.clone(), self.vault.clone(), clock)).await;
        again
            .addresses
            .store(self.addresses.load(Ordering::SeqCst), Ordering::SeqCst);
        again
    }

    /// A browser that nobody has seen yet, at an address of its own.
    pub fn browser(&self) -> Browser {
        let host = self.addresses.fetch_add(1, Ordering::SeqCst);
        Browser::at(self.router.clone(), IpAddr::from([192, 0, 2, host]))
    }

    /// The mails that went out since the last time.
    pub async fn mails(&self) -> Vec<Letter> {
        let writer = Writer::new("Twofold", &Origin::parse(ORIGIN).unwrap());
        let outbox = Outbox::new(self.service.clone(), writer, Arc::new(self.mails.clone()));
        while outbox.deliver_due().await.unwrap() > 0 {}
        std::mem::take(&mut *self.mails.0.lock().unwrap())
    }

    pub fn now(&self) -> i64 {
        self.clock.now().0
    }

    pub fn step(&self) -> i64 {
        step_at(self.clock.now())
    }

    /// To the beginning of the next time step: no code of it was used yet.
    pub fn next_step(&self) {
        self.clock.advance(30 - self.now().rem_euclid(30));
    }
}

/// The app's pages, by its own router. Asked once and before any page is rendered: while Leptos lists routes, no resource
/// of the whole process begins to load (leptos issue 4773), and a page that waits for one never ends.
pub static PAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let pages = leptos_axum::generate_route_list(app::App);
    pages.iter().map(|page| page.path().to_owned()).collect()
});

pub fn postgres() -> bool {
    std::env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres")
}

/// One cluster for all tests of this process; it goes when the process does.
fn cluster() -> &'static TestCluster {
    static CLUSTER: OnceLock<TestCluster> = OnceLock::new();
    CLUSTER.get_or_init(|| TestCluster::start().unwrap())
}

/// `base`, times what `TEST_SCALE` says.
pub fn rounds(base: usize) -> usize {
    let scale = std::env::var("TEST_SCALE").ok().and_then(|text| text.parse().ok());
    base.saturating_mul(scale.unwrap_or(1))
}

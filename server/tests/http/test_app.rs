//! The whole server as tests use it: real store, real router, a clock moved by hand, caught mails.

use crate::browser::Browser;
use std::{
    net::IpAddr,
    ops::Deref,
    sync::atomic::{AtomicU8, Ordering},
};
use testing::{App, Database, Plan, Site, Tables};

/// The environment variable that selects the database.
const DATABASE: &str = "TEST_DATABASE";
/// The trusted proxies.
const PROXIES: &str = "10.0.0.0/8";

pub(crate) struct TestApp {
    site: Site,
    pub tables: Tables,
    addresses: AtomicU8,
}

impl Deref for TestApp {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        Self::planned(Plan::default()).await
    }

    /// Counters that never close, for races about single use.
    pub(crate) async fn without_limits() -> Self {
        Self::planned(Plan::without_limits()).await
    }

    pub(crate) async fn planned(plan: Plan) -> Self {
        Self::on(App::new(Database::chosen_by(DATABASE).await, plan).await, 1).await
    }

    /// Returns two nodes on one PostgreSQL database.
    pub(crate) async fn two_nodes(plan: Plan) -> (Self, Self) {
        let one = Self::on(App::new(Database::postgres().await, plan).await, 1).await;
        let two = one.another().await;
        (one, two)
    }

    /// Returns another node on the same database, as after a restart.
    pub(crate) async fn another(&self) -> Self {
        Self::on(self.another_node().await, 101).await
    }

    async fn on(app: App, first_address: u8) -> Self {
        Self {
            tables: Tables::of(&app.database).await,
            site: Site::new(app, PROXIES),
            addresses: AtomicU8::new(first_address),
        }
    }

    /// Returns another server on what a power cut would leave on the disk now; this one continues separately.
    pub(crate) async fn crash(&self) -> Self {
        Self::on(self.after_crash().await, self.addresses.load(Ordering::SeqCst)).await
    }

    /// Returns a new browser with its own address.
    pub(crate) fn browser(&self) -> Browser {
        let host = self.addresses.fetch_add(1, Ordering::SeqCst);
        Browser::at(self.router.clone(), IpAddr::from([192, 0, 2, host]))
    }
}

pub(crate) fn postgres() -> bool {
    testing::is_postgres(DATABASE)
}

//! The parts that tests, benchmarks and the browser tests' server are built from. Never a dependency of a shipped
//! package.
//!
//! [`App`] is the service on a real store. With the feature `web`, [`Site`] adds the shipped router. [`Fixtures`]
//! writes rows directly to a store. [`MemberApp`] is an app with one member who acts through the use cases.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper fails its test at the step that the test takes for granted"
)]

mod app;
mod clock;
mod cluster;
mod database;
mod entropy;
mod fixtures;
mod hasher;
mod mail_server;
pub mod member_app;
pub mod phone;
mod places;
mod pooler;
mod scale;
#[cfg(feature = "web")]
mod site;
mod tables;

pub use app::{App, NAME, ORIGIN, Plan};
pub use clock::TestClock;
pub use cluster::{Reach, TestCluster};
pub use database::{Database, is_postgres};
pub use entropy::SeededEntropy;
pub use fixtures::{Fixtures, Repaired, SIGN_IN_ONLY, T0, hash, member_by_key, required_since};
pub use hasher::PlainHasher;
pub use mail_server::{MailServer, MailServerPlan, MailTls};
pub use member_app::MemberApp;
pub use places::MmdbPlan;
pub use pooler::TestPooler;
pub use scale::{cases, rounds};
#[cfg(feature = "web")]
pub use site::{Mailbox, Site};
pub use tables::{Rows, Tables};

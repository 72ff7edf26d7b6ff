//! The one seam to a database, at the grain of use cases: a trait for each subject, together a [`Store`].
//!
//! Every method is atomic and leaves nothing half done. `None`, `false` and the enums mean "the answer is no";
//! [`InternalError`] means "could not find out": the caller must then assume the worst (a code counts as used). No
//! transaction handle crosses these traits; rows that another node may change at the same moment are locked or compared
//! inside the method.
//!
//! Rows are locked in one order everywhere, so that two methods wait for each other in a line and never in a ring:
//! account → member(s) by id → counters and windows by name → device, recovery code, key → challenge, session.

use crate::{
    InternalError, Timestamp, devices::store::DeviceStore, kernel::seal::Sealed, mail::OutboxMail,
    mail::store::OutboxStore, profile::store::ProfileStore, recovery::store::RecoveryStore,
    registration::store::RegistrationStore, sessions::store::SessionStore, sign_in::store::SignInStore,
};
use async_trait::async_trait;

/// What is committed together with a change, besides the change itself.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// Mails that go out.
    pub mails: Vec<OutboxMail>,
}

impl Effects {
    /// Nothing besides the change.
    pub const fn none() -> Self {
        Self { mails: Vec::new() }
    }

    /// These mails.
    pub const fn mails(mails: Vec<OutboxMail>) -> Self {
        Self { mails }
    }
}

/// Twofold's storage.
#[async_trait]
pub trait Store:
    SignInStore + SessionStore + DeviceStore + RecoveryStore + RegistrationStore + ProfileStore + OutboxStore
{
    /// Whether the database answers.
    async fn ping(&self) -> Result<(), InternalError>;
    /// The sealed canary that proves that the keys fit; `None` in a new database.
    async fn canary(&self) -> Result<Option<Sealed>, InternalError>;
    /// Plants the canary if there is none (another node may have been faster) and returns the one that is there.
    async fn plant_canary(&self, canary: &Sealed) -> Result<Sealed, InternalError>;
    /// Erases what is over: links, sign-ups, challenges, sessions, pending devices, reveals, windows, known browsers.
    async fn sweep(&self, now: Timestamp) -> Result<(), InternalError>;
}

//! The storage interface, at the granularity of use cases: one trait per subject, combined in [`Store`].
//!
//! Every method is atomic. `None`, `false` and the outcome enums mean that the rules refuse; [`InternalError`] means
//! that the outcome is unknown, and callers must assume the worst (a code counts as used). No transaction handle
//! crosses these traits: rows that another node may change concurrently are locked or compared inside the method.
//!
//! All methods lock rows in the same order, which rules out deadlocks: account, members by id, counters and windows by name,
//! changes of addresses, invitation, device, recovery code or API key, request for approval, challenge, session, trusted
//! browser, what a browser has at applications, app, sign-in at an app, its token, what the app may know, access token, windows
//! of mails by member and kind, what a member should renew.

use crate::{
    InternalError, Timestamp,
    activity::{Event, store::ActivityStore},
    api_keys::store::{ApiKeyStore, MachineDeviceStore},
    approvals::store::ApprovalStore,
    closing::store::ClosingStore,
    devices::{remote::store::RemoteStore, renewal::Renewal, store::DeviceStore},
    email_change::store::EmailChangeStore,
    forward_auth::store::AppStore,
    freeze::store::FreezeStore,
    introspection::store::ResourceStore,
    kernel::seal::Sealed,
    mail::{NewMail, store::OutboxStore},
    oidc::{clients::store::ClientStore, grants::store::GrantStore, keys::store::KeyStore},
    operator::store::OperatorStore,
    password_reset::store::PasswordResetStore,
    policy::store::PolicyStore,
    profile::store::ProfileStore,
    recovery::store::RecoveryStore,
    registration::store::RegistrationStore,
    sessions::{store::SessionStore, trusted::store::TrustedBrowserStore},
    sign_in::store::SignInStore,
    sweep::SweepRecord,
    team::{reset::store::ResetStore, store::TeamStore},
    tokens::store::TokenStore,
};
use async_trait::async_trait;

/// Writes that are committed together with a change.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// Mails for the outbox. Those beyond [`crate::mail::cap::MAILS_PER_HOUR`] are counted only.
    pub mails: Vec<NewMail>,
    /// Events for the activity.
    pub events: Vec<Event>,
    /// What the member should renew from now on, or need not any more.
    pub renewals: Vec<Renewal>,
}

impl Effects {
    /// No further writes.
    pub const fn none() -> Self {
        Self::mails(Vec::new())
    }

    /// Queues these mails.
    pub const fn mails(mails: Vec<NewMail>) -> Self {
        Self {
            mails,
            events: Vec::new(),
            renewals: Vec::new(),
        }
    }

    /// Adds those of something that is committed together with this.
    pub fn add(&mut self, more: &Self) {
        self.mails.extend_from_slice(&more.mails);
        self.events.extend_from_slice(&more.events);
        self.renewals.extend_from_slice(&more.renewals);
    }

    /// Records these events.
    pub const fn events(events: Vec<Event>) -> Self {
        Self {
            mails: Vec::new(),
            events,
            renewals: Vec::new(),
        }
    }
}

/// Twofold's storage.
#[async_trait]
pub trait Store:
    SignInStore
    + SessionStore
    + TrustedBrowserStore
    + DeviceStore
    + RecoveryStore
    + RegistrationStore
    + PasswordResetStore
    + EmailChangeStore
    + ProfileStore
    + OutboxStore
    + ActivityStore
    + ApiKeyStore
    + MachineDeviceStore
    + TokenStore
    + ResourceStore
    + AppStore
    + ApprovalStore
    + TeamStore
    + PolicyStore
    + ResetStore
    + RemoteStore
    + OperatorStore
    + FreezeStore
    + ClosingStore
    + ClientStore
    + GrantStore
    + KeyStore
{
    /// Checks that the database responds.
    async fn ping(&self) -> Result<(), InternalError>;
    /// Returns the sealed canary, which proves that the keys belong to this database; `None` in a new database.
    async fn canary(&self) -> Result<Option<Sealed>, InternalError>;
    /// Stores the canary unless another node has stored one, and returns the stored one.
    async fn plant_canary(&self, canary: &Sealed) -> Result<Sealed, InternalError>;
    /// Returns what is remembered of the sweep; `None` before the first run.
    async fn sweep_record(&self) -> Result<Option<SweepRecord>, InternalError>;
    /// Asks [`SweepRecord::decide`] whether the sweep may run now, and remembers the run. A first run may.
    async fn may_sweep(&self, now: Timestamp) -> Result<bool, InternalError>;
    /// Erases expired links, sign-ups, invitations, challenges, sessions, pending devices, reveals, windows and known browsers. Rows
    /// that a clock ahead of this one has written stay until their time, because this one may be behind.
    async fn sweep(&self, now: Timestamp) -> Result<(), InternalError>;
}

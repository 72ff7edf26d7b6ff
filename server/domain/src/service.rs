//! The service that the use cases are methods of. Each use case checks the rules itself and then makes one change in
//! the store; none relies on what a page hid or showed.

use crate::{
    Clock, Store, Timestamp,
    activity::Refusals,
    api_keys::scope::OperatorScopes,
    kernel::{
        counter::Limits,
        ports::{Entropy, Hasher, Signer},
        seal::Vault,
    },
    oidc::keys::KeyRing,
    places::Places,
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Who may register without an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Anyone: a sign-up creates an account and its owner.
    Open,
    /// No one: members join by invitation.
    Invite,
    /// No one: members are created by a command.
    Closed,
}

/// The operator's settings that the use cases depend on.
#[derive(Clone, Debug)]
pub struct ServiceSettings {
    /// The product name: issuer in authenticator apps, page titles, sender of mails.
    pub name: String,
    /// The public origin, without a trailing slash.
    pub origin: String,
    /// Who may register.
    pub registration: Registration,
    /// How long events are kept, in days.
    pub activity_days: i64,
    /// The origins of the applications behind forward-auth on hosts of their own, without a trailing slash.
    pub apps: Vec<String>,
    /// The scopes of the operator's API.
    pub scopes: OperatorScopes,
    /// The limits of counters; the product only uses the default.
    pub limits: Limits,
}

/// The dependencies of the use cases.
pub struct Parts {
    /// The storage.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The password hasher.
    pub hasher: Arc<dyn Hasher>,
    /// The maker of key pairs and signatures.
    pub signer: Arc<dyn Signer>,
    /// The keys for sealing.
    pub vault: Arc<Vault>,
    /// The places of network addresses.
    pub places: Arc<dyn Places>,
    /// The operator's settings.
    pub settings: ServiceSettings,
}

/// The use cases. Cheap to clone: all clones share their dependencies.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    parts: Parts,
    refusals: Refusals,
    key_ring: KeyRing,
    /// The events that were created.
    events: AtomicU64,
}

impl Service {
    /// Creates the service from its dependencies.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            parts,
            refusals: Refusals::default(),
            key_ring: KeyRing::default(),
            events: AtomicU64::default(),
        }))
    }

    /// Returns the store, for jobs and health checks.
    pub fn store(&self) -> &dyn Store {
        self.0.parts.store.as_ref()
    }

    /// Returns the operator's settings.
    pub fn settings(&self) -> &ServiceSettings {
        &self.0.parts.settings
    }

    /// Returns the database of places, for what shows a network address.
    pub fn places(&self) -> &Arc<dyn Places> {
        &self.0.parts.places
    }

    /// Returns the current time of the service's clock.
    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    pub(crate) fn next_event(&self) -> u64 {
        self.0.events.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn refusals(&self) -> &Refusals {
        &self.0.refusals
    }

    pub(crate) fn hasher(&self) -> &dyn Hasher {
        self.0.parts.hasher.as_ref()
    }

    pub(crate) fn signer(&self) -> &dyn Signer {
        self.0.parts.signer.as_ref()
    }

    pub(crate) fn key_ring(&self) -> &KeyRing {
        &self.0.key_ring
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.parts.vault
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.0.parts.entropy.as_ref()
    }

    pub(crate) fn shared_vault(&self) -> Arc<Vault> {
        Arc::clone(&self.0.parts.vault)
    }

    pub(crate) fn shared_entropy(&self) -> Arc<dyn Entropy> {
        Arc::clone(&self.0.parts.entropy)
    }

    pub(crate) fn salt(&self) -> [u8; 16] {
        let mut salt = [0; 16];
        self.entropy().fill(&mut salt);
        salt
    }
}

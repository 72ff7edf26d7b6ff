//! The use cases. Each method asks the rules, then makes one change in the store; none trusts what a page hid or showed.

use crate::{
    Clock, Store, Timestamp,
    kernel::{
        counter::Limits,
        ports::{Entropy, Hasher},
        seal::Vault,
    },
};
use std::sync::Arc;

/// Who may become a member by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Anybody: a sign-up makes an account and its owner.
    Open,
    /// Nobody: members join by invitation.
    Invite,
    /// Nobody: members are made by command.
    Closed,
}

/// What the operator decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The product's name: issuer in the phones, title, sender.
    pub name: String,
    /// The public origin, without a slash at the end.
    pub origin: String,
    /// Who may become a member.
    pub registration: Registration,
    /// The numbers of counters; the program has only the default.
    pub limits: Limits,
}

/// Everything the use cases stand on.
pub struct Parts {
    /// The database.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Slow hashing.
    pub hasher: Arc<dyn Hasher>,
    /// The keys.
    pub vault: Arc<Vault>,
    /// What the operator decides.
    pub settings: Settings,
}

/// Twofold's use cases. Cheap to clone; all clones share the same parts.
#[derive(Clone)]
pub struct Service(Arc<Parts>);

impl Service {
    /// The use cases on these parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The database, for jobs and health checks.
    pub fn store(&self) -> &dyn Store {
        self.0.store.as_ref()
    }

    /// What the operator decided.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The present moment, as all rules see it.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(crate) fn hasher(&self) -> &dyn Hasher {
        self.0.hasher.as_ref()
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.0.entropy.as_ref()
    }

    pub(crate) fn salt(&self) -> [u8; 16] {
        let mut salt = [0; 16];
        self.entropy().fill(&mut salt);
        salt
    }
}

//! What may come back: the state before a change of a member's security, sealed apart from the live rows.
//!
//! The store asks [`Keeper`] in the transaction of the change, after it has locked and read what goes, so that a code that is
//! used at the same moment is kept as used.

use super::rules::OpenChange;
use crate::{
    InternalError, Service, Timestamp,
    kernel::{
        clock::DAY,
        id::{DeviceId, KeptChangeId, MemberId, RecoveryCodeId},
        ports::Entropy,
        seal::{AssociatedData, Sealed, Vault},
    },
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use terms::ChangeKind;
use zeroize::Zeroizing;

/// How long a change can be undone, in seconds.
pub const UNDO_LIFE: i64 = 3 * DAY;
/// How long the address before a change is remembered, in seconds: as long as the links that went to it live.
pub const ADDRESS_LIFE: i64 = super::NOT_ME_LIFE;

/// A change with the state before it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// The e-mail address was changed.
    Email {
        /// The address before.
        old: String,
    },
    /// The password was changed. It does not come back, but proves other changes.
    Password {
        /// The hash of the password before.
        hash: String,
        /// Whether it was replaced with a mailed link, which takes the mailbox alone.
        by_link: bool,
    },
    /// A device was added.
    DeviceAdded {
        /// The device.
        device: DeviceId,
    },
    /// A device was removed.
    DeviceRemoved(Box<KeptDevice>),
    /// Two-factor was switched on.
    TwoFactorOn {
        /// When, as the member has it.
        since: Timestamp,
    },
    /// Two-factor was switched off.
    TwoFactorOff {
        /// The devices before.
        devices: Vec<KeptDevice>,
        /// The recovery codes before.
        codes: KeptCodes,
    },
    /// New recovery codes replaced the set before.
    CodesReplaced(KeptCodes),
}

/// A device that was removed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDevice {
    /// The id.
    pub id: DeviceId,
    /// The name.
    pub label: String,
    /// The label in authenticator apps.
    pub key_label: Option<String>,
    /// The secret, which is sealed on its own.
    pub secret: Vec<u8>,
    /// The algorithm of its passcodes.
    pub algorithm: String,
    /// The digits of its passcodes.
    pub digits: i64,
    /// The name and address of the colleague who carries it.
    pub holder: Option<(String, String)>,
    /// Whether it signs in only.
    pub sign_in_only: i64,
    /// When it ends.
    pub usable_until: Option<i64>,
    /// When it was added.
    pub created_at: i64,
    /// When it was confirmed.
    pub confirmed_at: i64,
    /// The last accepted time step.
    pub last_step: i64,
    /// When, for what and from where it was used last.
    pub used: Option<(i64, String, String)>,
}

/// Recovery codes that were replaced.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCodes {
    /// The codes, used ones included.
    pub rows: Vec<KeptCode>,
    /// When the set was saved.
    pub saved_at: Option<i64>,
}

/// A recovery code that was replaced.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCode {
    /// The row's id.
    pub id: RecoveryCodeId,
    /// The first group.
    pub selector: String,
    /// The hash of the rest.
    pub hash: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

terms::redacted!(Kept, KeptDevice, KeptCodes, KeptCode);

/// A kept change as the store has it.
#[derive(Clone, Debug)]
pub struct KeptChange {
    /// The row's id.
    pub id: KeptChangeId,
    /// The kind of the change.
    pub kind: ChangeKind,
    /// The sealed [`Kept`].
    pub body: Sealed,
    /// When the change was made.
    pub at: Timestamp,
}

/// Seals and opens what may come back.
#[derive(Clone)]
pub struct Keeper {
    vault: Arc<Vault>,
    entropy: Arc<dyn Entropy>,
}

terms::redacted!(Keeper);

impl Kept {
    /// Returns the kind of the change.
    pub const fn kind(&self) -> ChangeKind {
        match self {
            Self::Email { .. } => ChangeKind::Email,
            Self::Password { .. } => ChangeKind::Password,
            Self::DeviceAdded { .. } => ChangeKind::DeviceAdded,
            Self::DeviceRemoved(_) => ChangeKind::DeviceRemoved,
            Self::TwoFactorOn { .. } => ChangeKind::TwoFactorOn,
            Self::TwoFactorOff { .. } => ChangeKind::TwoFactorOff,
            Self::CodesReplaced(_) => ChangeKind::RecoveryCodes,
        }
    }
}

impl Keeper {
    /// Creates a keeper that seals with this vault.
    pub fn new(vault: Arc<Vault>, entropy: Arc<dyn Entropy>) -> Self {
        Self { vault, entropy }
    }

    /// Seals a change of this member.
    ///
    /// # Errors
    /// If it cannot be written or sealed.
    pub fn keep(&self, kept: &Kept, member: &MemberId, at: Timestamp) -> Result<KeptChange, InternalError> {
        let id = KeptChangeId::random(self.entropy.as_ref());
        let text = serde_json::to_vec(kept).map_err(|e| InternalError::new("writing a kept change", e))?;
        let text = Zeroizing::new(text);
        let body = self.vault.seal(&text, place(&id, member), self.entropy.as_ref())?;
        Ok(KeptChange {
            id,
            kind: kept.kind(),
            body,
            at,
        })
    }

    fn open(&self, change: &KeptChange, member: &MemberId) -> Result<Kept, InternalError> {
        let text = self.vault.open(&change.body, place(&change.id, member))?;
        serde_json::from_slice(&text).map_err(|_| InternalError::new("reading a kept change", "not a change"))
    }

    /// Opens the changes of this member. A damaged one, or one that is sealed with a lost key,
    /// is left out, so that the account can still be frozen.
    pub fn opened(&self, changes: Vec<KeptChange>, member: &MemberId) -> Vec<OpenChange> {
        let open = |change: KeptChange| match self.open(&change, member) {
            Ok(kept) => Some(OpenChange {
                id: change.id,
                kept,
                at: change.at,
            }),
            Err(error) => {
                tracing::warn!(%error, change = %change.id, "a change cannot be undone");
                None
            }
        };
        changes.into_iter().filter_map(open).collect()
    }
}

impl Service {
    /// Returns the keeper for the changes of a use case.
    pub(crate) fn keeper(&self) -> Keeper {
        Keeper::new(self.shared_vault(), self.shared_entropy())
    }
}

fn place<'a>(id: &'a KeptChangeId, member: &'a MemberId) -> AssociatedData<'a> {
    AssociatedData {
        table: "kept_change",
        column: "body",
        row: id.as_str(),
        owner: member.as_str(),
    }
}

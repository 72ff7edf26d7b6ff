//! Storage of API keys.

use super::{
    key::{KeyOfMember, NewApiKey, ShownKey},
    machine::{MachineDevice, MachineEnrolment, NewMachineDevice},
};
use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{AccountId, ApiKeyId, MemberId, SessionId},
        token::TokenDigest,
    },
    sessions::{
        change::{AccountChange, Change, Changed},
        session::ProofRequirement,
    },
    store::Effects,
};
use async_trait::async_trait;

/// The outcome of storing a new key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// The key exists.
    Done,
    /// Another key of the member has the name.
    NameTaken,
    /// The member has the maximum number of keys.
    TooMany,
    /// The session is over, or its step-up is not fresh enough.
    NotProved,
    /// No key may be made before this moment, see [`crate::profile::member::Member::quarantined_until`].
    RecentRepair(Timestamp),
}

/// Storage of API keys.
#[async_trait]
pub trait ApiKeyStore: Send + Sync {
    /// Returns the keys of an account, or those of one of its members, with their holders: oldest first, expired ones
    /// included.
    async fn api_keys(&self, account: &AccountId, member: Option<&MemberId>)
    -> Result<Vec<KeyOfMember>, InternalError>;
    /// Returns a key of this account with its holder.
    async fn api_key(&self, id: &ApiKeyId, account: &AccountId) -> Result<Option<KeyOfMember>, InternalError>;
    /// Returns the key with this text and its holder in one read.
    async fn api_key_by(&self, digest: &TokenDigest) -> Result<Option<KeyOfMember>, InternalError>;
    /// Stores a new key if the session is live and satisfies the required step-up.
    async fn make_api_key(
        &self,
        new: &NewApiKey,
        session: &TokenDigest,
        required: Option<ProofRequirement>,
        effects: &Effects,
    ) -> Result<Made, InternalError>;
    /// Returns the text of a new key, if this session may still show it.
    async fn shown_api_key(
        &self,
        id: &ApiKeyId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<ShownKey>, InternalError>;
    /// Erases the text of a new key: it cannot be read again.
    async fn forget_api_key_text(&self, id: &ApiKeyId, session: &SessionId) -> Result<(), InternalError>;
    /// Erases a key; false if there is none.
    async fn end_api_key(&self, id: &ApiKeyId, effects: &Effects) -> Result<bool, InternalError>;
    /// Sets the account's switch if the session is live, satisfies the required step-up, and its member decides about
    /// it. Nothing is written if it was set like this before. [`Changed::NotFound`] for a member who does not decide.
    async fn decide_every_call(&self, change: &AccountChange, on: bool) -> Result<Changed, InternalError>;
    /// Records that a key was used from this address.
    async fn touch_api_key(&self, id: &ApiKeyId, address: &str, now: Timestamp) -> Result<(), InternalError>;
}

/// Storage of the machine devices of API keys.
#[async_trait]
pub trait MachineDeviceStore: Send + Sync {
    /// Returns the confirmed machine device of a key.
    async fn machine_device(&self, key: &ApiKeyId) -> Result<Option<MachineDevice>, InternalError>;
    /// Adds a pending machine device if the session is live and satisfies the required step-up, and the key is its
    /// member's. It replaces the pending one of the key; a confirmed one stays until the new one is confirmed.
    async fn add_machine_device(
        &self,
        new: &NewMachineDevice,
        session: &TokenDigest,
        required: Option<ProofRequirement>,
        effects: &Effects,
    ) -> Result<Changed, InternalError>;
    /// Returns the pending, unexpired machine device that this session added to the key.
    async fn machine_enrolment(
        &self,
        key: &ApiKeyId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<MachineEnrolment>, InternalError>;
    /// Erases the machine devices of a key, also a pending one, and the tokens that they bought.
    /// [`Changed::NotFound`] if there is none.
    async fn remove_machine_device(&self, key: &ApiKeyId, change: &Change) -> Result<Changed, InternalError>;
}

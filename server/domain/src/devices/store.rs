//! Storage of devices.

use super::{
    device::{Device, Enrolment, NewDevice},
    renewal::Renewal,
};
use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{DeviceId, MemberId, SessionId},
        label::Label,
        token::TokenDigest,
    },
    sessions::{
        change::{Change, Changed},
        session::ProofRequirement,
    },
    store::Effects,
};
use async_trait::async_trait;

/// The outcome of adding or renaming a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// The device exists under this name.
    Done,
    /// Another device of the member has this name.
    NameTaken,
    /// The member has the maximum number of devices.
    TenDevices,
    /// The session is over, or its step-up is not fresh enough.
    NotProved,
    /// The device has a holder, but two-factor is off.
    TwoFactorOff,
    /// The device that it was to replace is not a confirmed one of the member's own.
    NothingToReplace,
}

/// A device with its new name.
#[derive(Clone, Copy, Debug)]
pub struct Renaming<'a> {
    /// The device.
    pub device: &'a DeviceId,
    /// Its member.
    pub member: &'a MemberId,
    /// The session that asks.
    pub session: &'a SessionId,
    /// The new name.
    pub label: &'a Label,
    /// The current time.
    pub now: Timestamp,
}

/// What to do if the removed device is the last one that steps up, see [`Device::steps_up`]. Removing any other device
/// is no such case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfLast {
    /// Refuse with [`Changed::LastDevice`].
    Refuse,
    /// Switch two-factor off; refuse with [`Changed::NotLast`] if it is not, and with
    /// [`Changed::RecentRepair`] as [`DeviceStore::switch_off`] does.
    SwitchOff,
    /// Keep two-factor on (lost device, repair session).
    StayOn,
}

/// Storage of a member's devices.
#[async_trait]
pub trait DeviceStore: Send + Sync {
    /// Returns all devices of a member except expired pending ones, oldest first.
    async fn devices(&self, member: &MemberId, now: Timestamp) -> Result<Vec<Device>, InternalError>;
    /// Adds a pending device if the session is live and satisfies the required step-up; one with a holder also needs
    /// two-factor to be on. It replaces the session's
    /// pending device, and gets a label of its own, see [`super::key_label`]. Those of other sessions block nothing: the
    /// one with this name goes, and all go if there would be too many devices.
    ///
    /// One that is to replace another needs no free place, and gets the other's label in authenticator apps. It ends with
    /// the other, and when another replacement of it is begun.
    async fn add_device(
        &self,
        device: &NewDevice,
        session: &TokenDigest,
        required: Option<ProofRequirement>,
        effects: &Effects,
    ) -> Result<Added, InternalError>;
    /// Returns a pending, unexpired device of the member.
    async fn enrolment(
        &self,
        device: &DeviceId,
        member: &MemberId,
        now: Timestamp,
    ) -> Result<Option<Enrolment>, InternalError>;
    /// Renames a device; `None` if the member has no such device, or if another session added it and it is pending. The
    /// name of another session's pending device is free, and that device goes.
    async fn rename_device(&self, renaming: &Renaming<'_>, effects: &Effects) -> Result<Option<Added>, InternalError>;
    /// Erases a pending device and its secret; false if there is none.
    async fn discard_device(
        &self,
        device: &DeviceId,
        member: &MemberId,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Erases a confirmed device and its secret. Ends the sessions that it opened or that stepped up with it last,
    /// except the requesting one. If two-factor ends with it, all other sessions, all challenges and the recovery codes
    /// end as well.
    async fn remove_device(
        &self,
        device: &DeviceId,
        if_last: IfLast,
        change: &Change,
    ) -> Result<Changed, InternalError>;
    /// Returns what this member should renew.
    async fn renewals(&self, member: &MemberId) -> Result<Vec<Renewal>, InternalError>;
    /// Switches two-factor off: erases all devices, also pending ones, and all recovery codes, and ends all other
    /// sessions and all challenges. Returns [`Changed::NotFound`] if two-factor is off already, and
    /// [`Changed::TwoFactorRequired`] or [`Changed::RecentRepair`] if the policy or a recent repair forbids it.
    async fn switch_off(&self, change: &Change) -> Result<Changed, InternalError>;
}

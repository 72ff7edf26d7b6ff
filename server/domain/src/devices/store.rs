//! Devices in the database.

use super::device::{Device, Enrolment, NewDevice};
use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{DeviceId, MemberId},
        label::Label,
        token::TokenDigest,
    },
    sessions::{
        change::{Change, Changed},
        session::Proof,
    },
    store::Effects,
};
use async_trait::async_trait;

/// How adding or renaming a device ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is there, under this name.
    Done,
    /// Another device of the member has the name.
    NameTaken,
    /// Ten are there.
    TenDevices,
    /// The session is over, or its proofs are not fresh any more.
    NotProved,
}

/// What removing a device does when no other confirmed device is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfLast {
    /// Refuse with [`Changed::LastDevice`].
    Refuse,
    /// Switch two-factor off (*Switch off*); with another device left refuse with [`Changed::NotLast`].
    SwitchOff,
    /// Two-factor stays on (*I lost this phone*, repair).
    StayOn,
}

/// A member's devices.
#[async_trait]
pub trait DeviceStore: Send + Sync {
    /// All devices of a member but expired pending ones, oldest first.
    async fn devices(&self, member: &MemberId, now: Timestamp) -> Result<Vec<Device>, InternalError>;
    /// Adds a pending device. The session must be live and have the proofs that are asked for.
    async fn add_device(
        &self,
        device: &NewDevice,
        session: &TokenDigest,
        proof: Option<Proof>,
        effects: &Effects,
    ) -> Result<Added, InternalError>;
    /// A pending, unexpired device of the member.
    async fn enrolment(
        &self,
        device: &DeviceId,
        member: &MemberId,
        now: Timestamp,
    ) -> Result<Option<Enrolment>, InternalError>;
    /// Renames a device; `None`: the member has no such device.
    async fn rename_device(
        &self,
        device: &DeviceId,
        member: &MemberId,
        label: &Label,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Option<Added>, InternalError>;
    /// Erases a pending device with its secret; false if there is none.
    async fn discard_device(
        &self,
        device: &DeviceId,
        member: &MemberId,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Erases a confirmed device with its secret and ends the sessions that it opened or stepped up last, but for the
    /// asking one. When two-factor ends with it, all other sessions, challenges and the recovery codes end as well.
    async fn remove_device(
        &self,
        device: &DeviceId,
        if_last: IfLast,
        change: &Change,
    ) -> Result<Changed, InternalError>;
    /// Switches two-factor off: erases all devices, pending ones too, and recovery codes; ends all other sessions and
    /// challenges. [`Changed::NotFound`] if it is off already.
    async fn switch_off(&self, change: &Change) -> Result<Changed, InternalError>;
}

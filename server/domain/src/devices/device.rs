//! Devices as a state machine: only a confirmed device can verify, and only a pending one shows its secret.

use super::key_label::KeyLabel;
use crate::{
    Timestamp,
    kernel::{
        clock::MINUTE,
        id::{DeviceId, MemberId, SessionId},
        label::Label,
        seal::Sealed,
    },
    sign_in::passcode::TotpParameters,
};
use terms::Purpose;

/// How long a pending device waits for its first passcode, in seconds.
pub const PENDING_LIFE: i64 = 15 * MINUTE;

/// A device of a member, with its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// The device's id.
    pub member: MemberId,
    /// The name, unique per member.
    pub label: Label,
    /// When the device was added.
    pub created_at: Timestamp,
    /// Whether the device is pending or confirmed.
    pub state: DeviceState,
}

/// The state of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceState {
    /// Waiting for the first passcode; not a second factor yet.
    Pending(Pending),
    /// A second factor: its passcodes are accepted.
    Confirmed(Confirmed),
}

/// The data of a pending device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The session that added the device. Only this session may see the secret and confirm; `None` if no session added
    /// it.
    pub made_in: Option<SessionId>,
    /// The device counts as absent from this moment on.
    pub expires_at: Timestamp,
}

/// The data of a confirmed device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// When the device was confirmed.
    pub at: Timestamp,
    /// The last use, if the device was used since it was confirmed.
    pub last_use: Option<LastUse>,
}

impl Pending {
    /// Whether `session` added this device.
    pub fn is_made_in(&self, session: &SessionId) -> bool {
        self.made_in.as_ref() == Some(session)
    }
}

/// The last use of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// When the device was used.
    pub at: Timestamp,
    /// What the passcode was used for.
    pub purpose: Purpose,
    /// The network address of the browser.
    pub address: String,
}

/// A confirmed device as the passcode check reads it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The device's id.
    pub device: DeviceId,
    /// The sealed secret.
    pub secret: Sealed,
    /// Algorithm and digits of the passcodes.
    pub parameters: TotpParameters,
    /// The last accepted time step; only later ones are accepted (RFC 6238 section 5.2).
    pub last_step: i64,
}

/// A device to be added.
#[derive(Clone, Debug)]
pub struct NewDevice {
    /// The new id.
    pub id: DeviceId,
    /// The member it belongs to.
    pub member: MemberId,
    /// The name, unique per member.
    pub label: Label,
    /// The sealed secret.
    pub secret: Sealed,
    /// Algorithm and digits of the passcodes.
    pub parameters: TotpParameters,
    /// The session that adds the device and alone may see the secret.
    pub session: SessionId,
    /// The current time.
    pub created_at: Timestamp,
    /// `created_at` plus [`PENDING_LIFE`].
    pub expires_at: Timestamp,
}

/// A pending device with its sealed secret.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// The device's id.
    pub id: DeviceId,
    /// The name.
    pub label: Label,
    /// The label in authenticator apps, which stays when the device is renamed.
    pub key_label: Option<KeyLabel>,
    /// The sealed secret.
    pub secret: Sealed,
    /// Algorithm and digits of the passcodes.
    pub parameters: TotpParameters,
    /// The session that added the device, if a session did.
    pub made_in: Option<SessionId>,
    /// When the device expires.
    pub expires_at: Timestamp,
}

//! Devices as a state machine: only a confirmed device can verify, and only a pending one shows its secret.

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

/// How long a pending device waits for its first code, in seconds.
pub const PENDING_LIFE: i64 = 15 * MINUTE;

/// A device of a member, with its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// The member it belongs to.
    pub member: MemberId,
    /// Its name, unique per member.
    pub label: Label,
    /// When it was added.
    pub created_at: Timestamp,
    /// Pending or confirmed.
    pub state: DeviceState,
}

/// The states of a device that exist so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceState {
    /// Waits for its first code; protects nothing.
    Pending(Pending),
    /// Its codes count.
    Confirmed(Confirmed),
}

/// What only a pending device has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The session that made it and alone may see the secret and confirm; `None`: it was not made in a session.
    pub made_in: Option<SessionId>,
    /// From this moment on it counts as absent.
    pub expires_at: Timestamp,
}

/// What only a confirmed device has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Since when its codes count.
    pub at: Timestamp,
    /// When, for what and where it was last used.
    pub last_use: Option<LastUse>,
}

impl Pending {
    /// Whether this session made it.
    pub fn is_made_in(&self, session: &SessionId) -> bool {
        self.made_in.as_ref() == Some(session)
    }
}

/// The last use of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// When.
    pub at: Timestamp,
    /// For what: `sign-in`, `step-up` or `set-up`.
    pub purpose: Purpose,
    /// Where: the network address of the browser.
    pub address: String,
}

/// A confirmed device as the passcode check needs it: the sealed secret and the last step that was accepted.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Which device.
    pub device: DeviceId,
    /// Its sealed secret.
    pub secret: Sealed,
    /// How it makes its codes.
    pub parameters: TotpParameters,
    /// The last time step that was accepted (RFC 6238 section 4.2); later codes only.
    pub last_step: i64,
}

/// A device about to be added.
#[derive(Clone, Debug)]
pub struct NewDevice {
    /// Its id.
    pub id: DeviceId,
    /// The member it belongs to.
    pub member: MemberId,
    /// Its name.
    pub label: Label,
    /// Its sealed secret.
    pub secret: Sealed,
    /// How it makes its codes.
    pub parameters: TotpParameters,
    /// The session that makes it and alone may see it.
    pub session: SessionId,
    /// The present moment.
    pub created_at: Timestamp,
    /// Now plus [`PENDING_LIFE`].
    pub expires_at: Timestamp,
}

/// A pending device in the session that made it.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// The device.
    pub id: DeviceId,
    /// Its name.
    pub label: Label,
    /// Its sealed secret.
    pub secret: Sealed,
    /// How it makes its codes.
    pub parameters: TotpParameters,
    /// The session that made it, if one did.
    pub made_in: Option<SessionId>,
    /// When it expires.
    pub expires_at: Timestamp,
}

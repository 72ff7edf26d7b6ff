//! Devices as a state machine: only a confirmed device can verify, and only a pending one shows its secret.

use super::key_label::KeyLabel;
use crate::{
    Timestamp,
    kernel::{
        clock::MINUTE,
        email::Email,
        id::{DeviceId, MemberId, SessionId},
        label::Label,
        seal::Sealed,
    },
    sign_in::passcode::TotpParameters,
};
use terms::{Purpose, SessionKind};

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
    /// Who carries it, if that is not the member.
    pub holder: Option<Holder>,
    /// What it may do, and until when.
    pub validity: Validity,
    /// Whether the device is pending or confirmed.
    pub state: DeviceState,
}

/// The colleague who carries a member's device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The colleague's name, 1–64 characters.
    pub name: String,
    /// The colleague's address.
    pub email: Email,
}

/// What a device's passcodes are good for, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// They sign in, to a session that changes nothing, and do nothing else.
    pub sign_in_only: bool,
    /// They are good for nothing from this moment on.
    pub until: Option<Timestamp>,
}

impl Validity {
    /// Everything, without an end: what the member's own devices and machine devices have.
    pub const FULL: Self = Self {
        sign_in_only: false,
        until: None,
    };

    /// Whether the end has come.
    pub fn is_over(self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Whether a passcode may be used for this.
    pub fn permits(self, purpose: Purpose, now: Timestamp) -> bool {
        !self.is_over(now) && (!self.sign_in_only || purpose == Purpose::SignIn)
    }

    /// The kind of session that a passcode opens.
    pub const fn opens(self) -> SessionKind {
        match self.sign_in_only {
            true => SessionKind::SignInOnly,
            false => SessionKind::Full,
        }
    }

    /// The end of something that would last until `end`.
    pub fn cap(self, end: Timestamp) -> Timestamp {
        self.until.map_or(end, |until| until.min(end))
    }
}

impl Device {
    /// Whether the member can step up with it: what protects the sign-in counts such devices only.
    pub fn steps_up(&self, now: Timestamp) -> bool {
        matches!(self.state, DeviceState::Confirmed(_)) && self.validity.permits(Purpose::StepUp, now)
    }
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
    /// What its passcodes are good for.
    pub validity: Validity,
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
    /// Who carries it, if that is not the member; two-factor must be on then.
    pub holder: Option<Holder>,
    /// What it may do, and until when.
    pub validity: Validity,
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
    /// Who carries it, if that is not the member.
    pub holder: Option<Holder>,
    /// What it will be good for.
    pub validity: Validity,
    /// The session that added the device, if a session did.
    pub made_in: Option<SessionId>,
    /// When the device expires.
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_only_device_signs_in_and_nothing_else() {
        let validity = Validity {
            sign_in_only: true,
            ..Validity::FULL
        };
        let permitted = |validity: Validity| Purpose::ALL.iter().filter(move |p| validity.permits(**p, Timestamp(0)));
        assert_eq!(permitted(validity).collect::<Vec<_>>(), [&Purpose::SignIn]);
        assert_eq!(permitted(Validity::FULL).count(), Purpose::ALL.len());
        assert_eq!(validity.opens(), SessionKind::SignInOnly);
        assert_eq!(Validity::FULL.opens(), SessionKind::Full);
    }

    #[test]
    fn nothing_is_permitted_from_its_end_on_and_nothing_that_it_opens_lasts_longer() {
        let validity = Validity {
            until: Some(Timestamp(10)),
            ..Validity::FULL
        };
        for purpose in Purpose::ALL {
            assert!(validity.permits(*purpose, Timestamp(9)) && !validity.permits(*purpose, Timestamp(10)));
        }
        assert_eq!(
            [validity.cap(Timestamp(9)), validity.cap(Timestamp(11))],
            [Timestamp(9), Timestamp(10)]
        );
        assert_eq!(Validity::FULL.cap(Timestamp(11)), Timestamp(11));
    }
}

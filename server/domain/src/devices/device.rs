//! Devices as a state machine: only a confirmed device can verify, and only a pending one shows its secret.

use super::key_label::KeyLabel;
use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, MINUTE},
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
/// A device that was not used for so long asks to be tried, in seconds.
pub const UNUSED_FOR: i64 = 28 * DAY;

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

    /// The name that people know it by: a device that is to replace another will have that one's.
    pub fn shown_label(&self) -> &Label {
        match &self.state {
            DeviceState::Pending(pending) => pending.replaces.as_ref().map_or(&self.label, |old| &old.label),
            DeviceState::Confirmed(_) => &self.label,
        }
    }

    /// Whether it is a confirmed device that the member carries, not a colleague.
    pub const fn is_own(&self) -> bool {
        matches!(self.state, DeviceState::Confirmed(_)) && self.holder.is_none()
    }

    /// Whether its passcodes would be accepted, but none was for [`UNUSED_FOR`]. A moment in the future counts for nothing.
    pub fn is_unused(&self, now: Timestamp) -> bool {
        match &self.state {
            DeviceState::Confirmed(confirmed) => {
                let last = confirmed.last_use.as_ref().map_or(confirmed.at, |used| used.at);
                !self.validity.is_over(now) && now.since(last) >= UNUSED_FOR
            }
            DeviceState::Pending(_) => false,
        }
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
    /// The confirmed device whose place it takes.
    pub replaces: Option<Replaced>,
}

/// A confirmed device that a pending one is to replace. It works until then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The device's id.
    pub id: DeviceId,
    /// Its name, which the other takes over.
    pub label: Label,
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
    /// The confirmed device of the member whose place it takes. It must have no holder.
    pub replaces: Option<DeviceId>,
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
    /// The confirmed device whose place it takes.
    pub replaces: Option<Replaced>,
}

impl Enrolment {
    /// The name that the device will have.
    pub fn future_label(&self) -> &Label {
        self.replaces.as_ref().map_or(&self.label, |old| &old.label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confirmed(at: i64, used_at: Option<i64>, until: Option<i64>) -> Device {
        let last_use = used_at.map(|at| LastUse {
            at: Timestamp(at),
            purpose: Purpose::SignIn,
            address: String::new(),
        });
        Device {
            id: DeviceId::from_store("d".into()),
            member: MemberId::from_store("m".into()),
            label: Label::from_store("My phone".into()),
            created_at: Timestamp(0),
            holder: None,
            validity: Validity {
                until: until.map(Timestamp),
                ..Validity::FULL
            },
            state: DeviceState::Confirmed(Confirmed {
                at: Timestamp(at),
                last_use,
            }),
        }
    }

    #[test]
    fn a_device_is_unused_28_days_after_its_last_use_or_after_it_was_confirmed() {
        let now = Timestamp(100 * DAY);
        let ago = |days: i64, seconds: i64| now.plus(-days * DAY + seconds).0;
        for (at, used_at, until, expected) in [
            (ago(28, 0), None, None, true),
            (ago(28, 1), None, None, false),
            (ago(90, 0), Some(ago(28, 0)), None, true),
            (ago(90, 0), Some(ago(28, 1)), None, false),
            (ago(90, 0), Some(ago(0, 60)), None, false),
            (ago(0, 60), None, None, false),
            (ago(90, 0), None, Some(now.0), false),
            (ago(90, 0), None, Some(now.0 + 1), true),
        ] {
            let device = confirmed(at, used_at, until);
            assert_eq!(device.is_unused(now), expected, "{at} {used_at:?} {until:?}");
        }
        let pending = Device {
            state: DeviceState::Pending(Pending {
                made_in: None,
                expires_at: now,
                replaces: None,
            }),
            ..confirmed(0, None, None)
        };
        assert!(!pending.is_unused(now), "it never worked");
    }

    #[test]
    fn a_device_that_is_to_replace_another_is_shown_under_its_name() {
        let old = confirmed(0, None, None);
        let state = |replaces| {
            DeviceState::Pending(Pending {
                made_in: None,
                expires_at: Timestamp(0),
                replaces,
            })
        };
        let of = |replaces| Device {
            label: Label::from_store("My phone 2".into()),
            state: state(replaces),
            ..confirmed(0, None, None)
        };
        let replaced = Replaced {
            id: old.id.clone(),
            label: old.label.clone(),
        };
        assert_eq!(of(Some(replaced)).shown_label(), &old.label);
        assert_eq!(of(None).shown_label().as_str(), "My phone 2");
        assert!(old.is_own() && !of(None).is_own(), "a pending one is nobody's yet");
    }

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

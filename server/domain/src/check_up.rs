//! The security check-up: what protects a member, what is weak, and the one next step.

use crate::{
    Result, Service, Timestamp,
    devices::device::Device,
    email_change::store::EmailChange,
    sessions::{SignedIn, session::SignIn},
};
use terms::limits::RECOVERY_CODES_FEW;

/// What protects a member at the moment.
#[derive(Debug)]
pub struct CheckUp {
    /// When the password was set.
    pub password_changed_at: Timestamp,
    /// The change of the address that waits for its confirmation.
    pub email_change: Option<EmailChange>,
    /// Whether two-factor is on.
    pub two_factor: bool,
    /// Whether it is recommended: it is off, and *Not now* was not pressed lately.
    pub recommends_two_factor: bool,
    /// Number of devices that the member can step up with.
    pub devices: usize,
    /// A device of the member's own that was not used for long, see [`Device::is_unused`].
    pub unused: Option<Device>,
    /// Number of unused recovery codes.
    pub codes_left: u32,
    /// Whether the recovery codes count as saved.
    pub codes_saved: bool,
    /// Number of sessions, this one included.
    pub sessions: usize,
    /// Number of browsers that skip the second factor.
    pub trusted: usize,
    /// Number of API keys that work.
    pub keys: usize,
    /// Whether these keys work without a second factor.
    pub keys_alone: bool,
    /// The last sign-in from any browser.
    pub last_sign_in: SignIn,
    /// Whether that was in this session.
    pub signed_in_here: bool,
    /// The colleague's device that was used for it, if it was one.
    pub with: Option<Device>,
}

/// The one thing to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Switch two-factor on.
    Protect,
    /// Nothing for some days: the member said *Not now* to it.
    NotNow,
    /// Add a device: only a recovery code opens the account now.
    AddDevice,
    /// Make new recovery codes, because few are left.
    FewCodes,
    /// Save the recovery codes.
    SaveCodes,
    /// Try the device that was not used for long.
    TryDevice,
    /// Add a second device.
    SecondDevice,
    /// Nothing.
    Nothing,
}

impl CheckUp {
    /// Returns the most urgent thing to do.
    pub const fn next_step(&self) -> NextStep {
        match (self.two_factor, self.devices) {
            (false, _) if self.recommends_two_factor => NextStep::Protect,
            (false, _) => NextStep::NotNow,
            (true, 0) => NextStep::AddDevice,
            (true, _) if self.codes_left <= RECOVERY_CODES_FEW => NextStep::FewCodes,
            (true, _) if !self.codes_saved => NextStep::SaveCodes,
            (true, _) if self.unused.is_some() => NextStep::TryDevice,
            (true, 1) => NextStep::SecondDevice,
            (true, _) => NextStep::Nothing,
        }
    }
}

impl Service {
    /// Returns what protects this person.
    pub async fn check_up(&self, who: &SignedIn) -> Result<CheckUp> {
        let list = self.devices(who).await?;
        let (keys, sessions) = (self.usable_keys(who).await?, self.sessions(who).await?);
        let last = self.last_sign_in(who).await?;
        Ok(CheckUp {
            password_changed_at: who.member.password_changed_at,
            email_change: self.email_change(who).await?,
            two_factor: who.member.two_factor_since.is_some(),
            recommends_two_factor: who.member.recommends_two_factor(who.now),
            devices: list.that_step_up(who.now),
            codes_left: list.codes_left,
            codes_saved: who.member.codes_saved_at.is_some(),
            unused: list
                .devices
                .into_iter()
                .find(|device| device.is_own() && device.is_unused(who.now)),
            sessions: sessions.len(),
            trusted: self.trusted_browsers(who).await?.len(),
            keys: keys.len(),
            keys_alone: !who.member.calls_need_factor(who.now),
            signed_in_here: last.session == who.session.id,
            with: self.signed_in_with(who, &last).await?,
            last_sign_in: last,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        devices::device::{Confirmed, DeviceState, Validity},
        kernel::{
            id::{DeviceId, MemberId, SessionId},
            label::Label,
        },
    };

    fn unused() -> Device {
        Device {
            id: DeviceId::from_store("d".into()),
            member: MemberId::from_store("m".into()),
            label: Label::from_store("My phone".into()),
            created_at: Timestamp(0),
            holder: None,
            validity: Validity::FULL,
            state: DeviceState::Confirmed(Confirmed {
                at: Timestamp(0),
                last_use: None,
            }),
        }
    }

    fn step(change: impl FnOnce(&mut CheckUp)) -> NextStep {
        let mut strong = CheckUp {
            password_changed_at: Timestamp(0),
            email_change: None,
            two_factor: true,
            recommends_two_factor: false,
            devices: 2,
            unused: None,
            codes_left: 10,
            codes_saved: true,
            sessions: 1,
            trusted: 0,
            keys: 0,
            keys_alone: false,
            last_sign_in: SignIn {
                session: SessionId::from_store("s".into()),
                at: Timestamp(0),
                device: None,
                address: String::new(),
                agent: String::new(),
            },
            signed_in_here: true,
            with: None,
        };
        change(&mut strong);
        strong.next_step()
    }

    #[test]
    fn the_most_urgent_thing_comes_first() {
        assert_eq!(step(|_| {}), NextStep::Nothing);
        assert_eq!(step(|of| of.devices = 1), NextStep::SecondDevice);
        assert_eq!(
            step(|of| (of.devices, of.unused) = (1, Some(unused()))),
            NextStep::TryDevice
        );
        assert_eq!(
            step(|of| (of.unused, of.codes_saved) = (Some(unused()), false)),
            NextStep::SaveCodes
        );
        assert_eq!(
            step(|of| (of.codes_left, of.codes_saved) = (3, false)),
            NextStep::FewCodes
        );
        assert_eq!(step(|of| (of.devices, of.codes_left) = (0, 2)), NextStep::AddDevice);
    }

    #[test]
    fn two_factor_is_recommended_until_not_now() {
        let off = |recommends: bool| step(|of| (of.two_factor, of.recommends_two_factor) = (false, recommends));
        assert_eq!([off(true), off(false)], [NextStep::Protect, NextStep::NotNow]);
    }
}

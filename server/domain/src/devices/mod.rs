//! The device list, and what members do with their devices.

pub mod colleague;
pub mod device;
mod enrolment;
pub mod key_label;
pub mod key_uri;
pub mod remote;
pub mod renewal;
mod replacement;
mod secret;
pub mod store;
mod trial;

use crate::{
    Result, Service, Timestamp,
    api_keys::Program,
    kernel::{id::DeviceId, label::Label, token::PlainToken},
    mail::About,
    sessions::{SignedIn, change::Changed},
    store::Effects,
};
use device::{Device, DeviceState};
use renewal::Renewal;
use store::{Added, IfLast, Renaming};
use terms::{Conflict, EventKind, Rejection, RenewalKind, SessionKind, limits::DEVICES_MAX};

pub use enrolment::{ConfirmedDevice, SetUpView};

/// A member's devices, oldest first.
#[derive(Debug)]
pub struct DeviceList {
    /// All devices except expired pending ones. One that is to replace another follows it.
    pub devices: Vec<Device>,
    /// Number of unused recovery codes.
    pub codes_left: u32,
}

/// How a device is to be removed.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The device was reported as lost: two-factor stays on even if no device is left.
    pub lost: bool,
    /// The page announced that this is the last device, so removing it switches two-factor off.
    pub switch_off: bool,
    /// What the member wants to renew, because the device was a colleague's.
    pub renew: Vec<RenewalKind>,
}

/// The result of removing a device.
#[derive(Debug)]
pub struct Removed {
    /// The session's new token; `None` if the session was proved with the removed device and ended with it.
    pub token: Option<PlainToken>,
}

impl DeviceList {
    /// Number of devices that the member can step up with.
    pub fn that_step_up(&self, now: Timestamp) -> usize {
        self.devices.iter().filter(|device| device.steps_up(now)).count()
    }

    /// Whether this is the only device that the member can step up with.
    pub fn is_last(&self, device: &Device, now: Timestamp) -> bool {
        let mut others = self.devices.iter().filter(|other| other.id != device.id);
        device.steps_up(now) && !others.any(|other| other.steps_up(now))
    }

    /// Whether the member has the maximum number of confirmed devices.
    pub fn is_full(&self) -> bool {
        is_full(&self.devices)
    }
}

impl Service {
    /// Returns the member's devices and how many recovery codes are left.
    pub async fn devices(&self, who: &SignedIn) -> Result<DeviceList> {
        Ok(DeviceList {
            devices: beside_replaced(self.store().devices(&who.member.id, who.now).await?),
            codes_left: self.store().codes_left(&who.member.id).await?,
        })
    }

    /// Returns the devices of a program's member, without those that are to replace one of them.
    pub async fn devices_of(&self, program: &Program) -> Result<Vec<Device>> {
        let mut devices = self.store().devices(&program.member.id, program.now).await?;
        devices.retain(|device| !matches!(&device.state, DeviceState::Pending(pending) if pending.replaces.is_some()));
        Ok(devices)
    }

    /// Returns one device of this member.
    ///
    /// # Errors
    /// `NotFound`, for another member's device as for an unknown id.
    pub async fn device(&self, who: &SignedIn, device: &str) -> Result<Device> {
        let id = DeviceId::parse(device).ok_or(Rejection::NotFound)?;
        let devices = self.store().devices(&who.member.id, who.now).await?;
        let found = devices.into_iter().find(|device| device.id == id);
        Ok(found.ok_or(Rejection::NotFound)?)
    }

    /// Returns one confirmed device of this member, for [`Service::remove_device`].
    ///
    /// # Errors
    /// `NotFound`, also for a pending device, which is discarded instead of removed.
    pub async fn confirmed_device(&self, who: &SignedIn, device: &str) -> Result<Device> {
        let device = self.device(who, device).await?;
        match device.state {
            DeviceState::Confirmed(_) => Ok(device),
            DeviceState::Pending(_) => Err(Rejection::NotFound.into()),
        }
    }

    /// Renames a device. A pending one is renamed in the session that made it only.
    ///
    /// # Errors
    /// `Invalid(DeviceName)`, `NotFound`, `Conflict(DeviceName)`.
    pub async fn rename_device(&self, who: &SignedIn, device: &str, name: &str) -> Result<()> {
        let label = Label::parse(name)?;
        let id = DeviceId::parse(device).ok_or(Rejection::NotFound)?;
        let renaming = Renaming {
            device: &id,
            member: &who.member.id,
            session: &who.session.id,
            label: &label,
            now: who.now,
        };
        let event = self
            .event_by(EventKind::DeviceRenamed, who)
            .about_device(&id, Some(label.as_str()));
        let renamed = self
            .store()
            .rename_device(&renaming, &Effects::events(vec![event]))
            .await?;
        let renamed = renamed.ok_or(Rejection::NotFound).and_then(Added::into_result);
        self.noting(EventKind::DeviceRenamed, who, renamed.map_err(Into::into))
    }

    /// Removes a confirmed device and ends the sessions it opened.
    ///
    /// # Errors
    /// `StepUpNeeded`, `NotFound`, `Conflict(LastDevice)`, `Conflict(NotLast)`, `Conflict(RecentRepair)`,
    /// `Conflict(TwoFactorRequired)`.
    pub async fn remove_device(&self, who: &SignedIn, device: &Device, removal: Removal) -> Result<Removed> {
        let if_last = match (who.session.kind, removal.lost, removal.switch_off) {
            (SessionKind::SignInOnly, ..) => return Err(Rejection::SignInOnly.into()),
            (SessionKind::Restricted, ..) => return Err(Rejection::Restricted.into()),
            (SessionKind::Repair, ..) | (SessionKind::Full, true, _) => IfLast::StayOn,
            (SessionKind::Full, false, true) => IfLast::SwitchOff,
            (SessionKind::Full, false, false) => IfLast::Refuse,
        };
        let ends_session = who.session.proved_by(&device.id) && if_last != IfLast::SwitchOff;
        let token = (!ends_session).then(|| PlainToken::random(self.entropy()));
        let removed = About::DeviceRemoved {
            device: device.label.as_str().to_owned(),
        };
        let off = (if_last == IfLast::SwitchOff).then_some(About::TwoFactorOff);
        let event = self.event_by(EventKind::DeviceRemoved, who);
        let event = event.about_device(&device.id, Some(device.label.as_str()));
        let mut events = vec![event.held_by(device.holder.as_ref())];
        if off.is_some() {
            events.push(self.event_by(EventKind::TwoFactorOff, who));
        }
        let mut change = self.change(who, token.as_ref(), std::iter::once(removed).chain(off), events)?;
        if let Some(holder) = &device.holder {
            change.effects.renewals = Renewal::chosen(&who.member.id, holder, &removal.renew, who.now);
        }
        if if_last == IfLast::SwitchOff {
            change.effects.renewals.extend(self.renewals_at_end(who).await?);
        }
        let changed = self.store().remove_device(&device.id, if_last, &change).await?;
        let changed = changed.into_result().map_err(Into::into);
        self.noting(EventKind::DeviceRemoved, who, changed)?;
        Ok(Removed { token })
    }

    /// Returns what this member should renew, because a colleague may know it.
    pub async fn renewals(&self, who: &SignedIn) -> Result<Vec<Renewal>> {
        Ok(self.store().renewals(&who.member.id).await?)
    }

    /// Switches two-factor off, which is the only way it ends. Erases all devices and recovery codes and returns the
    /// session's new token.
    ///
    /// # Errors
    /// `Conflict(TwoFactorOff)`, `Conflict(TwoFactorRequired)`, `Conflict(RecentRepair)`, `StepUpNeeded`.
    pub async fn switch_off(&self, who: &SignedIn) -> Result<PlainToken> {
        who.require_two_factor()?;
        let token = PlainToken::random(self.entropy());
        let events = vec![self.event_by(EventKind::TwoFactorOff, who)];
        let mut change = self.change(who, Some(&token), [About::TwoFactorOff], events)?;
        change.effects.renewals = self.renewals_at_end(who).await?;
        let off = match self.store().switch_off(&change).await? {
            Changed::NotFound => Err(Rejection::Conflict(Conflict::TwoFactorOff)),
            changed => changed.into_result().map(|()| token),
        };
        self.noting(EventKind::TwoFactorOff, who, off.map_err(Into::into))
    }

    /// Returns what to renew if two-factor ends: the password, which all colleagues with a device may know. The recovery
    /// codes are gone.
    async fn renewals_at_end(&self, who: &SignedIn) -> Result<Vec<Renewal>> {
        let (member, now) = (&who.member.id, who.now);
        let devices = self.store().devices(member, now).await?;
        let holders = confirmed(&devices).filter_map(|device| device.holder.as_ref());
        let due = holders.flat_map(|holder| Renewal::chosen(member, holder, &[RenewalKind::Password], now));
        let codes = Renewal::done(member, RenewalKind::RecoveryCodes, now);
        Ok(due.chain([codes]).collect())
    }

    /// Whether the member has the maximum number of confirmed devices.
    pub async fn has_all_devices(&self, who: &SignedIn) -> Result<bool> {
        let devices = self.store().devices(&who.member.id, who.now).await?;
        Ok(is_full(&devices))
    }

    /// Suggests an unused name for the next device: "My phone", then "My phone 2" and so on.
    pub async fn free_device_name(&self, who: &SignedIn, wish: &str) -> Result<String> {
        let devices = self.store().devices(&who.member.id, who.now).await?;
        let taken = |name: &str| confirmed(&devices).any(|device| device.label.key() == name.to_lowercase());
        let numbered = (2..).map(|n| format!("{wish} {n}"));
        let name = std::iter::once(wish.to_owned())
            .chain(numbered)
            .find(|name| !taken(name));
        Ok(name.filter(|name| Label::parse(name).is_ok()).unwrap_or_default())
    }
}

/// The confirmed devices. Pending ones neither take names nor count: they are replaced.
pub(crate) fn confirmed(devices: &[Device]) -> impl Iterator<Item = &Device> {
    let confirmed = |device: &&Device| matches!(device.state, DeviceState::Confirmed(_));
    devices.iter().filter(confirmed)
}

/// Puts each device that is to replace another after that one.
fn beside_replaced(devices: Vec<Device>) -> Vec<Device> {
    let old = |device: &Device| match &device.state {
        DeviceState::Pending(pending) => pending.replaces.as_ref().map(|old| old.id.clone()),
        DeviceState::Confirmed(_) => None,
    };
    let (mut new, others): (Vec<_>, Vec<_>) = devices.into_iter().partition(|device| old(device).is_some());
    let mut sorted = Vec::with_capacity(new.len() + others.len());
    for device in others {
        let replacing = new.iter().position(|new| old(new).as_ref() == Some(&device.id));
        sorted.push(device);
        sorted.extend(replacing.map(|found| new.remove(found)));
    }
    sorted
}

fn is_full(devices: &[Device]) -> bool {
    confirmed(devices).count() >= DEVICES_MAX
}

impl Added {
    /// Converts the outcome into the rejection that a use case returns.
    pub fn into_result(self) -> Result<(), Rejection> {
        match self {
            Self::Done => Ok(()),
            Self::NameTaken => Err(Rejection::Conflict(Conflict::DeviceName)),
            Self::TenDevices => Err(Rejection::Conflict(Conflict::TenDevices)),
            Self::NotProved => Err(Rejection::StepUpNeeded),
            Self::TwoFactorOff => Err(Rejection::Conflict(Conflict::TwoFactorOff)),
            Self::NothingToReplace => Err(Rejection::NotFound),
        }
    }
}

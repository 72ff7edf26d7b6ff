//! The device list, and what can be done to a device that is there.

pub mod device;
mod enrolment;
pub mod key_uri;

pub use enrolment::{AddDevice, ConfirmDevice, Confirmed, SetUpView};

use crate::Result;
use crate::service::{Service, mail};
use crate::sessions::{
    full_only,
    step_up::{self, Proofs},
};
use crate::{
    devices::device::{Device, DeviceState},
    kernel::{browser::Browser, id::DeviceId, label::Label, token::PlainToken},
    mail::{About, OutboxMail},
    profile::member::REPAIR_QUARANTINE,
    store::{Changed, IfLast, SignedIn},
};
use enrolment::added;
use terms::{Rejection, SessionKind};

/// A member's devices, oldest first.
#[derive(Debug)]
pub struct DeviceList {
    /// The devices; expired pending ones are gone.
    pub devices: Vec<Device>,
    /// Unused recovery codes.
    pub codes_left: u32,
}

/// How a device is removed.
pub struct Removal<'a> {
    /// Which device.
    pub device: &'a str,
    /// *I lost this phone*: two-factor stays on even without any device.
    pub lost: bool,
    /// The page said that this is *Switch off*, because it is the last one.
    pub switch_off: bool,
    /// Step-up, when [`Service::needs_step_up`].
    pub proofs: Proofs<'a>,
}

/// A device that was just removed.
#[derive(Debug)]
pub struct Removed {
    /// The session's new token; `None`: this session had proved itself with that very device and ended with it.
    pub token: Option<PlainToken>,
}

impl Service {
    /// The device list.
    pub async fn devices(&self, who: &SignedIn) -> Result<DeviceList> {
        let devices = self.store().devices(&who.member.id, self.now()).await?;
        Ok(DeviceList {
            devices,
            codes_left: self.store().codes_left(&who.member.id).await?,
        })
    }

    /// One device of this member; the same `NotFound` for foreign and for made-up ids.
    pub async fn device(&self, who: &SignedIn, device: &str) -> Result<Device> {
        let id = DeviceId::parse(device).ok_or(Rejection::NotFound)?;
        let devices = self.store().devices(&who.member.id, self.now()).await?;
        Ok(devices
            .into_iter()
            .find(|device| device.id == id)
            .ok_or(Rejection::NotFound)?)
    }

    /// Gives a device another name.
    pub async fn rename_device(&self, who: &SignedIn, device: &str, name: &str) -> Result<()> {
        full_only(who)?;
        let label = Label::parse(name)?;
        let id = DeviceId::parse(device).ok_or(Rejection::NotFound)?;
        let renamed = self
            .store()
            .rename_device(&id, &who.member.id, &label, self.now())
            .await?;
        Ok(added(renamed.ok_or(Rejection::NotFound)?)?)
    }

    /// Removes a confirmed device and everything it opened.
    pub async fn remove_device(&self, who: &SignedIn, removal: &Removal<'_>, browser: &Browser) -> Result<Removed> {
        let device = self.device(who, removal.device).await?;
        if matches!(device.state, DeviceState::Pending(_)) {
            return Err(Rejection::NotFound.into());
        }
        let if_last = match (who.session.kind, removal.lost, removal.switch_off) {
            (SessionKind::Repair, ..) | (_, true, _) => IfLast::StayOn,
            (_, false, true) => IfLast::SwitchOff,
            (_, false, false) => IfLast::Refuse,
        };
        let who = &self.prove(who, removal.proofs, browser, false).await?;
        if if_last == IfLast::SwitchOff {
            self.may_switch_off(who).await?;
        }
        let own = who.session.proved_by(&device.id) && if_last != IfLast::SwitchOff;
        let token = (!own).then(|| PlainToken::random(self.entropy()));
        let removed = About::DeviceRemoved {
            device: device.label.as_str().to_owned(),
        };
        let off = (if_last == IfLast::SwitchOff).then_some(About::TwoFactorOff);
        let mails = self.mails_about(who, [Some(removed), off])?;
        let change = self.change(who, token.as_ref(), mails);
        step_up::done(self.store().remove_device(&device.id, if_last, &change).await?)?;
        Ok(Removed { token })
    }

    /// *Switch off*: the only way two-factor ends. Erases all devices and recovery codes.
    pub async fn switch_off(&self, who: &SignedIn, proofs: Proofs<'_>, browser: &Browser) -> Result<PlainToken> {
        full_only(who)?;
        if who.member.two_factor_since.is_none() {
            return Err(Rejection::Conflict(terms::Conflict::TwoFactorOff).into());
        }
        let who = &self.prove(who, proofs, browser, false).await?;
        self.may_switch_off(who).await?;
        let token = PlainToken::random(self.entropy());
        let mails = self.mails_about(who, [Some(About::TwoFactorOff)])?;
        match self.store().switch_off(&self.change(who, Some(&token), mails)).await? {
            Changed::NotFound => Err(Rejection::Conflict(terms::Conflict::TwoFactorOff).into()),
            changed => Ok(step_up::done(changed).map(|()| token)?),
        }
    }

    pub(crate) fn mails_about(
        &self,
        who: &SignedIn,
        about: impl IntoIterator<Item = Option<About>>,
    ) -> Result<Vec<OutboxMail>> {
        let now = self.now();
        about
            .into_iter()
            .flatten()
            .map(|about| self.seal_mail(&mail(&who.member.email, about, now)))
            .collect()
    }

    /// For a day after a repair only a device older than it may switch off: a stolen recovery code must not be enough.
    /// Nor a chain of them: a device set up in the first repair is not old because there was a second one.
    async fn may_switch_off(&self, who: &SignedIn) -> Result<()> {
        let Some(repaired_at) = who
            .member
            .repaired_at
            .filter(|at| self.now().since(*at) < REPAIR_QUARANTINE)
        else {
            return Ok(());
        };
        let since = who.member.repairs_since.unwrap_or(repaired_at);
        let devices = self.store().devices(&who.member.id, self.now()).await?;
        let older = devices.iter().any(|device| match &device.state {
            DeviceState::Confirmed(confirmed) => who.session.proved_by(&device.id) && confirmed.at < since,
            DeviceState::Pending(_) => false,
        });
        match older {
            true => Ok(()),
            false => {
                Err(Rejection::Conflict(terms::Conflict::RecentRepair(repaired_at.plus(REPAIR_QUARANTINE))).into())
            }
        }
    }

    /// A name for the next device that no other has: "My phone", then "My phone 2" …
    pub async fn free_device_name(&self, who: &SignedIn, wish: &str) -> Result<String> {
        let devices = self.store().devices(&who.member.id, self.now()).await?;
        let taken = |name: &str| devices.iter().any(|device| device.label.key() == name.to_lowercase());
        let numbered = (2..).map(|n| format!("{wish} {n}"));
        let name = std::iter::once(wish.to_owned())
            .chain(numbered)
            .find(|name| !taken(name));
        Ok(name.filter(|name| Label::parse(name).is_ok()).unwrap_or_default())
    }
}

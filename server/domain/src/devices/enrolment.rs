//! Adding a device: name it, scan its QR code, confirm it with its first passcode.

use super::{
    confirmed,
    device::{Enrolment, Holder, NewDevice, PENDING_LIFE, Validity},
    is_full,
    key_label::KeyLabel,
    key_uri,
};
use crate::{
    Result, Service, Timestamp,
    activity::Event,
    kernel::{counter::CounterKey, id::DeviceId, label::Label, token::PlainToken},
    mail::About,
    recovery::code::NewCodes,
    sessions::SignedIn,
    sign_in::{
        attempt::{Confirm, Evidence, FactorAttempt, Target},
        factor::WrongCode,
        passcode::{self, OpenDevice, Passcode, SharedSecret, TotpParameters},
    },
    store::Effects,
};
use terms::{ClockHint, Conflict, Ended, EventKind, Rejection, SessionKind};
use zeroize::Zeroizing;

/// What the set-up page of a pending device shows.
pub struct SetUpView {
    /// The device's id.
    pub id: DeviceId,
    /// The name.
    pub label: Label,
    /// Who carries it, if that is not the member.
    pub holder: Option<Holder>,
    /// Whether it replaces the device that has this name now.
    pub replaces: bool,
    /// The key URI, for the QR code and for *Open in authenticator app*.
    pub uri: Zeroizing<String>,
    /// The key for typing, in groups of four characters.
    pub key: Vec<String>,
    /// When the device expires.
    pub expires_at: Timestamp,
}

/// A device that was just confirmed.
#[derive(Debug)]
pub struct ConfirmedDevice {
    /// The session's new token.
    pub token: PlainToken,
    /// Whether new recovery codes were made, which the session may now show.
    pub codes: bool,
    /// Whether it has replaced another device.
    pub replaced: bool,
}

/// A device to be added, before it has an id and a secret.
pub(super) struct Wanted {
    pub(super) label: Label,
    pub(super) holder: Option<Holder>,
    pub(super) validity: Validity,
    pub(super) replaces: Option<DeviceId>,
}

impl Wanted {
    /// A device of the member's own with this name.
    pub(super) const fn own(label: Label) -> Self {
        Self {
            label,
            holder: None,
            validity: Validity::FULL,
            replaces: None,
        }
    }
}

const GONE: Rejection = Rejection::Gone(Ended::PendingDevice);

impl Service {
    /// Checks the name of a new device for [`Service::add_device`].
    ///
    /// # Errors
    /// `Invalid(DeviceName)`, `Conflict(DeviceName)`, `Conflict(TenDevices)`; `Restricted` before an overdue member has proved
    /// the mailbox.
    pub async fn new_device_name(&self, who: &SignedIn, typed: &str) -> Result<Label> {
        self.noting(EventKind::DeviceAdded, who, who.require_mailbox().map_err(Into::into))?;
        let label = Label::parse(typed)?;
        let devices = self.store().devices(&who.member.id, who.now).await?;
        if confirmed(&devices).any(|device| device.label.key() == label.key()) {
            return Err(Rejection::Conflict(Conflict::DeviceName).into());
        }
        if is_full(&devices) {
            return Err(Rejection::Conflict(Conflict::TenDevices).into());
        }
        Ok(label)
    }

    /// Adds a pending device, which only this session may see and confirm. It replaces the session's pending device.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Conflict(DeviceName)`, `Conflict(TenDevices)`; `Restricted` before an overdue member has proved the
    /// mailbox.
    pub async fn add_device(&self, who: &SignedIn, label: Label) -> Result<DeviceId> {
        self.noting(EventKind::DeviceAdded, who, who.require_mailbox().map_err(Into::into))?;
        let event = self.event_by(EventKind::DeviceAdded, who);
        self.add_pending(who, Wanted::own(label), event).await
    }

    /// Adds a pending device with a new secret.
    pub(super) async fn add_pending(&self, who: &SignedIn, wanted: Wanted, event: Event) -> Result<DeviceId> {
        let id = DeviceId::random(self.entropy());
        let device = NewDevice {
            secret: self.seal_secret(&SharedSecret::random(self.entropy()), &id, &who.member.id)?,
            id: id.clone(),
            member: who.member.id.clone(),
            label: wanted.label,
            parameters: TotpParameters::PERSONAL,
            holder: wanted.holder,
            validity: wanted.validity,
            replaces: wanted.replaces,
            session: who.session.id.clone(),
            created_at: who.now,
            expires_at: who.now.plus(PENDING_LIFE),
        };
        let (session, required) = (&who.session.digest, who.required_proof());
        let event = event.about_device(&id, None);
        let added = self
            .store()
            .add_device(&device, session, required, &Effects::events(vec![event]))
            .await?;
        let added = added.into_result().map_err(Into::into);
        self.noting(EventKind::DeviceAdded, who, added)?;
        Ok(id)
    }

    /// Returns the key URI and the typed form of the key of a pending device.
    ///
    /// # Errors
    /// `Gone(PendingDevice)`; `Conflict(OtherBrowser)` in any session but the one that made the device.
    pub async fn set_up_view(&self, who: &SignedIn, device: &str) -> Result<SetUpView> {
        let (enrolment, secret) = self.enrolment(who, device).await?;
        // A node of an earlier version keeps no label.
        let label = enrolment
            .key_label
            .unwrap_or_else(|| KeyLabel::plain(who.member.email.as_str(), enrolment.label.as_str()));
        Ok(SetUpView {
            uri: key_uri::key_uri(&secret, &self.settings().name, &label, enrolment.parameters),
            key: key_uri::manual_key(&secret),
            replaces: enrolment.replaces.is_some(),
            id: enrolment.id,
            label: enrolment.replaces.map_or(enrolment.label, |old| old.label),
            holder: enrolment.holder,
            expires_at: enrolment.expires_at,
        })
    }

    /// Confirms a pending device with its first passcode, which is consumed. The first device switches two-factor on
    /// and creates recovery codes; a device set up in a repair session creates them if no code is left. An owner's first
    /// device also decides by `every_call` about the account's switch, unless the account already has a decision. A device
    /// that replaces another removes that one and takes its name. The session goes on even if it stepped up with that one,
    /// because it has just proved the new one.
    ///
    /// # Errors
    /// `Gone(PendingDevice)`, `Conflict(OtherBrowser)`, `Wait`, `Stopped`, `Invalid(Passcode)`, `WrongCode`, `Busy`;
    /// `Restricted` before an overdue member has proved the mailbox.
    pub async fn confirm_device(
        &self,
        who: &SignedIn,
        device: &str,
        passcode: &str,
        every_call: bool,
    ) -> Result<ConfirmedDevice> {
        // It may have been added before the deadline.
        self.noting(
            EventKind::DeviceConfirmed,
            who,
            who.require_mailbox().map_err(Into::into),
        )?;
        let enrolment = self.enrolment(who, device).await;
        let (enrolment, secret) = self.noting(EventKind::DeviceConfirmed, who, enrolment)?;
        let counter = CounterKey::Enrolment(enrolment.id.clone());
        self.noting(EventKind::DeviceConfirmed, who, self.admit(&counter, who.now).await)?;
        let code = Passcode::parse(passcode)?;
        let (found, hint) = first_passcode(&enrolment, secret, &code, who.now);
        let codes = match found.is_some() {
            true => self.noting(EventKind::DeviceConfirmed, who, self.codes_due(who).await)?,
            false => None,
        };
        let token = PlainToken::random(self.entropy());
        let event = self.device_confirmed(who, &enrolment);
        let replaces = enrolment.replaces.as_ref().map(|old| old.id.clone());
        let effects = self.confirmed_effects(who, &enrolment, codes.is_some()).await?;
        let every_call = match found.is_some() {
            true => self.first_decision(who, every_call).await?,
            false => None,
        };
        let (with_codes, replaced) = (codes.is_some(), replaces.is_some());
        let attempt = FactorAttempt {
            member: who.member.id.clone(),
            counters: vec![counter],
            ceiling: None,
            limits: self.settings().limits,
            evidence: found.map_or(Evidence::Wrong, |(device, step)| Evidence::Step { device, step }),
            target: Target::Confirm(Box::new(Confirm {
                device: enrolment.id,
                session: who.session.digest.clone(),
                new_digest: token.digest(),
                codes,
                every_call,
                proves: enrolment.holder.is_none(),
                replaces,
                keeper: self.keeper(),
            })),
            now: who.now,
            address: who.browser.address.to_string(),
            effects,
            alarm_effects: Effects::none(),
        };
        self.decide(attempt, event, GONE, WrongCode { hint, used: false })
            .await?;
        Ok(ConfirmedDevice {
            token,
            codes: with_codes,
            replaced,
        })
    }

    /// Erases a pending device and its secret. Any session of the member may do this.
    ///
    /// # Errors
    /// `Gone(PendingDevice)`.
    pub async fn discard_device(&self, who: &SignedIn, device: &str) -> Result<()> {
        let id = DeviceId::parse(device).ok_or(GONE)?;
        let event = self.event_by(EventKind::DeviceDiscarded, who).about_device(&id, None);
        let discarded = self
            .store()
            .discard_device(&id, &who.member.id, &Effects::events(vec![event]))
            .await?;
        Ok(discarded.then_some(()).ok_or(GONE)?)
    }

    /// Makes recovery codes for the first device, and in a repair session if no code is left.
    async fn codes_due(&self, who: &SignedIn) -> Result<Option<NewCodes>> {
        let due = match (who.member.two_factor_since, who.session.kind) {
            (None, _) => true,
            (Some(_), SessionKind::Repair) => self.store().codes_left(&who.member.id).await? == 0,
            (Some(_), SessionKind::Full | SessionKind::SignInOnly | SessionKind::Restricted) => false,
        };
        match due {
            true => Ok(Some(self.new_codes(who).await?)),
            false => Ok(None),
        }
    }

    /// Returns the mail about the API keys that are not enough alone from now on, if the member has any.
    async fn keys_to_be_covered(&self, who: &SignedIn) -> Result<Option<About>> {
        if who.member.calls_need_factor(who.now) {
            return Ok(None);
        }
        let keys = self.usable_keys(who).await?;
        let keys: Vec<_> = keys.iter().map(|found| found.key.label.as_str().to_owned()).collect();
        Ok((!keys.is_empty()).then_some(About::ApiKeysCovered { keys }))
    }

    async fn enrolment(&self, who: &SignedIn, device: &str) -> Result<(Enrolment, SharedSecret)> {
        let id = DeviceId::parse(device).ok_or(GONE)?;
        let enrolment = self
            .store()
            .enrolment(&id, &who.member.id, who.now)
            .await?
            .ok_or(GONE)?;
        if enrolment.made_in.as_ref() != Some(&who.session.id) {
            return Err(Rejection::Conflict(Conflict::OtherBrowser).into());
        }
        let secret = self.open_secret(&enrolment.secret, &enrolment.id, &who.member.id)?;
        Ok((enrolment, secret))
    }

    /// Creates the event of a confirmation.
    fn device_confirmed(&self, who: &SignedIn, device: &Enrolment) -> Event {
        let kind = match device.replaces {
            Some(_) => EventKind::DeviceReplaced,
            None => EventKind::DeviceConfirmed,
        };
        let event = self.event_by(kind, who);
        event.about_device(&device.id, Some(device.future_label().as_str()))
    }

    async fn confirmed_effects(&self, who: &SignedIn, device: &Enrolment, codes: bool) -> Result<Effects> {
        let first = who.member.two_factor_since.is_none();
        let covered = self.keys_to_be_covered(who).await?;
        let label = device.future_label().as_str().to_owned();
        let added = match (&device.holder, &device.replaces) {
            (None, None) => About::DeviceAdded { device: label },
            (None, Some(_)) => About::DeviceReplaced { device: label },
            (Some(holder), _) => About::ColleaguesDeviceAdded {
                device: label,
                holder: holder.name.clone(),
                email: holder.email.as_str().to_owned(),
                changes_security: !device.validity.sign_in_only,
            },
        };
        let on = first.then_some(About::TwoFactorOn);
        let replaced = (codes && !first).then_some(About::RecoveryCodesReplaced);
        let about = std::iter::once(added).chain(on).chain(replaced).chain(covered);
        let on = first.then_some(EventKind::TwoFactorOn);
        let made = codes.then_some(EventKind::CodesMade);
        let events = on.into_iter().chain(made).map(|kind| self.event_by(kind, who));
        let removed = device.replaces.iter().map(|old| {
            let event = self.event_by(EventKind::DeviceRemoved, who);
            event.about_device(&old.id, Some(old.label.as_str()))
        });
        Ok(Effects {
            mails: self.mails_to(&who.member, about, who.now)?,
            events: events.chain(removed).collect(),
            ..Effects::none()
        })
    }
}

/// Finds the time step of the first passcode of a pending device, or what a wrong one says about the phone's clock.
fn first_passcode(
    device: &Enrolment,
    secret: SharedSecret,
    code: &Passcode,
    now: Timestamp,
) -> (Option<(DeviceId, i64)>, Option<ClockHint>) {
    let open = [OpenDevice {
        device: device.id.clone(),
        secret,
        parameters: device.parameters,
        last_step: i64::MIN,
        validity: Validity::FULL,
    }];
    let found = passcode::matching(&open, code, now);
    let hint = passcode::clock_hint(&open, code, now, true).filter(|_| found.is_none());
    (found, hint)
}

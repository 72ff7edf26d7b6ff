//! Adding a device: name it, scan its QR code, confirm it with its first passcode.

use crate::Result;
use crate::service::Service;
use crate::sessions::step_up::{self, Proofs};
use crate::{
    Timestamp,
    devices::{
        device::{Enrolment, NewDevice, PENDING_LIFE},
        key_uri::{self, KeyLabel},
    },
    kernel::{browser::Browser, counter::CounterKey, id::DeviceId, label::Label, token::PlainToken},
    mail::About,
    sign_in::{
        attempt::{Confirm, Opens, Proof},
        passcode::{self, Opened, Passcode, SharedSecret},
    },
    store::{Added, SignedIn},
};
use terms::{Conflict, Ended, Rejection, SessionKind, limits::DEVICES_MAX};
use zeroize::Zeroizing;

/// The form *Add new device*.
pub struct AddDevice<'a> {
    /// Its name.
    pub name: &'a str,
    /// Password always; passcode when [`Service::needs_passcode`].
    pub proofs: Proofs<'a>,
}

/// The form under the QR code.
pub struct ConfirmDevice<'a> {
    /// Which device.
    pub device: &'a str,
    /// Its first passcode.
    pub passcode: &'a str,
}

/// What the session that made a pending device may see of it.
pub struct SetUpView {
    /// Its id.
    pub id: DeviceId,
    /// Its name.
    pub label: Label,
    /// The key URI: QR code and *Open in authenticator app*.
    pub uri: Zeroizing<String>,
    /// The manual key in groups of four.
    pub key: Vec<String>,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// A device that was just confirmed.
#[derive(Debug)]
pub struct Confirmed {
    /// The session's new token.
    pub token: PlainToken,
    /// New recovery codes wait to be shown.
    pub codes: bool,
}

const GONE: Rejection = Rejection::Gone(Ended::PendingDevice);

impl Service {
    /// Makes a pending device, which only this session sees.
    pub async fn add_device(&self, who: &SignedIn, form: &AddDevice<'_>, browser: &Browser) -> Result<DeviceId> {
        let label = Label::parse(form.name)?;
        let devices = self.store().devices(&who.member.id, self.now()).await?;
        if devices.iter().any(|device| device.label.key() == label.key()) {
            return Err(Rejection::Conflict(Conflict::DeviceName).into());
        }
        if devices.len() >= DEVICES_MAX {
            return Err(Rejection::Conflict(Conflict::TenDevices).into());
        }
        let who = &self.prove(who, form.proofs, browser, true).await?;
        let id = DeviceId::random(self.entropy());
        let secret = self.seal_secret(&SharedSecret::random(self.entropy()), &id, &who.member)?;
        let now = self.now();
        let device = NewDevice {
            id: id.clone(),
            member: who.member.id.clone(),
            label,
            secret,
            session: who.session.id.clone(),
            created_at: now,
            expires_at: now.plus(PENDING_LIFE),
        };
        added(
            self.store()
                .add_device(&device, &who.session.digest, Some(self.proved_since()))
                .await?,
        )?;
        Ok(id)
    }

    /// The QR code's content. `Conflict(OtherBrowser)` in any session but the one that made the device.
    pub async fn set_up_view(&self, who: &SignedIn, device: &str) -> Result<SetUpView> {
        let (enrolment, secret) = self.enrolment(who, device).await?;
        let devices = self.store().devices(&who.member.id, self.now()).await?;
        let number = devices.iter().position(|d| d.id == enrolment.id).unwrap_or_default() + 1;
        let settings = self.settings();
        let label = KeyLabel {
            issuer: &settings.name,
            email: who.member.email.as_str(),
            device: enrolment.label.as_str(),
            number,
        };
        let uri = key_uri::key_uri(&secret, &label);
        Ok(SetUpView {
            id: enrolment.id,
            label: enrolment.label,
            uri,
            key: key_uri::manual_key(&secret),
            expires_at: enrolment.expires_at,
        })
    }

    /// Confirms a pending device with its first code, which is consumed. The first device switches two-factor on and
    /// brings recovery codes; so does one set up in a repair session when no code is left.
    pub async fn confirm_device(
        &self,
        who: &SignedIn,
        form: &ConfirmDevice<'_>,
        browser: &Browser,
    ) -> Result<Confirmed> {
        let (enrolment, secret) = self.enrolment(who, form.device).await?;
        let counter = CounterKey::Enrolment(enrolment.id.clone());
        self.admit(&counter).await?;
        let code = Passcode::parse(form.passcode)?;
        let opened = [Opened {
            device: enrolment.id.clone(),
            secret,
            last_step: i64::MIN,
        }];
        let found = passcode::matching(&opened, &code, self.now());
        let hint = passcode::clock_hint(&opened, &code, self.now(), true).filter(|_| found.is_none());
        let token = PlainToken::random(self.entropy());
        let codes = match found.is_some() && self.codes_due(who).await? {
            true => Some(self.new_codes(who).await?),
            false => None,
        };
        let proof = found.map_or(Proof::Wrong, |(device, step)| Proof::Step { device, step });
        let with_codes = codes.is_some();
        let confirm = Confirm {
            device: enrolment.id,
            session: who.session.digest.clone(),
            new_digest: token.digest(),
            codes,
        };
        let mut attempt = self.attempt(&who.member, counter, proof, Opens::Confirm(Box::new(confirm)), browser);
        attempt.mails = self.confirmed_mails(who, &enrolment.label, with_codes)?;
        self.decide(&attempt, GONE, hint).await?;
        Ok(Confirmed {
            token,
            codes: with_codes,
        })
    }

    /// Erases a pending device with its secret; any session of the member may.
    pub async fn discard_device(&self, who: &SignedIn, device: &str) -> Result<()> {
        let id = DeviceId::parse(device).ok_or(GONE)?;
        match self.store().discard_device(&id, &who.member.id).await? {
            true => Ok(()),
            false => Err(GONE.into()),
        }
    }

    /// Recovery codes come with the first device, and with a repair that has none left.
    async fn codes_due(&self, who: &SignedIn) -> Result<bool> {
        if who.member.two_factor_since.is_none() {
            return Ok(true);
        }
        Ok(who.session.kind == SessionKind::Repair && self.store().codes_left(&who.member.id).await? == 0)
    }

    async fn enrolment(&self, who: &SignedIn, device: &str) -> Result<(Enrolment, SharedSecret)> {
        let id = DeviceId::parse(device).ok_or(GONE)?;
        let enrolment = self
            .store()
            .enrolment(&id, &who.member.id, self.now())
            .await?
            .ok_or(GONE)?;
        if enrolment.session != who.session.id {
            return Err(Rejection::Conflict(Conflict::OtherBrowser).into());
        }
        let secret = self.open_secret(&enrolment.secret, &enrolment.id, &who.member)?;
        Ok((enrolment, secret))
    }

    fn confirmed_mails(&self, who: &SignedIn, label: &Label, codes: bool) -> Result<Vec<crate::mail::OutboxMail>> {
        let first = who.member.two_factor_since.is_none();
        let added = About::DeviceAdded {
            device: label.as_str().to_owned(),
        };
        let on = first.then_some(About::TwoFactorOn);
        let replaced = (codes && !first).then_some(About::RecoveryCodesReplaced);
        self.mails_about(who, [Some(added), on, replaced])
    }
}

/// How adding or renaming ended, in the words of the rules.
pub(crate) fn added(added: Added) -> Result<(), Rejection> {
    match added {
        Added::Done => Ok(()),
        Added::NameTaken => Err(Rejection::Conflict(Conflict::DeviceName)),
        Added::TenDevices => Err(Rejection::Conflict(Conflict::TenDevices)),
        Added::NotProved => step_up::done(crate::store::Changed::NotProved),
    }
}

//! Machine devices: the second factor of a program, which belongs to its API key.
//!
//! Once a key has one, no other device counts for it, and it counts for nothing but its key.

use super::key::{KeyOfMember, KeyUse};
use crate::{
    Result, Service, Timestamp,
    devices::{
        device::{PENDING_LIFE, Validity},
        key_label::KeyLabel,
        key_uri::{base32, key_uri},
    },
    kernel::{
        counter::CounterKey,
        id::{ApiKeyId, DeviceId, MemberId, SessionId},
        seal::Sealed,
        token::{PlainToken, TokenDigest},
    },
    mail::About,
    sessions::SignedIn,
    sign_in::{
        attempt::{Evidence, FactorAttempt, Target},
        factor::WrongCode,
        passcode::{self, Algorithm, OpenDevice, Passcode, SharedSecret, TotpParameters},
    },
    store::Effects,
};
use terms::{Ended, EventKind, Field, Problem, Rejection};
use zeroize::Zeroizing;

/// The numbers of digits that a machine device may have.
pub const DIGITS: [u8; 2] = [6, 8];

/// A machine device of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineDevice {
    /// Its id.
    pub id: DeviceId,
    /// Algorithm and digits of its passcodes.
    pub parameters: TotpParameters,
    /// When it was confirmed; `None` while it is pending.
    pub confirmed_at: Option<Timestamp>,
    /// The last use.
    pub last_use: Option<KeyUse>,
}

/// A machine device to be added.
#[derive(Clone, Debug)]
pub struct NewMachineDevice {
    /// The new id.
    pub id: DeviceId,
    /// The key it belongs to.
    pub key: ApiKeyId,
    /// The key's holder.
    pub member: MemberId,
    /// The sealed secret.
    pub secret: Sealed,
    /// Algorithm and digits of its passcodes.
    pub parameters: TotpParameters,
    /// The session that adds it and alone may see the secret.
    pub session: SessionId,
    /// The current time.
    pub created_at: Timestamp,
    /// When it expires unless it is confirmed.
    pub expires_at: Timestamp,
}

/// A pending machine device with its sealed secret.
#[derive(Clone, Debug)]
pub struct MachineEnrolment {
    /// Its id.
    pub id: DeviceId,
    /// The sealed secret.
    pub secret: Sealed,
    /// Algorithm and digits of its passcodes.
    pub parameters: TotpParameters,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// The confirmation of a pending machine device, which replaces the one before.
#[derive(Clone, Debug)]
pub struct ConfirmMachine {
    /// The device; must be pending, unexpired and added by this session.
    pub device: DeviceId,
    /// Its key.
    pub key: ApiKeyId,
    /// The digest of the session's token.
    pub session: TokenDigest,
}

/// What the set-up page of a pending machine device shows.
pub struct MachineSetUp {
    /// The key URI.
    pub uri: Zeroizing<String>,
    /// The secret in base32.
    pub secret: Zeroizing<String>,
    /// Algorithm and digits of its passcodes.
    pub parameters: TotpParameters,
    /// When it expires.
    pub expires_at: Timestamp,
}

const GONE: Rejection = Rejection::Gone(Ended::PendingDevice);

/// Parses the choice of algorithm and digits.
///
/// # Errors
/// `Invalid(Algorithm)`, `Invalid(Digits)`.
pub fn parameters(algorithm: &str, digits: &str) -> Result<TotpParameters, Rejection> {
    let invalid = |field| Rejection::Invalid(field, Problem::Malformed);
    let digits = digits.parse().ok().filter(|digits| DIGITS.contains(digits));
    Ok(TotpParameters {
        algorithm: Algorithm::parse(algorithm).ok_or(invalid(Field::Algorithm))?,
        digits: digits.ok_or(invalid(Field::Digits))?,
    })
}

impl Service {
    /// Adds a pending machine device to one of the member's own keys. It replaces the pending one.
    ///
    /// # Errors
    /// `NotFound`, `StepUpNeeded`, `Conflict(RecentRepair)`.
    pub async fn add_machine_device(&self, who: &SignedIn, key: &str, parameters: TotpParameters) -> Result<()> {
        let found = self.own_key(who, key).await;
        let KeyOfMember { key, .. } = self.noting(EventKind::MachineDeviceAdded, who, found)?;
        let id = DeviceId::random(self.entropy());
        let secret = SharedSecret::random_for(parameters.algorithm, self.entropy());
        let new = NewMachineDevice {
            secret: self.seal_machine(&secret, &id, &key.id)?,
            id,
            member: who.member.id.clone(),
            parameters,
            session: who.session.id.clone(),
            created_at: who.now,
            expires_at: who.now.plus(PENDING_LIFE),
            key: key.id,
        };
        let event = self.event_by(EventKind::MachineDeviceAdded, who);
        let effects = Effects::events(vec![event.about_key(&new.key, key.label.as_str())]);
        let (session, required) = (&who.session.digest, who.required_proof());
        let added = self
            .store()
            .add_machine_device(&new, session, required, &effects)
            .await?;
        let added = added.into_result().map_err(Into::into);
        self.noting(EventKind::MachineDeviceAdded, who, added)
    }

    /// Returns the secret of the key's pending machine device, in the session that added it only.
    pub async fn machine_set_up(&self, who: &SignedIn, key: &str) -> Result<Option<MachineSetUp>> {
        let KeyOfMember { key, .. } = self.own_key(who, key).await?;
        let found = self
            .store()
            .machine_enrolment(&key.id, &who.session.id, who.now)
            .await?;
        let Some(enrolment) = found else { return Ok(None) };
        let label = KeyLabel::plain(who.member.email.as_str(), key.label.as_str());
        let (parameters, expires_at) = (enrolment.parameters, enrolment.expires_at);
        let open = self.open_enrolment(enrolment, &key.id)?;
        Ok(Some(MachineSetUp {
            uri: key_uri(&open.secret, &self.settings().name, &label, parameters),
            secret: base32(&open.secret),
            parameters,
            expires_at,
        }))
    }

    /// Confirms the key's pending machine device with its first passcode, which is consumed. From then on it is the only
    /// device of the key; tokens that were bought with another one end.
    ///
    /// # Errors
    /// `NotFound`, `Gone(PendingDevice)`, `Wait`, `Stopped`, `Invalid(Passcode)`, `WrongCode`.
    pub async fn confirm_machine_device(&self, who: &SignedIn, key: &str, typed: &str) -> Result<()> {
        const KIND: EventKind = EventKind::MachineDeviceConfirmed;
        let found = self.own_key(who, key).await;
        let KeyOfMember { key, .. } = self.noting(KIND, who, found)?;
        let enrolment = self
            .store()
            .machine_enrolment(&key.id, &who.session.id, who.now)
            .await?;
        let enrolment = enrolment.ok_or(GONE)?;
        let counter = CounterKey::Enrolment(enrolment.id.clone());
        self.noting(KIND, who, self.admit(&counter, who.now).await)?;
        let code = Passcode::parse_of(typed, enrolment.parameters.digits)?;
        let open = [self.open_enrolment(enrolment, &key.id)?];
        let found = passcode::matching(&open, &code, who.now);
        let hint = passcode::clock_hint(&open, &code, who.now, true).filter(|_| found.is_none());
        let [open] = open;
        let about = About::MachineDeviceAdded {
            key: key.label.as_str().to_owned(),
        };
        let attempt = FactorAttempt {
            member: who.member.id.clone(),
            counters: vec![counter],
            ceiling: None,
            limits: self.settings().limits,
            evidence: found.map_or(Evidence::Wrong, |(device, step)| Evidence::MachineStep { device, step }),
            target: Target::ConfirmMachine(Box::new(ConfirmMachine {
                device: open.device,
                key: key.id.clone(),
                session: who.session.digest.clone(),
            })),
            now: who.now,
            address: who.browser.address.to_string(),
            effects: Effects::mails(self.mails_to(&who.member, [about], who.now)?),
            alarm_effects: Effects::none(),
        };
        let event = self.event_by(KIND, who).about_key(&key.id, key.label.as_str());
        self.decide(attempt, event, GONE, WrongCode { hint, used: false }).await
    }

    /// Removes the machine device of one of the member's own keys, also a pending one, and ends the tokens that it bought.
    /// Returns the session's new token.
    ///
    /// # Errors
    /// `NotFound`, `StepUpNeeded`.
    pub async fn remove_machine_device(&self, who: &SignedIn, key: &str) -> Result<PlainToken> {
        let found = self.own_key(who, key).await;
        let KeyOfMember { key, .. } = self.noting(EventKind::MachineDeviceRemoved, who, found)?;
        let token = PlainToken::random(self.entropy());
        let name = key.label.as_str();
        let event = self.event_by(EventKind::MachineDeviceRemoved, who);
        let about = About::MachineDeviceRemoved { key: name.to_owned() };
        let change = self.change(who, Some(&token), [about], vec![event.about_key(&key.id, name)])?;
        let removed = self.store().remove_machine_device(&key.id, &change).await?;
        let removed = removed.into_result().map(|()| token).map_err(Into::into);
        self.noting(EventKind::MachineDeviceRemoved, who, removed)
    }

    /// Returns one of the member's own keys. An owner cannot set up the second factor of another member's key.
    async fn own_key(&self, who: &SignedIn, key: &str) -> Result<KeyOfMember> {
        let id = ApiKeyId::parse(key).ok_or(Rejection::NotFound)?;
        let found = self.store().api_key(&id, &who.member.account).await?;
        let own = found.filter(|found| found.member.id == who.member.id);
        Ok(own.ok_or(Rejection::NotFound)?)
    }

    fn open_enrolment(&self, enrolment: MachineEnrolment, key: &ApiKeyId) -> Result<OpenDevice> {
        let candidate = crate::devices::device::Candidate {
            device: enrolment.id,
            secret: enrolment.secret,
            parameters: enrolment.parameters,
            last_step: i64::MIN,
            validity: Validity::FULL,
        };
        self.open_machine(candidate, key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_device_chooses_algorithm_and_digits() {
        let chosen = parameters("SHA512", "8").expect("parameters");
        assert_eq!((chosen.algorithm, chosen.digits), (Algorithm::Sha512, 8));
        for (algorithm, digits, field) in [
            ("MD5", "6", Field::Algorithm),
            ("sha1", "6", Field::Algorithm),
            ("SHA1", "7", Field::Digits),
            ("SHA1", "", Field::Digits),
            ("SHA1", "-6", Field::Digits),
        ] {
            let wrong = Rejection::Invalid(field, Problem::Malformed);
            assert_eq!(parameters(algorithm, digits), Err(wrong), "{algorithm} {digits}");
        }
    }
}

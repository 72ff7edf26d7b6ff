//! Checking a passcode: evaluate in memory, then let the store decide.

use crate::Result;
use crate::service::{self, Service};
use crate::{
    InternalError,
    devices::device::Candidate,
    kernel::{
        browser::Browser,
        counter::CounterKey,
        id::DeviceId,
        seal::{Place, Sealed},
    },
    mail::{About, OutboxMail},
    profile::member::Member,
    sign_in::{
        attempt::{Attempt, Decision, Opens, Proof},
        passcode::{self, Opened, Passcode, SharedSecret},
    },
};
use terms::{ClockHint, Ended, Rejection, Wait};

/// What came of an evaluated code, besides the attempt itself.
pub(crate) struct Evaluated {
    pub proof: Proof,
    pub device: Option<DeviceId>,
    pub hint: Option<ClockHint>,
}

impl Service {
    /// Refuses early what a closed counter would refuse anyway, before anything is evaluated.
    pub(crate) async fn admit(&self, counter: &CounterKey) -> Result<()> {
        let now = self.now();
        let admitted = self.store().counter(counter).await?.admit(now);
        Ok(admitted.map_err(|closed| closed.rejection(now))?)
    }

    /// Which device and step of these devices of the member this code belongs to.
    pub(crate) fn evaluate(&self, member: &Member, candidates: Vec<Candidate>, code: &Passcode) -> Result<Evaluated> {
        let mut devices = Vec::new();
        for candidate in candidates {
            let secret = self.open_secret(&candidate.secret, &candidate.device, member)?;
            devices.push(Opened {
                device: candidate.device,
                secret,
                last_step: candidate.last_step,
            });
        }
        let now = self.now();
        Ok(match passcode::matching(&devices, code, now) {
            Some((device, step)) => Evaluated {
                device: Some(device.clone()),
                proof: Proof::Step { device, step },
                hint: None,
            },
            None => Evaluated {
                proof: Proof::Wrong,
                device: None,
                hint: passcode::clock_hint(&devices, code, now, false),
            },
        })
    }

    /// An attempt of this member from this browser.
    pub(crate) fn attempt(
        &self,
        member: &Member,
        counter: CounterKey,
        proof: Proof,
        opens: Opens,
        browser: &Browser,
    ) -> Attempt {
        Attempt {
            member: member.id.clone(),
            counter,
            limits: self.settings().limits,
            proof,
            opens,
            now: self.now(),
            address: browser.address.to_string(),
            mails: Vec::new(),
            lock_mail: None,
        }
    }

    /// The mail for the first wait: whoever types wrong codes knows the password.
    pub(crate) fn lock_mail(&self, member: &Member, browser: &Browser) -> Result<OutboxMail> {
        let about = About::Locked {
            address: browser.address.to_string(),
        };
        self.seal_mail(&service::mail(&member.email, about, self.now()))
    }

    /// Lets the store decide, and says a refusal in the words of the rules.
    pub(crate) async fn decide(&self, attempt: &Attempt, gone: Rejection, hint: Option<ClockHint>) -> Result<()> {
        let refused = match self.store().decide(attempt).await? {
            Decision::Accepted => return Ok(()),
            Decision::Wrong(counter) => Rejection::WrongCode {
                tries_left: counter.tries_left(attempt.limits),
                wait: counter.wait_until.map(|until| Wait {
                    until,
                    now: attempt.now,
                }),
                clock: hint,
            },
            Decision::Closed(closed) => closed.rejection(attempt.now),
            Decision::Gone => gone,
        };
        Err(refused.into())
    }

    /// Opens a device's secret.
    pub(crate) fn open_secret(&self, sealed: &Sealed, device: &DeviceId, member: &Member) -> Result<SharedSecret> {
        let bytes = self.0.vault.open(sealed, secret_place(device, member))?;
        Ok(SharedSecret::from_bytes(&bytes)
            .ok_or_else(|| InternalError::new("opening a device", "the secret has a wrong length"))?)
    }

    /// Seals a device's secret.
    pub(crate) fn seal_secret(&self, secret: &SharedSecret, device: &DeviceId, member: &Member) -> Result<Sealed> {
        Ok(self
            .0
            .vault
            .seal(secret.expose_secret(), secret_place(device, member), self.entropy())?)
    }
}

fn secret_place<'a>(device: &'a DeviceId, member: &'a Member) -> Place<'a> {
    Place {
        table: "device",
        column: "secret",
        row: device.as_str(),
        owner: member.id.as_str(),
    }
}

/// The challenge is over.
pub(crate) const CHALLENGE_GONE: Rejection = Rejection::Gone(Ended::Challenge);

//! Checking a second factor: evaluation in memory, decision by the store.

use super::{
    attempt::{Decision, Evidence, FactorAttempt},
    passcode::{self, OpenDevice, Passcode},
};
use crate::{
    Result, Service, Timestamp,
    activity::{self, Event},
    devices::device::{Candidate, Validity},
    kernel::{browser::Browser, counter::CounterKey, id::DeviceId},
    mail::About,
    profile::member::Member,
    store::Effects,
};
use terms::{ClockHint, Purpose, Refused, Rejection, Wait};

/// Returns the devices whose passcodes may be used for this purpose.
pub(crate) fn permitted(mut candidates: Vec<Candidate>, purpose: Purpose, now: Timestamp) -> Vec<Candidate> {
    candidates.retain(|candidate| candidate.validity.permits(purpose, now));
    candidates
}

/// The result of evaluating a passcode.
pub(crate) struct Evaluated {
    pub(crate) evidence: Evidence,
    pub(crate) device: Option<DeviceId>,
    /// What the device's passcodes are good for; everything without a device, because nothing is opened then.
    pub(crate) validity: Validity,
    pub(crate) wrong: WrongCode,
}

/// What is known about a wrong code.
#[derive(Clone, Copy, Default)]
pub(crate) struct WrongCode {
    /// What it says about the phone's clock.
    pub(crate) hint: Option<ClockHint>,
    /// Whether it was right, but used before. The person is not told.
    pub(crate) used: bool,
}

impl Service {
    /// Refuses early, before anything is evaluated, what the store would refuse anyway.
    pub(crate) async fn admit(&self, counter: &CounterKey, now: Timestamp) -> Result<()> {
        let admitted = self.store().counter(counter).await?.admit(counter, now);
        Ok(admitted.map_err(|closed| closed.rejection(now))?)
    }

    /// Finds the device and time step of this passcode among the member's devices.
    pub(crate) fn evaluate(
        &self,
        member: &Member,
        candidates: Vec<Candidate>,
        code: &Passcode,
        now: Timestamp,
    ) -> Result<Evaluated> {
        let devices: Vec<_> = candidates
            .into_iter()
            .filter_map(|candidate| self.open_device(member, candidate))
            .collect();
        Self::evaluate_open(member, &devices, code, now)
    }

    /// Finds the device and time step of this passcode among devices whose secrets are open.
    pub(crate) fn evaluate_open(
        member: &Member,
        devices: &[OpenDevice],
        code: &Passcode,
        now: Timestamp,
    ) -> Result<Evaluated> {
        Ok(match passcode::matching(devices, code, now) {
            Some((device, step)) => Evaluated {
                validity: devices
                    .iter()
                    .find(|open| open.device == device)
                    .map_or(Validity::FULL, |open| open.validity),
                device: Some(device.clone()),
                evidence: Evidence::Step { device, step },
                wrong: WrongCode::default(),
            },
            None if passcode::is_before_used(devices, code, now) => {
                tracing::warn!(
                    member = %member.id,
                    "a right passcode was refused: a later one was accepted while the clock was ahead"
                );
                return Err(Rejection::BeforeUsed.into());
            }
            None => Evaluated {
                evidence: Evidence::Wrong,
                device: None,
                validity: Validity::FULL,
                wrong: WrongCode {
                    hint: passcode::clock_hint(devices, code, now, false),
                    used: passcode::is_used(devices, code, now),
                },
            },
        })
    }

    /// Opens a device's secret. One that does not open, because its row is damaged or its key is lost, is skipped, so
    /// that the member's other devices still work.
    fn open_device(&self, member: &Member, candidate: Candidate) -> Option<OpenDevice> {
        match self.open_secret(&candidate.secret, &candidate.device, &member.id) {
            Ok(secret) => Some(OpenDevice {
                secret,
                device: candidate.device,
                parameters: candidate.parameters,
                last_step: candidate.last_step,
                validity: candidate.validity,
            }),
            Err(error) => {
                tracing::error!(device = %candidate.device, %error, "a device's secret cannot be opened; it is skipped");
                None
            }
        }
    }

    /// Creates the mail about wrong codes. The sender of the wrong codes knows the password.
    pub(crate) fn alarm_effects(&self, member: &Member, browser: &Browser, now: Timestamp) -> Result<Effects> {
        let address = browser.address.to_string();
        Ok(Effects::mails(self.mails_to(
            member,
            [About::Locked { address }],
            now,
        )?))
    }

    /// Lets the store decide an attempt and converts the outcome into a rejection. `event` is what it is if it succeeds.
    pub(crate) async fn decide(
        &self,
        mut attempt: FactorAttempt,
        event: Event,
        gone: Rejection,
        known: WrongCode,
    ) -> Result<()> {
        let now = attempt.now;
        attempt.effects.events.insert(0, event.clone());
        let (rejection, reason) = match self.store().decide(&attempt).await? {
            Decision::Accepted => return Ok(()),
            Decision::Wrong(counter) => {
                let wrong = Rejection::WrongCode {
                    tries_left: counter.tries_left(attempt.limits),
                    wait: counter.wait_until.map(|until| Wait { until, now }),
                    clock: known.hint,
                };
                // A right code that the store did not take was used by another attempt at the same moment.
                let used = known.used || !matches!(attempt.evidence, Evidence::Wrong);
                let reason = if used { Refused::UsedCode } else { Refused::WrongCode };
                (wrong, Some(reason))
            }
            Decision::Closed(closed) => {
                let closed = closed.rejection(now);
                let reason = activity::reason(&closed);
                (closed, reason)
            }
            Decision::Gone => (gone, None),
        };
        if let Some(reason) = reason {
            self.refusals().note(event.refused(reason));
        }
        Err(rejection.into())
    }
}

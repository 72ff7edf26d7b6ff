//! Step-up: proving the password and, with two-factor on, a passcode before a sensitive action.

use super::{
    SignedIn,
    change::{AccountChange, Change},
    rights::{StepUp, UseCase},
    session::ProofRequirement,
    store::SessionOfMember,
};
use crate::{
    Result, Service,
    activity::Event,
    kernel::{
        counter::CounterKey,
        password::Password,
        ports::Lane,
        throttle::Window,
        token::{PlainToken, TokenDigest},
    },
    mail::About,
    sign_in::{
        attempt::{FactorAttempt, Target},
        factor,
        passcode::Passcode,
    },
    store::Effects,
};
use terms::{EventKind, Refused, Rejection};

/// The proofs that a form submitted. A field that was not asked for is empty.
#[derive(Clone, Copy)]
pub struct Proofs<'a> {
    /// The account's password.
    pub password: &'a str,
    /// A passcode of any confirmed device.
    pub passcode: &'a str,
}

/// The proofs that a form has to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    /// Whether to ask for the password.
    pub password: bool,
    /// Whether to ask for a passcode.
    pub passcode: bool,
}

/// The result of a step-up, also if there was nothing to prove.
#[derive(Debug)]
pub struct SteppedUp {
    /// The person, with the session as it is now.
    pub who: SignedIn,
    /// The session's new token, if something was proved. The browser needs it even if the action fails afterwards,
    /// because the old token is invalid.
    pub token: Option<PlainToken>,
}

impl Service {
    /// Returns what a form for `use_case` has to ask for in this session; nothing if the use case is refused anyway.
    pub fn asks(&self, who: &SignedIn, use_case: UseCase) -> Asks {
        let step_up = use_case.right(who.session.kind).unwrap_or(StepUp::NotNeeded);
        who.asks(step_up)
    }

    /// Proves what the table of rights requires and gives the session a new token.
    ///
    /// # Errors
    /// `Invalid` for a missing or malformed proof, which is not counted as a try; `WrongPassword`, `WrongCode`, `Wait`,
    /// `Stopped`; `NotSignedIn` if the session is over, also because this was its tenth wrong password.
    pub async fn step_up(&self, who: SignedIn, proofs: Proofs<'_>) -> Result<SteppedUp> {
        let asks = who.asks(who.step_up);
        if !asks.password {
            return Ok(SteppedUp { who, token: None });
        }
        // Both fields are parsed before anything is counted: a forgotten passcode costs no password try.
        let password = Password::typed(proofs.password)?;
        let passcode = asks.passcode.then(|| Passcode::parse(proofs.passcode)).transpose()?;
        self.prove_password(&who, password).await?;
        let token = PlainToken::random(self.entropy());
        let new = token.digest();
        match passcode {
            Some(code) => self.prove_passcode(&who, &code, new.clone()).await?,
            None => {
                let effects = Effects::events(vec![self.event_by(EventKind::StepUp, &who)]);
                let proved = self
                    .store()
                    .prove_password(&who.session.digest, &new, who.now, &effects)
                    .await?;
                proved.then_some(()).ok_or(Rejection::NotSignedIn)?;
            }
        }
        let found = self.store().session(&new).await?.ok_or(Rejection::NotSignedIn)?;
        let SessionOfMember { session, member } = found.at(who.now);
        let who = SignedIn { session, member, ..who };
        Ok(SteppedUp {
            who,
            token: Some(token),
        })
    }

    /// Checks the member's password. The tenth wrong one in 15 minutes ends the session.
    async fn prove_password(&self, who: &SignedIn, password: Password) -> Result<()> {
        let id = who.session.id.as_str();
        let windows = vec![Window::session(id), Window::session_hashing(id)];
        let reserved = self.reserve(windows, Lane::step_up(&who.member.id), who.now).await;
        let reserved = self.noting(EventKind::StepUp, who, reserved)?;
        let hash = Some(who.member.password.clone());
        if !self.verify(password, hash, &reserved).await? {
            let wrong = self.event_by(EventKind::StepUp, who).refused(Refused::WrongPassword);
            self.refusals().note(wrong);
            let tries = Window::session(id);
            let ended = self.store().end_session_when_full(&who.session.id, &tries, who.now);
            return Err(match ended.await? {
                true => Rejection::NotSignedIn,
                false => Rejection::WrongPassword,
            }
            .into());
        }
        self.release(&reserved).await
    }

    async fn prove_passcode(&self, who: &SignedIn, code: &Passcode, new_digest: TokenDigest) -> Result<()> {
        let target = Target::StepUp {
            session: who.session.digest.clone(),
            new_digest,
            password: who.member.password.clone(),
        };
        let event = self.event_by(EventKind::StepUp, who);
        self.decide_with_passcode(who, code, (target, event), Rejection::NotSignedIn)
            .await
    }

    /// Lets a passcode of this person decide about `target`. The event is recorded with the decision; `gone` is the
    /// rejection if the target is not there any more.
    pub(crate) async fn decide_with_passcode(
        &self,
        who: &SignedIn,
        code: &Passcode,
        (target, event): (Target, Event),
        gone: Rejection,
    ) -> Result<()> {
        let (kind, counter) = (event.kind, CounterKey::Passcode(who.member.id.clone()));
        self.noting(kind, who, self.admit(&counter, who.now).await)?;
        let devices = self.store().candidates(&who.member.id).await?;
        let mut devices = factor::permitted(devices, target.purpose(), who.now);
        devices.retain(|candidate| target.accepts(&candidate.device));
        let found = self.noting(kind, who, self.evaluate(&who.member, devices, code, who.now))?;
        let event = match &found.device {
            Some(device) => event.about_device(device, None),
            None => event,
        };
        let attempt = FactorAttempt {
            member: who.member.id.clone(),
            counters: vec![counter],
            ceiling: None,
            limits: self.settings().limits,
            evidence: found.evidence,
            target,
            now: who.now,
            address: who.browser.address.to_string(),
            effects: Effects::none(),
            alarm_effects: self.alarm_effects(&who.member, &who.browser, who.now)?,
        };
        self.decide(attempt, event, gone, found.wrong).await
    }

    /// Creates a change requested by this session, with the mails and events about it.
    pub(crate) fn change(
        &self,
        who: &SignedIn,
        token: Option<&PlainToken>,
        about: impl IntoIterator<Item = About>,
        events: Vec<Event>,
    ) -> Result<Change> {
        Ok(Change {
            member: who.member.id.clone(),
            session: who.session.digest.clone(),
            new_digest: token.map(PlainToken::digest),
            required: who.required_proof(),
            now: who.now,
            keeper: self.keeper(),
            effects: Effects {
                mails: self.mails_to(&who.member, about, who.now)?,
                events,
                ..Effects::none()
            },
        })
    }
}

impl SignedIn {
    /// Creates a change of the account requested by this session.
    pub(crate) fn account_change(&self, effects: Effects) -> AccountChange {
        AccountChange {
            account: self.member.account.clone(),
            member: self.member.id.clone(),
            session: self.session.digest.clone(),
            required: self.required_proof(),
            now: self.now,
            effects,
        }
    }

    fn asks(&self, step_up: StepUp) -> Asks {
        let factor = !self.session.factor_fresh(&self.member, self.now);
        match step_up {
            StepUp::NotNeeded => Asks {
                password: false,
                passcode: false,
            },
            StepUp::Password => Asks {
                password: true,
                passcode: false,
            },
            StepUp::PasswordAndFactor => Asks {
                password: true,
                passcode: factor,
            },
            StepUp::Anew => Asks {
                password: true,
                passcode: self.member.two_factor_since.is_some(),
            },
            StepUp::Fresh => {
                let stale = !self.session.stepped_up(&self.member, self.now);
                Asks {
                    password: stale,
                    passcode: stale && factor,
                }
            }
        }
    }

    /// Returns the step-up that the store checks again in the transaction that makes the change.
    pub(crate) fn required_proof(&self) -> Option<ProofRequirement> {
        let now = self.now;
        match self.step_up {
            StepUp::NotNeeded => None,
            StepUp::Password => Some(ProofRequirement { now, factor: false }),
            StepUp::Fresh | StepUp::PasswordAndFactor | StepUp::Anew => Some(ProofRequirement { now, factor: true }),
        }
    }
}

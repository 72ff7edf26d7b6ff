//! Step-up: password and, with two-factor on, a passcode within the last ten minutes.

use crate::Result;
use crate::service::Service;
use crate::{
    Timestamp,
    kernel::{
        browser::Browser,
        counter::CounterKey,
        password::Password,
        throttle::Window,
        token::{PlainToken, TokenDigest},
    },
    mail::OutboxMail,
    sessions::session::STEP_UP_LIFE,
    sign_in::{attempt::Opens, passcode::Passcode},
    store::{Change, Changed, SignedIn},
};
use std::sync::OnceLock;
use terms::{Rejection, SessionKind};

/// What a form proved; empty text where the form did not ask.
#[derive(Clone, Copy)]
pub struct Proofs<'a> {
    /// The account's password.
    pub password: &'a str,
    /// A passcode of any confirmed device.
    pub passcode: &'a str,
    /// Receives the session's new token.
    pub renewed: &'a Renewed,
}

/// A session's new token after a step-up. It counts as soon as the proofs were right, whatever comes of the action that
/// asked for them: the browser has to learn it even when that is refused.
#[derive(Debug, Default)]
pub struct Renewed(OnceLock<PlainToken>);

impl Renewed {
    /// The new token, if there was a step-up.
    pub fn token(&self) -> Option<&PlainToken> {
        self.0.get()
    }

    fn put(&self, token: PlainToken) {
        // A use case steps up once.
        let _ = self.0.set(token);
    }
}

impl Service {
    /// Whether a form has to ask for a passcode next to the password.
    pub fn needs_passcode(&self, who: &SignedIn) -> bool {
        who.session.kind == SessionKind::Full && !who.session.factor_fresh(&who.member, self.now())
    }

    /// Whether a form has to ask for anything before a sensitive action.
    pub fn needs_step_up(&self, who: &SignedIn) -> bool {
        who.session.kind == SessionKind::Full && !who.session.stepped_up(&who.member, self.now())
    }

    /// Steps up if need be. `always` asks for the password even right after a sign-in. Answers the session as it is now.
    pub(crate) async fn prove(
        &self,
        who: &SignedIn,
        proofs: Proofs<'_>,
        browser: &Browser,
        always: bool,
    ) -> Result<SignedIn> {
        if !always && !self.needs_step_up(who) {
            return Ok(who.clone());
        }
        let needs_passcode = self.needs_passcode(who);
        // Both fields are looked at before anything is charged: a forgotten passcode costs no password try.
        let password = Password::typed(proofs.password)?;
        let passcode = needs_passcode.then(|| Passcode::parse(proofs.passcode)).transpose()?;
        self.prove_password(who, password).await?;
        let (token, old) = (PlainToken::random(self.entropy()), &who.session.digest);
        let new = token.digest();
        match passcode {
            Some(code) => self.prove_passcode(who, &code, new.clone(), browser).await?,
            None if !self.store().prove_password(old, &new, self.now()).await? => {
                return Err(Rejection::NotSignedIn.into());
            }
            None => {}
        }
        proofs.renewed.put(token);
        Ok(self.store().session(&new).await?.ok_or(Rejection::NotSignedIn)?)
    }

    /// Checks the signed-in member's password: 10 tries in 15 minutes, then the session ends.
    pub(crate) async fn prove_password(&self, who: &SignedIn, password: Password) -> Result<()> {
        let window = [Window::session(who.session.id.as_str())];
        let now = self.now();
        if self.store().reserve(&window, now).await?.is_err() {
            self.store().end_session(&who.session.id).await?;
            return Err(Rejection::NotSignedIn.into());
        }
        let phc = Some(who.member.password.clone());
        if !self.verify(password, phc, &window, now).await? {
            return Err(Rejection::WrongPassword.into());
        }
        Ok(self.store().release(&window, now).await?)
    }

    async fn prove_passcode(
        &self,
        who: &SignedIn,
        code: &Passcode,
        new_digest: TokenDigest,
        browser: &Browser,
    ) -> Result<()> {
        let counter = CounterKey::Passcode(who.member.id.clone());
        self.admit(&counter).await?;
        let devices = self.store().candidates(&who.member.id).await?;
        let found = self.evaluate(&who.member, devices, code)?;
        let opens = Opens::StepUp {
            session: who.session.digest.clone(),
            new_digest,
        };
        let mut attempt = self.attempt(&who.member, counter, found.proof, opens, browser);
        attempt.lock_mail = Some(self.lock_mail(&who.member, browser)?);
        self.decide(&attempt, Rejection::NotSignedIn, found.hint).await
    }

    /// A change that this session makes under a new token.
    pub(crate) fn change(&self, who: &SignedIn, token: Option<&PlainToken>, mails: Vec<OutboxMail>) -> Change {
        Change {
            member: who.member.id.clone(),
            session: who.session.digest.clone(),
            new_digest: token.map(PlainToken::digest),
            proved_since: self.proved_since(),
            now: self.now(),
            mails,
        }
    }

    /// Since when the proofs must be.
    pub(crate) fn proved_since(&self) -> Timestamp {
        self.now().plus(1 - STEP_UP_LIFE)
    }
}

/// A change's outcome in the words of the rules.
pub(crate) fn done(changed: Changed) -> Result<(), Rejection> {
    match changed {
        Changed::Done => Ok(()),
        Changed::NotProved => Err(Rejection::StepUpNeeded),
        Changed::NotFound => Err(Rejection::NotFound),
        Changed::NotLast => Err(Rejection::Conflict(terms::Conflict::NotLast)),
        Changed::LastDevice => Err(Rejection::Conflict(terms::Conflict::LastDevice)),
    }
}

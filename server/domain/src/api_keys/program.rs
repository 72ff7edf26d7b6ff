//! Programs that present an API key.

use super::key::{ApiKey, KeyOfMember};
use crate::{
    Result, Service, Timestamp,
    activity::Event,
    kernel::{browser::Browser, clock::MINUTE, credential::PlainKey},
    mail::About,
    profile::member::Member,
    store::Effects,
};
use terms::{EventKind, Refused, Rejection, Scope};

/// Minimum time between two writes of a key's last use, in seconds.
const USED_EVERY: i64 = MINUTE;

/// A program that presented a valid key, authorised for one scope.
#[derive(Clone, Debug)]
pub struct Program {
    /// The key.
    pub key: ApiKey,
    /// The key's holder, whose rights limit it.
    pub member: Member,
    /// The client of the request.
    pub browser: Browser,
    /// When the request was received.
    pub now: Timestamp,
}

impl Service {
    /// Authenticates the text of an API key and authorises one scope.
    ///
    /// # Errors
    /// `NotSignedIn` for an unknown, expired or revoked key and from a network that it is not accepted from;
    /// `SecondFactorNeeded` if its member has two-factor on; `Forbidden` without the scope.
    pub async fn program(&self, text: &str, scope: Scope, browser: &Browser) -> Result<Program> {
        let now = self.now();
        let KeyOfMember { key, member } = self.presented(text).await?;
        let program = Program {
            key,
            member,
            browser: browser.clone(),
            now,
        };
        if let Err((rejection, reason)) = program.admitted(scope) {
            self.refusals()
                .note(self.event_of(EventKind::ApiCall, &program).refused(reason));
            return Err(rejection.into());
        }
        self.touch_key(&program).await?;
        Ok(program)
    }

    /// Ends the key that is presented, from wherever and without a second factor: who finds a leaked key can end it and do
    /// nothing else. Its member is mailed.
    ///
    /// # Errors
    /// `NotSignedIn` for an unknown or revoked key.
    pub async fn end_presented_key(&self, text: &str, browser: &Browser) -> Result<()> {
        let KeyOfMember { key, member } = self.presented(text).await?;
        let program = Program {
            key,
            member,
            browser: browser.clone(),
            now: self.now(),
        };
        let about = About::ApiKeyEnded {
            key: program.key.label.as_str().to_owned(),
            address: browser.address.to_string(),
        };
        let effects = Effects {
            events: vec![self.event_of(EventKind::ApiKeyEnded, &program)],
            mails: self.mails_to(&program.member, [about], program.now)?,
        };
        let ended = self.store().end_api_key(&program.key.id, &effects).await?;
        Ok(ended.then_some(()).ok_or(Rejection::NotSignedIn)?)
    }

    async fn presented(&self, text: &str) -> Result<KeyOfMember> {
        let plain = PlainKey::parse(text).ok_or(Rejection::NotSignedIn)?;
        let found = self.store().api_key_by(&plain.digest()).await?;
        Ok(found.ok_or(Rejection::NotSignedIn)?)
    }

    /// Creates an event about what a program did.
    fn event_of(&self, kind: EventKind, program: &Program) -> Event {
        self.event(kind, &program.member, &program.browser, program.now)
            .about_key(&program.key.id, program.key.label.as_str())
    }

    async fn touch_key(&self, program: &Program) -> Result<()> {
        let stale = program
            .key
            .last_use
            .as_ref()
            .is_none_or(|last| program.now.since(last.at) >= USED_EVERY);
        if stale {
            let address = program.browser.address.to_string();
            self.store()
                .touch_api_key(&program.key.id, &address, program.now)
                .await?;
        }
        Ok(())
    }
}

impl Program {
    /// Whether the key alone does not suffice: its member has two-factor on.
    pub const fn is_covered(&self) -> bool {
        self.member.two_factor_since.is_some()
    }

    /// Whether the key is accepted here and now for this scope; else what the program and what the activity is told.
    fn admitted(&self, scope: Scope) -> Result<(), (Rejection, Refused)> {
        if !self.key.live(self.now) {
            return Err((Rejection::NotSignedIn, Refused::KeyExpired));
        }
        if !self.key.accepts(self.browser.address) {
            return Err((Rejection::NotSignedIn, Refused::OtherNetwork));
        }
        if self.is_covered() {
            return Err((Rejection::SecondFactorNeeded, Refused::NoSecondFactor));
        }
        if !self.key.scopes.has(scope) {
            return Err((Rejection::Forbidden, Refused::MissingScope));
        }
        Ok(())
    }
}

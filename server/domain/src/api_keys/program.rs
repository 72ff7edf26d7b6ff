//! Programs that present an API key or an access token.

use super::{
    key::{ApiKey, KeyOfMember},
    scope::Scopes,
};
use crate::{
    Result, Service, Timestamp,
    activity::Event,
    kernel::{
        browser::Browser,
        clock::MINUTE,
        credential::{CredentialKind, PlainCredential},
    },
    mail::About,
    profile::member::Member,
    store::Effects,
    tokens::token::AccessToken,
};
use std::net::IpAddr;
use terms::{EventKind, Refused, Rejection, Scope};

/// Minimum time between two writes of a key's last use, in seconds.
const USED_EVERY: i64 = MINUTE;

/// A program that presented a credential.
#[derive(Clone, Debug)]
pub struct Program {
    /// What it presented.
    pub credential: Credential,
    /// The API key that it presented, or that bought its token.
    pub key: Option<ApiKey>,
    /// The member in whose name it acts, and whose rights limit it.
    pub member: Member,
    /// The client of the request.
    pub browser: Browser,
    /// When the request was received.
    pub now: Timestamp,
}

/// What a program presents.
#[derive(Clone, Debug)]
pub enum Credential {
    /// An API key.
    Key,
    /// An access token.
    Token(Box<AccessToken>),
}

impl Service {
    /// Authenticates the text of an API key or access token and authorises one scope.
    ///
    /// # Errors
    /// `NotSignedIn` for an unknown, expired or ended credential and from a network that it is not accepted from;
    /// `SecondFactorNeeded` if calls in its member's name need a second factor and none was proved; `Forbidden` without the
    /// scope.
    pub async fn program(&self, text: &str, scope: Scope, browser: &Browser) -> Result<Program> {
        let program = self.presenting(text, browser).await?;
        let checked = program.valid().and_then(|()| program.may(scope));
        checked.map_err(|refusal| self.refuse_program(EventKind::ApiCall, &program, refusal))?;
        self.touch_key(&program).await?;
        Ok(program)
    }

    /// Ends the key that is presented, from wherever and without a second factor: who finds a leaked key can end it and do
    /// nothing else. Its member is mailed.
    ///
    /// # Errors
    /// `NotSignedIn` for an unknown or revoked key.
    pub async fn end_presented_key(&self, text: &str, browser: &Browser) -> Result<()> {
        let found = self.presented(text).await?;
        let (id, name) = (found.key.id.clone(), found.key.label.as_str().to_owned());
        let program = self.with_key(found, browser);
        let about = About::ApiKeyEnded {
            key: name,
            address: browser.address.to_string(),
        };
        let effects = Effects {
            events: vec![self.event_of(EventKind::ApiKeyEnded, &program)],
            mails: self.mails_to(&program.member, [about], program.now)?,
            ..Effects::none()
        };
        let ended = self.store().end_api_key(&id, &effects).await?;
        Ok(ended.then_some(()).ok_or(Rejection::NotSignedIn)?)
    }

    /// Returns the API key that is presented, with its holder.
    pub(crate) async fn presented(&self, text: &str) -> Result<KeyOfMember> {
        let plain = PlainCredential::parse(text).filter(|plain| plain.kind() == CredentialKind::ApiKey);
        let plain = plain.ok_or(Rejection::NotSignedIn)?;
        let found = self.store().api_key_by(&plain.digest()).await?;
        Ok(found.ok_or(Rejection::NotSignedIn)?)
    }

    /// Returns the program that presents an API key or access token, which may not be valid.
    pub(crate) async fn presenting(&self, text: &str, browser: &Browser) -> Result<Program> {
        match text.starts_with(CredentialKind::AccessToken.prefix()) {
            true => self.presented_token(text, browser).await,
            false => Ok(self.with_key(self.presented(text).await?, browser)),
        }
    }

    /// Records that a program was refused, and returns what it is told.
    pub(crate) fn refuse_program(
        &self,
        kind: EventKind,
        program: &Program,
        (rejection, reason): (Rejection, Refused),
    ) -> crate::Error {
        self.note_refused(kind, program, reason);
        rejection.into()
    }

    /// Records that a program was refused.
    pub(crate) fn note_refused(&self, kind: EventKind, program: &Program, reason: Refused) {
        self.refusals().note(self.event_of(kind, program).refused(reason));
    }

    fn with_key(&self, KeyOfMember { key, member, .. }: KeyOfMember, browser: &Browser) -> Program {
        Program {
            credential: Credential::Key,
            key: Some(key),
            member,
            browser: browser.clone(),
            now: self.now(),
        }
    }

    /// Creates an event about what a program did.
    pub(crate) fn event_of(&self, kind: EventKind, program: &Program) -> Event {
        let event = self.event(kind, &program.member, &program.browser, program.now);
        match &program.key {
            Some(key) => event.about_key(&key.id, key.label.as_str()),
            None => event,
        }
    }

    /// Records the use of a key. That of a token was recorded when the key bought it.
    pub(crate) async fn touch_key(&self, program: &Program) -> Result<()> {
        let (Credential::Key, Some(key)) = (&program.credential, &program.key) else {
            return Ok(());
        };
        let last = key.last_use.as_ref();
        if last.is_none_or(|last| program.now.since(last.at) >= USED_EVERY) {
            let address = program.browser.address.to_string();
            self.store().touch_api_key(&key.id, &address, program.now).await?;
        }
        Ok(())
    }
}

impl ApiKey {
    /// Checks that the key is valid, not suspended, and accepted from this address; else returns what the program and what
    /// the activity is told.
    pub(crate) fn admitted(&self, address: IpAddr, now: Timestamp) -> Result<(), (Rejection, Refused)> {
        if !self.live(now) {
            return Err((Rejection::NotSignedIn, Refused::KeyExpired));
        }
        if !self.accepts(address) {
            return Err((Rejection::NotSignedIn, Refused::OtherNetwork));
        }
        match self.suspended_at {
            Some(_) => Err((Rejection::Stopped, Refused::Stopped)),
            None => Ok(()),
        }
    }
}

impl Program {
    /// Checks that the credential is valid here and now and that a second factor was proved if one is needed; else returns
    /// what the program and what the activity is told.
    pub(crate) fn valid(&self) -> Result<(), (Rejection, Refused)> {
        self.member.admits_programs()?;
        let key = self.key.as_ref();
        key.map_or(Ok(()), |key| key.admitted(self.browser.address, self.now))?;
        let proved = match &self.credential {
            Credential::Token(token) if !token.live(self.now) => {
                return Err((Rejection::NotSignedIn, Refused::KeyExpired));
            }
            Credential::Token(token) => token.device.is_some(),
            Credential::Key => false,
        };
        match self.member.calls_need_factor(self.now) && !proved {
            true => Err((Rejection::SecondFactorNeeded, Refused::NoSecondFactor)),
            false => Ok(()),
        }
    }

    /// Checks a scope of ours.
    fn may(&self, scope: Scope) -> Result<(), (Rejection, Refused)> {
        // A person is asked by a program that has proved what it can, whatever its key is good for alone.
        if scope == Scope::Approvals && matches!(self.credential, Credential::Key) {
            return Err((Rejection::Forbidden, Refused::NoSecondFactor));
        }
        match self.has(scope.as_str()) {
            true => Ok(()),
            false => Err((Rejection::Forbidden, Refused::MissingScope)),
        }
    }

    /// Whether it is the token of an approval of this action.
    pub(crate) fn is_approved(&self, action: &str) -> bool {
        match &self.credential {
            Credential::Token(token) => token
                .approval
                .as_ref()
                .is_some_and(|approval| approval.action == action),
            Credential::Key => false,
        }
    }

    /// Whether the credential has this scope.
    pub(crate) fn has(&self, scope: &str) -> bool {
        self.scopes().is_some_and(|scopes| scopes.has(scope))
    }

    /// Returns the scopes of the credential.
    pub(crate) fn scopes(&self) -> Option<&Scopes> {
        match &self.credential {
            Credential::Token(token) => Some(&token.scopes),
            Credential::Key => self.key.as_ref().map(|key| &key.scopes),
        }
    }
}

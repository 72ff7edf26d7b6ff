//! Access tokens: bought with an API key or a password and, with two-factor on, a passcode.

pub mod store;
pub mod token;

use crate::api_keys::{Credential, Program, key::KeyOfMember};
use crate::{
    Result, Service, Timestamp,
    activity::Event,
    api_keys::scope::Scopes,
    kernel::{
        browser::Browser,
        counter::CounterKey,
        credential::{CredentialKind, PlainCredential},
        email::Email,
        id::{AccessTokenId, ApiKeyId},
        password::Password,
        throttle::Window,
    },
    mail::About,
    profile::member::Member,
    sign_in::{
        attempt::{Evidence, FactorAttempt, Target},
        factor::{self, Evaluated},
        passcode::Passcode,
        store::KeyCandidates,
    },
    store::Effects,
};
use terms::{EventKind, Purpose, Refused, Rejection};
use token::{AccessToken, NewToken, life};

/// What a program asks for besides its credential.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokenRequest<'a> {
    /// A passcode.
    pub otp: Option<&'a str>,
    /// How long the token shall live, in seconds.
    pub ttl: Option<i64>,
    /// The scopes, separated by spaces; all that the credential has if there are none.
    pub scope: Option<&'a str>,
}

/// A token that was bought.
#[derive(Debug)]
pub struct Bought {
    /// The text.
    pub text: PlainCredential,
    /// The token.
    pub token: AccessToken,
}

/// What buys a token.
struct Buyer {
    member: Member,
    key: Option<KeyOfBuyer>,
    browser: Browser,
    now: Timestamp,
}

struct KeyOfBuyer {
    id: ApiKeyId,
    label: String,
}

const KIND: EventKind = EventKind::TokenBought;

impl Service {
    /// Buys a token with an API key. If calls in its member's name need a second factor, a passcode is
    /// needed, too.
    ///
    /// # Errors
    /// `NotSignedIn`, `SecondFactorNeeded`, `WrongCode`, `BeforeUsed`, `Wait`, `Stopped`, `Forbidden` for a scope that the
    /// key has not, `Invalid`.
    pub async fn buy_token_with_key(&self, text: &str, request: TokenRequest<'_>, browser: &Browser) -> Result<Bought> {
        let now = self.now();
        let KeyOfMember { key, member, .. } = self.presented(text).await?;
        let buyer = Buyer {
            key: Some(KeyOfBuyer {
                id: key.id.clone(),
                label: key.label.as_str().to_owned(),
            }),
            browser: browser.clone(),
            member,
            now,
        };
        let admitted = buyer
            .member
            .admits_programs()
            .and_then(|()| key.admitted(browser.address, now));
        admitted.map_err(|(rejection, reason)| self.refuse(&buyer, rejection, reason))?;
        let scopes = self.asked_scopes(request, &key.scopes)?;
        let scopes = scopes.ok_or_else(|| self.refuse(&buyer, Rejection::Forbidden, Refused::MissingScope))?;
        let expires_at = now.plus(life(request.ttl)?);
        let expires_at = key.expires_at.map_or(expires_at, |end| end.min(expires_at));
        let (text, new) = self.new_token(&buyer, scopes, expires_at);
        self.buy(buyer, (text, new), request.otp).await
    }

    /// Buys a token with e-mail address and password. If calls in the member's name need a second factor,
    /// a passcode is needed, too.
    ///
    /// # Errors
    /// `WrongCredentials`, `SecondFactorNeeded`, `WrongCode`, `BeforeUsed`, `Wait`, `Stopped`, `Busy`, `Invalid`.
    pub async fn buy_token_with_password(
        &self,
        (email, password): (&str, &str),
        request: TokenRequest<'_>,
        browser: &Browser,
    ) -> Result<Bought> {
        let now = self.now();
        let typed = (Email::parse(email)?, email);
        let password = Password::typed(password)?;
        let scopes = self.asked_scopes(request, &Scopes::all(&self.settings().scopes))?;
        let scopes = scopes.ok_or(Rejection::Forbidden)?;
        let expires_at = now.plus(life(request.ttl)?);
        let (member, reserved) = self.proved_by_password(typed, password, (KIND, browser), now).await?;
        self.release(&reserved).await?;
        let password = Some(member.password.clone());
        let buyer = Buyer {
            browser: browser.clone(),
            key: None,
            member,
            now,
        };
        let (text, new) = self.new_token(&buyer, scopes, expires_at);
        self.buy(buyer, (text, NewToken { password, ..new }), request.otp).await
    }

    /// Ends the access token that is presented.
    ///
    /// # Errors
    /// `NotSignedIn` for an unknown or ended token.
    pub async fn end_presented_token(&self, text: &str, browser: &Browser) -> Result<()> {
        let program = self.presented_token(text, browser).await?;
        let Credential::Token(token) = &program.credential else {
            return Err(Rejection::NotSignedIn.into());
        };
        token.live(program.now).then_some(()).ok_or(Rejection::NotSignedIn)?;
        let effects = Effects::events(vec![self.event_of(EventKind::TokenEnded, &program)]);
        let ended = self.store().end_token(&token.id, &effects).await?;
        Ok(ended.then_some(()).ok_or(Rejection::NotSignedIn)?)
    }

    /// Returns what presented this access token, whatever it may do.
    pub(crate) async fn presented_token(&self, text: &str, browser: &Browser) -> Result<Program> {
        let plain = PlainCredential::parse(text).filter(|plain| plain.kind() == CredentialKind::AccessToken);
        let plain = plain.ok_or(Rejection::NotSignedIn)?;
        let found = self.store().access_token(&plain.digest()).await?;
        let found = found.ok_or(Rejection::NotSignedIn)?;
        Ok(Program {
            credential: Credential::Token(Box::new(found.token)),
            key: found.key,
            member: found.member,
            browser: browser.clone(),
            now: self.now(),
        })
    }

    /// Returns the scopes that are asked for, or all that the credential has; `None` if it has not all of those.
    fn asked_scopes(&self, request: TokenRequest<'_>, owned: &Scopes) -> Result<Option<Scopes>> {
        let scopes = match request.scope {
            Some(scope) => Scopes::chosen(scope, &self.settings().scopes)?,
            None => owned.clone(),
        };
        Ok(scopes.within(owned).then_some(scopes))
    }

    fn new_token(&self, buyer: &Buyer, scopes: Scopes, expires_at: Timestamp) -> (PlainCredential, NewToken) {
        let id = AccessTokenId::random(self.entropy());
        let text = PlainCredential::random(CredentialKind::AccessToken, id.as_str(), self.entropy());
        let new = NewToken {
            digest: text.digest(),
            password: None,
            address: buyer.browser.address.to_string(),
            token: AccessToken {
                id,
                member: buyer.member.id.clone(),
                key: buyer.key.as_ref().map(|key| key.id.clone()),
                scopes,
                device: None,
                created_at: buyer.now,
                expires_at,
                approval: None,
            },
        };
        (text, new)
    }

    async fn buy(&self, buyer: Buyer, (text, new): (PlainCredential, NewToken), otp: Option<&str>) -> Result<Bought> {
        let token = match otp {
            Some(otp) => self.buy_with_passcode(&buyer, new, otp).await?,
            None => self.buy_alone(&buyer, new).await?,
        };
        Ok(Bought { text, token })
    }

    async fn buy_alone(&self, buyer: &Buyer, new: NewToken) -> Result<AccessToken> {
        if buyer.member.calls_need_factor(buyer.now) {
            return Err(self.refuse_alone(buyer));
        }
        let effects = Effects::events(vec![self.bought(buyer)]);
        // Two-factor or the account's switch was switched on, or the key revoked, at the same moment.
        match self.store().open_token(&new, &effects).await? {
            true => Ok(new.token),
            false => Err(self.refuse_alone(buyer)),
        }
    }

    async fn buy_with_passcode(&self, buyer: &Buyer, mut new: NewToken, otp: &str) -> Result<AccessToken> {
        let Buyer { member, now, .. } = buyer;
        let counter = match &buyer.key {
            Some(key) => CounterKey::Key(key.id.clone()),
            None => CounterKey::Passcode(member.id.clone()),
        };
        self.noting_buyer(buyer, self.admit(&counter, *now).await)?;
        let candidates = match &buyer.key {
            Some(key) => self.store().key_candidates(&key.id, &member.id).await?,
            None => KeyCandidates::Personal(self.store().candidates(&member.id).await?),
        };
        let candidates = match candidates {
            KeyCandidates::Personal(devices) => {
                KeyCandidates::Personal(factor::permitted(devices, Purpose::Token, *now))
            }
            machine @ KeyCandidates::Machine(_) => machine,
        };
        // Only the account's switch asks for a second factor of a member who has none: what is missing is a machine device.
        let none = matches!(&candidates, KeyCandidates::Personal(devices) if devices.is_empty());
        if none && member.two_factor_since.is_none() && member.calls_need_factor(*now) {
            return Err(self.refuse_alone(buyer));
        }
        let found = self.noting_buyer(buyer, self.evaluate_for(buyer, candidates, otp))?;
        let mut event = self.bought(buyer);
        if let Some(device) = &found.device {
            event = event.about_device(device, None);
        }
        new.token.expires_at = found.validity.cap(new.token.expires_at);
        new.token.device = found.device;
        let token = new.token.clone();
        let attempt = FactorAttempt {
            member: member.id.clone(),
            ceiling: buyer.key.as_ref().map(|_| Window::key_passcodes(&member.id)),
            counters: vec![counter],
            limits: self.settings().limits,
            evidence: found.evidence,
            target: Target::Token(Box::new(new)),
            now: *now,
            address: buyer.browser.address.to_string(),
            effects: Effects::none(),
            alarm_effects: self.buyer_alarm(buyer)?,
        };
        self.decide(attempt, event, Rejection::NotSignedIn, found.wrong).await?;
        Ok(token)
    }

    fn evaluate_for(&self, buyer: &Buyer, candidates: KeyCandidates, otp: &str) -> Result<Evaluated> {
        let Buyer { member, now, .. } = buyer;
        let candidate = match candidates {
            KeyCandidates::Personal(devices) => return self.evaluate(member, devices, &Passcode::parse(otp)?, *now),
            KeyCandidates::Machine(candidate) => candidate,
        };
        let code = Passcode::parse_of(otp, candidate.parameters.digits)?;
        let key = buyer.key.as_ref().ok_or(Rejection::NotSignedIn)?;
        let open = self.open_machine(candidate, &key.id)?;
        let found = Self::evaluate_open(member, &[open], &code, *now)?;
        let evidence = match found.evidence {
            Evidence::Step { device, step } => Evidence::MachineStep { device, step },
            other => other,
        };
        Ok(Evaluated { evidence, ..found })
    }

    /// Creates the mail about wrong passcodes: who sends them has the key, or the password.
    fn buyer_alarm(&self, buyer: &Buyer) -> Result<Effects> {
        match &buyer.key {
            None => self.alarm_effects(&buyer.member, &buyer.browser, buyer.now),
            Some(key) => {
                let about = About::ApiKeySuspended {
                    key: key.label.clone(),
                    address: buyer.browser.address.to_string(),
                };
                Ok(Effects::mails(self.mails_to(&buyer.member, [about], buyer.now)?))
            }
        }
    }

    fn bought(&self, buyer: &Buyer) -> Event {
        let event = self.event(KIND, &buyer.member, &buyer.browser, buyer.now);
        match &buyer.key {
            Some(key) => event.about_key(&key.id, &key.label),
            None => event,
        }
    }

    fn refuse_alone(&self, buyer: &Buyer) -> crate::Error {
        self.refuse(buyer, Rejection::SecondFactorNeeded, Refused::NoSecondFactor)
    }

    fn refuse(&self, buyer: &Buyer, rejection: Rejection, reason: Refused) -> crate::Error {
        self.refusals().note(self.bought(buyer).refused(reason));
        rejection.into()
    }

    /// Records a refused purchase; any other result passes through.
    fn noting_buyer<T>(&self, buyer: &Buyer, result: Result<T>) -> Result<T> {
        if let Err(crate::Error::Rejected(rejection)) = &result
            && let Some(reason) = crate::activity::reason(rejection)
        {
            self.refusals().note(self.bought(buyer).refused(reason));
        }
        result
    }
}

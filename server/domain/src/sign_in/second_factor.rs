//! From a challenge to a session, by a passcode or a recovery code.

use super::{
    Authentication, KnownTokens, NewSession,
    attempt::{Evidence, FactorAttempt, Target},
    factor::{self, WrongCode},
    passcode::Passcode,
    store::Challenged,
};
use crate::{
    Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        counter::{Counter, CounterKey},
        email::Email,
        ports::Lane,
        throttle::Window,
        token::PlainToken,
    },
    mail::About,
    profile::member::Member,
    recovery::code::PlainCode,
    sessions::{
        session::Session,
        trusted::{NewTrust, SeriesToken, SeriesTokens},
    },
    store::Effects,
};
use terms::{Ended, EventKind, Purpose, Rejection, SessionKind};

/// The challenge is over.
const GONE: Rejection = Rejection::Gone(Ended::Challenge);

/// The form with a second factor.
pub struct SecondFactor<'a> {
    /// The challenge's token.
    pub challenge: &'a str,
    /// The code as it was typed.
    pub code: &'a str,
    /// The tokens in the browser's known-browser cookie.
    pub known: &'a [String],
    /// The tokens in the browser's trusted-browser cookie, if the browser is to be trusted.
    pub trust: Option<&'a [String]>,
}

/// What the passcode page shows.
#[derive(Debug)]
pub struct ChallengeView {
    /// The member's address.
    pub email: Email,
    /// When the challenge expires.
    pub expires_at: Timestamp,
    /// Whether the browser can be trusted with this sign-in.
    pub may_trust: bool,
    /// Why passcodes are not evaluated at the moment, if they are not.
    pub passcodes: Option<Rejection>,
    /// Why recovery codes are not evaluated at the moment, if they are not.
    pub recovery: Option<Rejection>,
}

impl Service {
    /// Returns the challenge of a token.
    ///
    /// # Errors
    /// `Gone(Challenge)` if it is over.
    pub async fn challenge(&self, token: &str) -> Result<ChallengeView> {
        let now = self.now();
        let Challenged {
            challenge,
            member,
            passcodes,
            ..
        } = self.challenged(token, &KnownTokens::parse(&[]), now).await?;
        let codes = CounterKey::Recovery(member.id.clone());
        let recovery = self.store().counter(&codes).await?;
        let closed = |counter: &Counter, key| counter.admit(key, now).err().map(|closed| closed.rejection(now));
        Ok(ChallengeView {
            may_trust: member.may_trust_browsers(now),
            email: member.email,
            expires_at: challenge.expires_at,
            passcodes: closed(&passcodes, &CounterKey::Passcode(member.id)),
            recovery: closed(&recovery, &codes),
        })
    }

    /// Ends a challenge, so that the browser can sign in to another account.
    pub async fn abandon_challenge(&self, token: &str) -> Result<()> {
        match PlainToken::parse(token) {
            Some(token) => Ok(self.store().end_challenge(&token.digest()).await?),
            None => Ok(()),
        }
    }

    /// Checks a passcode for a challenge and opens a full session, or a sign-in-only one if the device may do no more.
    ///
    /// # Errors
    /// `Gone(Challenge)`, `Wait`, `Stopped`, `Invalid`, `WrongCode`.
    pub async fn enter_passcode(&self, form: &SecondFactor<'_>, browser: &Browser) -> Result<NewSession> {
        let (now, tokens) = (self.now(), KnownTokens::parse(form.known));
        let Challenged {
            challenge,
            member,
            passcodes,
            devices,
            known,
        } = self.challenged(form.challenge, &tokens, now).await?;
        let counter = CounterKey::Passcode(member.id.clone());
        let noting = |result| self.noting_refusal(EventKind::SignIn, (&member, None), browser, now, result);
        let admitted = passcodes.admit(&counter, now);
        noting(admitted.map_err(|closed| closed.rejection(now).into()))?;
        let code = Passcode::parse(form.code)?;
        let devices = factor::permitted(devices, Purpose::SignIn, now);
        let found = self.evaluate(&member, devices, &code, now);
        let found = self.noting_refusal(EventKind::SignIn, (&member, None), browser, now, found)?;
        let mut event = self.event(EventKind::SignIn, &member, browser, now);
        if let Some(device) = &found.device {
            event = event.about_device(device, None);
        }
        let recognised = self.recognise(tokens.find(known));
        let token = PlainToken::random(self.entropy());
        let authentication = Authentication {
            password_at: challenge.created_at,
            device: found.device,
            kind: found.validity.opens(),
            until: found.validity.until,
        };
        let until = authentication.until;
        let session = self.new_session(&token, &member, (browser, authentication), now);
        let event = event.in_session(&session.id);
        let mut effects = self.recognition_effects(&recognised, &member, browser, now).await?;
        let (trust, trusted) = self.trust_of(form, (&member, &session, until), browser, &mut effects);
        let attempt = FactorAttempt {
            member: member.id.clone(),
            counters: vec![counter],
            ceiling: None,
            limits: self.settings().limits,
            evidence: found.evidence,
            target: Target::SignIn {
                challenge: challenge.digest,
                session: Box::new(session),
                known: Some(recognised.row(&member, now)),
                trust,
            },
            now,
            address: browser.address.to_string(),
            effects,
            alarm_effects: self.alarm_effects(&member, browser, now)?,
        };
        self.decide(attempt, event, GONE, found.wrong).await?;
        Ok(NewSession {
            token,
            known: Some(recognised.token),
            trusted,
            language: member.language,
        })
    }

    /// Checks a recovery code for a challenge and opens a repair session.
    ///
    /// # Errors
    /// `Gone(Challenge)`, `Wait`, `Invalid`, `WrongCode`, `Busy`.
    pub async fn use_recovery_code(&self, form: &SecondFactor<'_>, browser: &Browser) -> Result<NewSession> {
        let now = self.now();
        let none = KnownTokens::parse(&[]);
        let Challenged { challenge, member, .. } = self.challenged(form.challenge, &none, now).await?;
        let counter = CounterKey::Recovery(member.id.clone());
        let admitted = self.admit(&counter, now).await;
        self.noting_refusal(EventKind::Repair, (&member, None), browser, now, admitted)?;
        let code = PlainCode::parse(form.code)?;
        let windows = vec![Window::hashing(&browser.network(), &member.email.key())];
        let reserved = self.reserve(windows, Lane::recovery(&member.id), now).await;
        let reserved = self.noting_refusal(EventKind::Repair, (&member, None), browser, now, reserved)?;
        let row = self.store().recovery_code(&member.id, code.selector(), now).await?;
        let hash = row.as_ref().map(|row| row.hash.clone());
        let right = self.verify(code.secret(), hash, &reserved).await?;
        let token = PlainToken::random(self.entropy());
        let authentication = Authentication {
            password_at: challenge.created_at,
            device: None,
            kind: SessionKind::Repair,
            until: None,
        };
        let session = self.new_session(&token, &member, (browser, authentication), now);
        let event = self
            .event(EventKind::Repair, &member, browser, now)
            .in_session(&session.id);
        let of_set = u32::from(row.as_ref().is_none_or(|row| row.of_set));
        let left = self.store().codes_left(&member.id).await?.saturating_sub(of_set);
        let used = self.mails_to(&member, [About::RecoveryCodeUsed { left }], now)?;
        let attempt = FactorAttempt {
            member: member.id.clone(),
            counters: vec![counter],
            ceiling: None,
            limits: self.settings().limits,
            evidence: row
                .filter(|_| right)
                .map_or(Evidence::Wrong, |row| Evidence::Code(row.id)),
            target: Target::SignIn {
                challenge: challenge.digest,
                session: Box::new(session),
                known: None,
                trust: None,
            },
            now,
            address: browser.address.to_string(),
            effects: Effects::mails(used),
            alarm_effects: self.alarm_effects(&member, browser, now)?,
        };
        self.decide(attempt, event, GONE, WrongCode::default()).await?;
        Ok(NewSession {
            token,
            known: None,
            trusted: None,
            language: member.language,
        })
    }

    /// Creates the trust in the browser and adds its event, if the form wants it and the session is one that may.
    fn trust_of(
        &self,
        form: &SecondFactor<'_>,
        (member, session, until): (&Member, &Session, Option<Timestamp>),
        browser: &Browser,
        effects: &mut Effects,
    ) -> (Option<Box<NewTrust>>, Option<SeriesToken>) {
        let now = session.created_at;
        let (Some(held), Some(device), SessionKind::Full) = (form.trust, &session.opened_by, session.kind) else {
            return (None, None);
        };
        if !member.may_trust_browsers(now) {
            return (None, None);
        }
        let held = SeriesTokens::parse(held);
        let event = self.event(EventKind::BrowserTrusted, member, browser, now);
        effects.events.push(event.in_session(&session.id));
        let (new, token) = self.new_trust((member, device, until), &held, browser, now);
        (Some(Box::new(new)), Some(token))
    }

    async fn challenged(&self, token: &str, known: &KnownTokens, now: Timestamp) -> Result<Challenged> {
        let token = PlainToken::parse(token).ok_or(GONE)?;
        let found = self.store().challenge(&token.digest(), &known.query(now), now).await?;
        Ok(found.ok_or(GONE)?)
    }
}

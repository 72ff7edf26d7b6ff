//! Signing in: the password, then, with two-factor on, a passcode or a recovery code. There is no weaker fallback.

pub mod attempt;
pub(crate) mod factor;
mod known_browser;
pub mod passcode;
mod password;
mod second_factor;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        email::Email,
        id::{DeviceId, SessionId},
        password::Password,
        ports::Lane,
        throttle::Window,
        token::{PlainToken, TokenDigest},
    },
    profile::member::Member,
    sessions::{
        session::{ABSOLUTE_LIFE, CHALLENGE_LIFE, Challenge, REPAIR_LIFE, Session},
        trusted::{SeriesToken, SeriesTokens, Skip, TrustedSignIn},
    },
    store::Effects,
};
pub(crate) use known_browser::KnownTokens;
use password::Reserved;
use store::{KnownQuery, Verified};
use terms::{EventKind, Language, Rejection, SessionKind};

pub use second_factor::{ChallengeView, SecondFactor};

/// The sign-in form.
pub struct SignInForm<'a> {
    /// The e-mail address.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// The tokens in the browser's known-browser cookie.
    pub known: &'a [String],
    /// The tokens in the browser's trusted-browser cookie.
    pub trusted: &'a [String],
}

/// The result of a right password.
#[derive(Debug)]
pub enum Entered {
    /// Two-factor is on. Contains the challenge's token, which authenticates nothing else.
    Challenge(PlainToken),
    /// The member is signed in, because two-factor is off or the browser is trusted.
    Session(NewSession),
}

/// A session that was opened.
#[derive(Debug)]
pub struct NewSession {
    /// The session's token.
    pub token: PlainToken,
    /// The known-browser token for this member, new or existing; `None` in a repair session.
    pub known: Option<PlainToken>,
    /// The trusted-browser token that the browser holds for this member from now on; `None` if nothing changes.
    pub trusted: Option<SeriesToken>,
    /// The member's language, if one was chosen.
    pub language: Option<Language>,
}

impl Service {
    /// Checks e-mail address and password. Known and unknown addresses cost the same reads, hashes and writes.
    ///
    /// # Errors
    /// `Invalid`, `Wait`, `Busy`; `WrongCredentials` for unknown addresses and wrong passwords alike.
    pub async fn sign_in(&self, form: &SignInForm<'_>, browser: &Browser) -> Result<Entered> {
        let (email, password) = (Email::parse(form.email)?, Password::typed(form.password)?);
        let now = self.now();
        let (key, tokens) = (email.key(), KnownTokens::parse(form.known));
        let found = self.found(&email, form.email, &tokens.query(now)).await?;
        let (member, known) = found.map_or((None, None), |(member, known)| (Some(member), tokens.find(known)));
        let (windows, lane) = match known.as_ref().map(PlainToken::digest) {
            Some(known) => (Window::sign_in_known(&known), Lane::known_browser(&known)),
            None => (Window::sign_in(browser, &key), Lane::network(browser)),
        };
        let by = (EventKind::SignIn, browser);
        let (member, reserved) = self.verified(member, password, (windows, lane), by, now).await?;
        let password = Verified {
            hash: &member.password,
            tries: &reserved.of_wrong(),
            reserved_at: now,
        };
        let held = SeriesTokens::parse(form.trusted);
        let opened = self.open_session(&member, &password, (browser, known, &held), now);
        Ok(match opened.await? {
            Some(session) => Entered::Session(session),
            None => Entered::Challenge(self.open_challenge(&member, &password, browser, now).await?),
        })
    }

    /// Checks e-mail address and password of a program, as those of a sign-in in an unknown browser.
    ///
    /// # Errors
    /// `Wait`, `Busy`; `WrongCredentials` for unknown addresses and wrong passwords alike.
    pub(crate) async fn proved_by_password(
        &self,
        (email, typed): (Email, &str),
        password: Password,
        (kind, browser): (EventKind, &Browser),
        now: Timestamp,
    ) -> Result<(Member, Reserved)> {
        let member = self.member_of(&email, typed).await?;
        let windows = Window::sign_in(browser, &email.key());
        let place = (windows, Lane::network(browser));
        self.verified(member, password, place, (kind, browser), now).await
    }

    /// Checks the password of a member. Without a member, it does the same work and refuses.
    async fn verified(
        &self,
        member: Option<Member>,
        password: Password,
        (windows, lane): (Vec<Window>, Lane),
        by: (EventKind, &Browser),
        now: Timestamp,
    ) -> Result<(Member, Reserved)> {
        let reserved = self.reserve(windows, lane, now).await;
        let reserved = self.noting_sign_in(member.as_ref(), by, now, reserved)?;
        let hash = member.as_ref().map(|member| member.password.clone());
        let again = Password::from_secret(password.expose_secret());
        let right = self.verify(password, hash, &reserved).await?;
        let right = right.then_some(()).ok_or_else(|| Rejection::WrongCredentials.into());
        self.noting_sign_in(member.as_ref(), by, now, right)?;
        let member = member.ok_or(Rejection::WrongCredentials)?;
        if let Err(rejection) = member.goes_on() {
            self.release(&reserved).await?;
            return self.noting_sign_in(Some(&member), by, now, Err(rejection.into()));
        }
        Ok((self.rehashed(member, again, &reserved).await?, reserved))
    }

    /// Returns the member with this address, also if an earlier version stored it under another key.
    pub(crate) async fn member_of(&self, email: &Email, typed: &str) -> Result<Option<Member>> {
        let found = self.found(email, typed, &KnownQuery::none()).await?;
        Ok(found.map(|(member, _)| member))
    }

    /// Returns the member with this address, and the browser if it is known to them. All keys are read, so that the number
    /// of reads depends only on what was typed.
    async fn found(
        &self,
        email: &Email,
        typed: &str,
        known: &KnownQuery,
    ) -> Result<Option<(Member, Option<TokenDigest>)>> {
        let mut found = None;
        for key in email.stored_keys(typed) {
            let member = self.store().member_signing_in(&key, known).await?;
            found = found.or(member);
        }
        Ok(found)
    }

    /// Records that a sign-in was refused, if the address belongs to a member. It costs no write, so both cases take as
    /// long.
    fn noting_sign_in<T>(
        &self,
        member: Option<&Member>,
        (kind, browser): (EventKind, &Browser),
        now: Timestamp,
        result: Result<T>,
    ) -> Result<T> {
        match member {
            Some(member) => self.noting_refusal(kind, (member, None), browser, now, result),
            None => result,
        }
    }

    async fn open_challenge(
        &self,
        member: &Member,
        password: &Verified<'_>,
        browser: &Browser,
        now: Timestamp,
    ) -> Result<PlainToken> {
        let token = PlainToken::random(self.entropy());
        let challenge = Challenge {
            digest: token.digest(),
            member: member.id.clone(),
            created_at: now,
            expires_at: now.plus(CHALLENGE_LIFE),
            tries: 0,
        };
        let effects = Effects::events(vec![self.event(EventKind::Password, member, browser, now)]);
        let opened = self.store().open_challenge(&challenge, password, &effects).await?;
        // The password or two-factor was changed while this password was being checked.
        Ok(opened.then_some(token).ok_or(Rejection::WrongCredentials)?)
    }

    /// Opens a session for the password alone, if two-factor is off or the browser is trusted; `None` if a second factor is
    /// needed.
    async fn open_session(
        &self,
        member: &Member,
        password: &Verified<'_>,
        (browser, known, held): (&Browser, Option<PlainToken>, &SeriesTokens),
        now: Timestamp,
    ) -> Result<Option<NewSession>> {
        let on = member.two_factor_since.is_some();
        if on && held.is_empty() {
            return Ok(None);
        }
        let recognised = self.recognise(known);
        let token = PlainToken::random(self.entropy());
        let authentication = Authentication {
            password_at: now,
            device: None,
            kind: SessionKind::Full,
            until: None,
        };
        let session = self.new_session(&token, member, (browser, authentication), now);
        let row = recognised.row(member, now);
        let mut effects = self.recognition_effects(&recognised, member, browser, now).await?;
        let kind = if on {
            EventKind::TrustedSignIn
        } else {
            EventKind::SignIn
        };
        let event = self.event(kind, member, browser, now);
        effects.events.push(event.in_session(&session.id));
        let trusted = if on {
            let sign_in = TrustedSignIn {
                tokens: held,
                session: &session,
                password,
                known: &row,
                effects,
            };
            match self.skip_factor(sign_in, member, browser, now).await? {
                Skip::Rotated(next) => Some(next),
                Skip::Kept => None,
                Skip::No => return Ok(None),
            }
        } else {
            let opened = self.store().open_session(&session, password, &row, &effects).await?;
            opened.then_some(()).ok_or(Rejection::WrongCredentials)?;
            None
        };
        Ok(Some(NewSession {
            token,
            known: Some(recognised.token),
            trusted,
            language: member.language,
        }))
    }

    fn new_session(
        &self,
        token: &PlainToken,
        member: &Member,
        (browser, authentication): (&Browser, Authentication),
        now: Timestamp,
    ) -> Session {
        let life = match authentication.kind {
            SessionKind::Full | SessionKind::SignInOnly | SessionKind::Restricted => ABSOLUTE_LIFE,
            SessionKind::Repair => REPAIR_LIFE,
        };
        let end = member.policy.session_end(now, now.plus(life));
        Session {
            id: SessionId::random(self.entropy()),
            digest: token.digest(),
            member: member.id.clone(),
            kind: authentication.kind,
            created_at: now,
            last_seen_at: now,
            expires_at: authentication.until.map_or(end, |until| until.min(end)),
            password_at: authentication.password_at,
            factor_at: authentication.device.is_some().then_some(now),
            mailbox_at: None,
            opened_by: authentication.device.clone(),
            device: authentication.device,
            trusted: None,
            address: browser.address.to_string(),
            agent: browser.agent.clone(),
        }
    }
}

/// What was proved at sign-in.
struct Authentication {
    password_at: Timestamp,
    device: Option<DeviceId>,
    kind: SessionKind,
    /// When the device ends, if it does.
    until: Option<Timestamp>,
}

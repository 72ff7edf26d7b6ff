//! Signing in: password, then, with two-factor on, a passcode or a recovery code. Nothing falls back to less.

pub mod attempt;
mod evaluate;
pub mod passcode;

use crate::Result;
use crate::service::{Service, mail};
use crate::{
    Timestamp,
    kernel::{
        browser::Browser,
        clock::HOUR,
        counter::{Counter, CounterKey},
        email::Email,
        id::{DeviceId, SessionId},
        password::Password,
        ports::HashError,
        throttle::Window,
        token::PlainToken,
    },
    mail::{About, OutboxMail},
    profile::member::Member,
    recovery::code::PlainCode,
    sessions::session::{ABSOLUTE_LIFE, CHALLENGE_LIFE, Challenge, KNOWN_LIFE, KnownBrowser, REPAIR_LIFE, Session},
    sign_in::{
        attempt::{Opens, Proof},
        passcode::Passcode,
    },
    store::{Challenged, Verified},
};
use evaluate::CHALLENGE_GONE;
use terms::{Rejection, SessionKind, Wait};

/// The sign-in form, with what the browser holds.
pub struct SignInForm<'a> {
    /// E-mail.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
    /// The tokens of `__Host-known`.
    pub known: &'a [String],
}

/// A second factor for a challenge.
pub struct SecondFactor<'a> {
    /// The challenge's token.
    pub challenge: &'a str,
    /// What was typed.
    pub code: &'a str,
    /// The tokens of `__Host-known`.
    pub known: &'a [String],
}

/// What a right password leads to.
#[derive(Debug)]
pub enum Entered {
    /// Two-factor is on: a challenge's token, which authenticates nothing.
    Challenge(PlainToken),
    /// Two-factor is off: signed in.
    Session(Opened),
}

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// Its token.
    pub token: PlainToken,
    /// The browser's token for this member, new or as it was; `None` in a repair session.
    pub known: Option<PlainToken>,
}

/// What the passcode page may know.
#[derive(Debug)]
pub struct ChallengeView {
    /// The member's address.
    pub email: Email,
    /// When the challenge is over.
    pub expires_at: Timestamp,
    /// Why passcodes are not evaluated at the moment.
    pub passcodes: Option<Rejection>,
    /// Why recovery codes are not evaluated at the moment.
    pub recovery: Option<Rejection>,
}

impl Service {
    /// Checks e-mail and password. Unknown and known addresses cost the same hash and the same writes.
    pub async fn sign_in(&self, form: &SignInForm<'_>, browser: &Browser) -> Result<Entered> {
        let (email, password) = (Email::parse(form.email)?, Password::typed(form.password)?);
        let member = self.store().member_by_email(&email.key()).await?;
        let known = self.known(member.as_ref(), form.known).await?;
        let windows = windows(&email, browser, known.as_ref());
        let now = self.now();
        self.store()
            .reserve(&windows, now)
            .await?
            .map_err(|until| Rejection::Wait(Wait { until, now }))?;
        let phc = member.as_ref().map(|m| m.password.clone());
        let again = Password::from_secret(password.expose_secret());
        let right = self.verify(password, phc, &windows, now).await?;
        let member = member.filter(|_| right).ok_or(Rejection::WrongCredentials)?;
        let member = self.rehashed(member, again).await?;
        let password = Verified {
            phc: &member.password,
            tries: &windows,
            reserved_at: now,
        };
        match member.two_factor_since {
            Some(_) => self.challenge_for(&member, &password).await.map(Entered::Challenge),
            None => self
                .password_session(&member, &password, browser, known)
                .await
                .map(Entered::Session),
        }
    }

    /// The challenge behind a cookie.
    pub async fn challenge(&self, token: &str) -> Result<ChallengeView> {
        let Challenged {
            challenge,
            member,
            passcodes,
            ..
        } = self.challenge_of(token).await?;
        let now = self.now();
        let recovery = self.store().counter(&CounterKey::Recovery(member.id.clone())).await?;
        Ok(ChallengeView {
            email: member.email,
            expires_at: challenge.expires_at,
            passcodes: closed(&passcodes, now),
            recovery: closed(&recovery, now),
        })
    }

    /// Ends a challenge: another account wants to sign in.
    pub async fn abandon_challenge(&self, token: &str) -> Result<()> {
        match PlainToken::parse(token) {
            Some(token) => Ok(self.store().end_challenge(&token.digest()).await?),
            None => Ok(()),
        }
    }

    /// A passcode for a challenge: opens a full session.
    pub async fn enter_passcode(&self, form: &SecondFactor<'_>, browser: &Browser) -> Result<Opened> {
        let Challenged {
            challenge,
            member,
            passcodes,
            devices,
        } = self.challenge_of(form.challenge).await?;
        let now = self.now();
        passcodes.admit(now).map_err(|closed| closed.rejection(now))?;
        let code = Passcode::parse(form.code)?;
        let found = self.evaluate(&member, devices, &code)?;
        let (known, unknown) = self.known_or_new(&member, form.known).await?;
        let token = PlainToken::random(self.entropy());
        let session = self.new_session(
            &token,
            &member,
            browser,
            Proved {
                at: challenge.created_at,
                device: found.device,
                kind: SessionKind::Full,
            },
        );
        let browser_row = KnownBrowser {
            digest: known.digest(),
            member: member.id.clone(),
            at: self.now(),
        };
        let opens = Opens::SignIn {
            challenge: challenge.digest,
            session: Box::new(session),
            known: Some(browser_row),
        };
        let counter = CounterKey::Passcode(member.id.clone());
        let mut attempt = self.attempt(&member, counter, found.proof, opens, browser);
        attempt.lock_mail = Some(self.lock_mail(&member, browser)?);
        attempt.mails = self.unknown_browser_mail(unknown, &member, browser).await?;
        self.decide(&attempt, CHALLENGE_GONE, found.hint).await?;
        Ok(Opened {
            token,
            known: Some(known),
        })
    }

    /// A recovery code for a challenge: opens a repair session.
    pub async fn use_recovery_code(&self, form: &SecondFactor<'_>, browser: &Browser) -> Result<Opened> {
        let Challenged { challenge, member, .. } = self.challenge_of(form.challenge).await?;
        let counter = CounterKey::Recovery(member.id.clone());
        self.admit(&counter).await?;
        let code = PlainCode::parse(form.code)?;
        let row = self.store().recovery_code(&member.id, code.selector()).await?;
        let hash = row.as_ref().map(|row| row.hash.clone());
        let right = self.0.hasher.verify(code.secret(), hash).await?;
        let proof = row.filter(|_| right).map_or(Proof::Wrong, |row| Proof::Code(row.id));
        let token = PlainToken::random(self.entropy());
        let session = self.new_session(
            &token,
            &member,
            browser,
            Proved {
                at: challenge.created_at,
                device: None,
                kind: SessionKind::Repair,
            },
        );
        let opens = Opens::SignIn {
            challenge: challenge.digest,
            session: Box::new(session),
            known: None,
        };
        let mut attempt = self.attempt(&member, counter, proof, opens, browser);
        attempt.lock_mail = Some(self.lock_mail(&member, browser)?);
        let left = self.store().codes_left(&member.id).await?.saturating_sub(1);
        attempt.mails = vec![self.seal_mail(&mail(&member.email, About::RecoveryCodeUsed { left }, self.now()))?];
        self.decide(&attempt, CHALLENGE_GONE, None).await?;
        Ok(Opened { token, known: None })
    }

    async fn challenge_of(&self, token: &str) -> Result<Challenged> {
        let token = PlainToken::parse(token).ok_or(CHALLENGE_GONE)?;
        Ok(self
            .store()
            .challenge(&token.digest(), self.now())
            .await?
            .ok_or(CHALLENGE_GONE)?)
    }

    async fn challenge_for(&self, member: &Member, password: &Verified<'_>) -> Result<PlainToken> {
        let token = PlainToken::random(self.entropy());
        let now = self.now();
        let challenge = Challenge {
            digest: token.digest(),
            member: member.id.clone(),
            created_at: now,
            expires_at: now.plus(CHALLENGE_LIFE),
            tries: 0,
        };
        match self.store().open_challenge(&challenge, password).await? {
            true => Ok(token),
            // The password or two-factor changed while this one was being checked: it has to be typed again.
            false => Err(Rejection::WrongCredentials.into()),
        }
    }

    async fn password_session(
        &self,
        member: &Member,
        password: &Verified<'_>,
        browser: &Browser,
        known: Option<PlainToken>,
    ) -> Result<Opened> {
        let unknown = known.is_none();
        let known = known.unwrap_or_else(|| PlainToken::random(self.entropy()));
        let token = PlainToken::random(self.entropy());
        let session = self.new_session(
            &token,
            member,
            browser,
            Proved {
                at: self.now(),
                device: None,
                kind: SessionKind::Full,
            },
        );
        let row = KnownBrowser {
            digest: known.digest(),
            member: member.id.clone(),
            at: self.now(),
        };
        let mails = self.unknown_browser_mail(unknown, member, browser).await?;
        match self.store().open_session(&session, password, &row, &mails).await? {
            true => Ok(Opened {
                token,
                known: Some(known),
            }),
            false => Err(Rejection::WrongCredentials.into()),
        }
    }

    fn new_session(&self, token: &PlainToken, member: &Member, browser: &Browser, proved: Proved) -> Session {
        let now = self.now();
        let life = match proved.kind {
            SessionKind::Full => ABSOLUTE_LIFE,
            SessionKind::Repair => REPAIR_LIFE,
        };
        Session {
            id: SessionId::random(self.entropy()),
            digest: token.digest(),
            member: member.id.clone(),
            kind: proved.kind,
            created_at: now,
            last_seen_at: now,
            expires_at: now.plus(life),
            password_at: proved.at,
            factor_at: proved.device.is_some().then_some(now),
            opened_by: proved.device.clone(),
            device: proved.device,
            address: browser.address.to_string(),
            agent: browser.agent.clone(),
        }
    }

    /// The first of these tokens that is a browser known to the member.
    async fn known(&self, member: Option<&Member>, tokens: &[String]) -> Result<Option<PlainToken>> {
        let Some(member) = member else { return Ok(None) };
        let since = self.now().plus(-KNOWN_LIFE);
        for token in tokens.iter().filter_map(|token| PlainToken::parse(token)) {
            if self.store().known_browser(&token.digest(), &member.id, since).await? {
                return Ok(Some(token));
            }
        }
        Ok(None)
    }

    async fn known_or_new(&self, member: &Member, tokens: &[String]) -> Result<(PlainToken, bool)> {
        let known = self.known(Some(member), tokens).await?;
        let unknown = known.is_none();
        Ok((known.unwrap_or_else(|| PlainToken::random(self.entropy())), unknown))
    }

    /// The first sign-in ever, within an hour of joining, surprises nobody.
    async fn unknown_browser_mail(&self, unknown: bool, member: &Member, browser: &Browser) -> Result<Vec<OutboxMail>> {
        let now = self.now();
        if !unknown || (now.since(member.created_at) < HOUR && !self.store().knows_browsers(&member.id).await?) {
            return Ok(Vec::new());
        }
        let about = About::UnknownBrowser {
            agent: browser.agent.clone(),
            address: browser.address.to_string(),
        };
        Ok(vec![self.seal_mail(&mail(&member.email, about, now))?])
    }

    /// Whether a password for which these tries were reserved is right. One that could not be checked, because too many
    /// wait, was not wrong: its tries are given back.
    pub(crate) async fn verify(
        &self,
        password: Password,
        phc: Option<String>,
        tries: &[Window],
        reserved_at: Timestamp,
    ) -> Result<bool> {
        let right = self.0.hasher.verify(password, phc).await;
        self.unless_busy(right, tries, reserved_at).await
    }

    /// What was hashed; where too many wait for it, the tries that were reserved are given back.
    pub(crate) async fn unless_busy<T>(
        &self,
        hashed: Result<T, HashError>,
        tries: &[Window],
        reserved_at: Timestamp,
    ) -> Result<T> {
        if matches!(hashed, Err(HashError::Busy)) {
            self.store().release(tries, reserved_at).await?;
        }
        Ok(hashed?)
    }

    async fn rehashed(&self, member: Member, password: Password) -> Result<Member> {
        if !self.0.hasher.outdated(&member.password) {
            return Ok(member);
        }
        let new = match self.0.hasher.hash(password, self.salt()).await {
            // The next sign-in can renew it as well.
            Err(HashError::Busy) => return Ok(member),
            made => made?,
        };
        self.store().rehash(&member.id, &member.password, &new).await?;
        Ok(Member {
            password: new,
            ..member
        })
    }
}

/// Why a counter admits no try at `now`.
fn closed(counter: &Counter, now: Timestamp) -> Option<Rejection> {
    counter.admit(now).err().map(|closed| closed.rejection(now))
}

/// What was proved when a session opens.
struct Proved {
    at: Timestamp,
    device: Option<DeviceId>,
    kind: SessionKind,
}

/// A known browser has a window of its own instead of the address' daily ceiling: nobody else can use that one up.
fn windows(email: &Email, browser: &Browser, known: Option<&PlainToken>) -> Vec<Window> {
    let (network, key) = (browser.network(), email.key());
    let third = match known {
        Some(token) => Window::known_browser(token.digest().as_str()),
        None => Window::email(&key),
    };
    vec![
        Window::network_and_email(&network, &key),
        Window::network(&network),
        third,
    ]
}

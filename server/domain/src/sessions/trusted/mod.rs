//! Trusted browsers, in which a member signs in without a second factor for a while. A trusted browser is never enough for
//! step-up.
//!
//! What such a browser holds is the token of a series. Each use gives it the next token, so that a copy of the cookie is
//! noticed when the second of the two holders comes: which of them is the member cannot be told, so the series ends.

pub mod rules;
pub mod store;

use super::{SignedIn, session::Session};
use crate::{
    Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        id::{DeviceId, TrustedBrowserId},
        token::{PlainToken, TokenDigest},
    },
    mail::About,
    profile::member::Member,
    sign_in::store::Verified,
    store::Effects,
};
use rules::{TRUST_LIFE, TrustedBrowser};
use store::{FactorSkip, Skipped};
use terms::{EventKind, Rejection};

/// Maximum members whose tokens one browser holds.
pub const TRUSTING_MEMBERS: usize = 5;
/// Maximum trusted browsers of a member; the oldest ends.
pub const TRUSTED_BROWSERS: i64 = 20;

/// The token of a trusted browser with its series, as its cookie has it.
pub struct SeriesToken {
    /// The series.
    pub series: TrustedBrowserId,
    /// The token.
    pub token: PlainToken,
}

terms::redacted!(SeriesToken);

impl SeriesToken {
    /// Parses the text of the cookie: the id of the series and the token, with a colon between them.
    fn parse(text: &str) -> Option<Self> {
        let (series, token) = text.split_once(':')?;
        Some(Self {
            series: TrustedBrowserId::parse(series)?,
            token: PlainToken::parse(token)?,
        })
    }

    /// Returns the text for the cookie.
    pub fn expose_secret(&self) -> String {
        format!("{}:{}", self.series, self.token.expose_secret())
    }
}

/// The tokens of a trusted-browser cookie, one for each member who trusts the browser.
pub(crate) struct SeriesTokens(Vec<SeriesToken>);

impl SeriesTokens {
    /// Parses the tokens; what has not the form of one is ignored.
    pub(crate) fn parse(texts: &[String]) -> Self {
        let tokens = texts.iter().filter_map(|text| SeriesToken::parse(text));
        Self(tokens.take(TRUSTING_MEMBERS).collect())
    }

    /// Whether the browser holds none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the series with the digests of their tokens.
    fn presented(&self) -> Vec<(TrustedBrowserId, TokenDigest)> {
        let of = |held: &SeriesToken| (held.series.clone(), held.token.digest());
        self.0.iter().map(of).collect()
    }
}

/// A browser that becomes trusted with a sign-in.
#[derive(Clone, Debug)]
pub struct NewTrust {
    /// The browser.
    pub browser: TrustedBrowser,
    /// What this browser holds of the member already, which ends.
    pub replaced: Vec<TrustedBrowserId>,
}

/// A sign-in that may skip the second factor.
pub(crate) struct TrustedSignIn<'a> {
    pub(crate) tokens: &'a SeriesTokens,
    /// What is opened if it may.
    pub(crate) session: &'a Session,
    pub(crate) password: &'a Verified<'a>,
    pub(crate) known: &'a super::session::KnownBrowser,
    /// Writes that are committed with the session.
    pub(crate) effects: Effects,
}

/// What a browser holds after a sign-in that skipped the second factor.
pub(crate) enum Skip {
    /// A second factor is needed.
    No,
    /// The session is open, and the browser holds what it held.
    Kept,
    /// The session is open, and the browser gets the next token.
    Rotated(SeriesToken),
}

impl Service {
    /// Opens a session without a second factor if the browser is one that the member trusts.
    pub(crate) async fn skip_factor(
        &self,
        sign_in: TrustedSignIn<'_>,
        member: &Member,
        browser: &Browser,
        now: Timestamp,
    ) -> Result<Skip> {
        let presented = sign_in.tokens.presented();
        if !member.may_trust_browsers(now) {
            return Ok(Skip::No);
        }
        let next = PlainToken::random(self.entropy());
        let about = About::TrustedBrowserStolen {
            agent: browser.agent.clone(),
            address: browser.address.to_string(),
        };
        let theft = Effects {
            mails: self.mails_to(member, [about], now)?,
            ..Effects::events(vec![self.event(EventKind::TrustStolen, member, browser, now)])
        };
        let skip = FactorSkip {
            session: sign_in.session,
            password: sign_in.password,
            known: sign_in.known,
            presented: &presented,
            next: &next.digest(),
            browser,
            now,
            effects: &sign_in.effects,
            theft: &theft,
        };
        Ok(match self.store().skip_factor(&skip).await? {
            Skipped::No => Skip::No,
            Skipped::Opened { rotated: None } => Skip::Kept,
            Skipped::Opened { rotated: Some(series) } => Skip::Rotated(SeriesToken { series, token: next }),
        })
    }

    /// Creates the trust in the browser of a sign-in with a passcode of this device.
    pub(crate) fn new_trust(
        &self,
        (member, device, until): (&Member, &DeviceId, Option<Timestamp>),
        held: &SeriesTokens,
        browser: &Browser,
        now: Timestamp,
    ) -> (NewTrust, SeriesToken) {
        let made = SeriesToken {
            series: TrustedBrowserId::random(self.entropy()),
            token: PlainToken::random(self.entropy()),
        };
        let end = now.plus(TRUST_LIFE);
        let trusted = TrustedBrowser {
            id: made.series.clone(),
            member: member.id.clone(),
            device: device.clone(),
            digest: made.token.digest(),
            previous: None,
            rotated_at: now,
            created_at: now,
            expires_at: until.map_or(end, |until| until.min(end)),
            address: browser.address.to_string(),
            agent: browser.agent.clone(),
        };
        let replaced = held.0.iter().map(|held| held.series.clone()).collect();
        let new = NewTrust {
            browser: trusted,
            replaced,
        };
        (new, made)
    }

    /// Returns the browsers that the member trusts, newest use first.
    pub async fn trusted_browsers(&self, who: &SignedIn) -> Result<Vec<TrustedBrowser>> {
        if !who.member.policy.trusts_browsers {
            return Ok(Vec::new());
        }
        Ok(self.store().trusted_browsers(&who.member.id, who.now).await?)
    }

    /// Ends the trust in a browser.
    ///
    /// # Errors
    /// `NotFound` if the member trusts no such browser.
    pub async fn end_trust(&self, who: &SignedIn, id: &str) -> Result<()> {
        let ended = match TrustedBrowserId::parse(id) {
            Some(id) => {
                let effects = Effects::events(vec![self.event_by(EventKind::TrustEnded, who)]);
                self.store().end_trust(&who.member.id, &id, &effects).await?
            }
            None => false,
        };
        let ended = ended.then_some(()).ok_or_else(|| Rejection::NotFound.into());
        self.noting(EventKind::TrustEnded, who, ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_as_it_was_written() {
        let (series, token) = ("0123456789abcdef0123456789abcdef", "A".repeat(43));
        let text = format!("{series}:{token}");
        let read = SeriesToken::parse(&text).expect("a token");
        assert_eq!(read.expose_secret(), text);
        for wrong in [
            "",
            ":",
            series,
            &token,
            &format!("{series}:"),
            &format!("{series}:{token}a"),
            &format!("x{text}"),
        ] {
            assert!(SeriesToken::parse(wrong).is_none(), "{wrong:?}");
        }
        let many = vec![text; 9];
        assert_eq!(SeriesTokens::parse(&many).presented().len(), TRUSTING_MEMBERS);
    }
}

//! Known browsers, which have completed a sign-in of the member before. They grant no rights: wrong passwords from them
//! are counted separately, and a sign-in from any other browser is reported by mail.

use crate::{
    Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        clock::HOUR,
        token::{PlainToken, TokenDigest},
    },
    mail::About,
    profile::member::Member,
    sessions::session::{KNOWN_LIFE, KNOWN_MEMBERS, KnownBrowser},
    sign_in::store::KnownQuery,
    store::Effects,
};
use terms::CLOCK_TOLERANCE;

/// The tokens of a known-browser cookie, one for each member who signed in with the browser.
pub(crate) struct KnownTokens(Vec<PlainToken>);

impl KnownTokens {
    /// Parses the tokens; what has not the form of one is ignored.
    pub(crate) fn parse(tokens: &[String]) -> Self {
        let tokens = tokens.iter().filter_map(|token| PlainToken::parse(token));
        Self(tokens.take(KNOWN_MEMBERS).collect())
    }

    /// Returns what the store looks for: the same for every address, so that the cookie does not tell whether a member
    /// exists.
    pub(crate) fn query(&self, now: Timestamp) -> KnownQuery {
        KnownQuery {
            digests: self.0.iter().map(PlainToken::digest).collect(),
            since: now.plus(-KNOWN_LIFE),
            until: now.plus(CLOCK_TOLERANCE),
        }
    }

    /// Returns the token with this digest.
    pub(crate) fn find(self, digest: Option<TokenDigest>) -> Option<PlainToken> {
        let digest = digest?;
        self.0.into_iter().find(|token| token.digest() == digest)
    }
}

/// The browser of a sign-in.
pub(super) struct Recognised {
    /// The browser's token, new or existing.
    pub(super) token: PlainToken,
    /// Whether the browser has completed a sign-in of this member before.
    pub(super) known: bool,
}

impl Recognised {
    /// Returns the row for the store.
    pub(super) fn row(&self, member: &Member, now: Timestamp) -> KnownBrowser {
        KnownBrowser {
            digest: self.token.digest(),
            member: member.id.clone(),
            at: now,
        }
    }
}

impl Service {
    /// Creates the record of a known browser, or of a new one if `token` is `None`.
    pub(super) fn recognise(&self, token: Option<PlainToken>) -> Recognised {
        Recognised {
            known: token.is_some(),
            token: token.unwrap_or_else(|| PlainToken::random(self.entropy())),
        }
    }

    /// Creates the mail about a sign-in from an unknown browser. The first sign-in within an hour of joining is not
    /// reported.
    pub(super) async fn recognition_effects(
        &self,
        browser: &Recognised,
        member: &Member,
        at: &Browser,
        now: Timestamp,
    ) -> Result<Effects> {
        if browser.known || (now.since(member.created_at) < HOUR && !self.store().knows_browsers(&member.id).await?) {
            return Ok(Effects::none());
        }
        let about = About::UnknownBrowser {
            agent: at.agent.clone(),
            address: at.address.to_string(),
        };
        Ok(Effects::mails(self.mails_to(member, [about], now)?))
    }
}

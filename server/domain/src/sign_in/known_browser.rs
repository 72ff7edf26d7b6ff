//! Known browsers, which have completed a sign-in of the member before. They grant no rights: wrong passwords from them
//! are counted separately, and a sign-in from any other browser is reported by mail.

use crate::{
    Result, Service, Timestamp,
    kernel::{browser::Browser, clock::HOUR, token::PlainToken},
    mail::About,
    profile::member::Member,
    sessions::session::{KNOWN_LIFE, KnownBrowser},
    store::Effects,
};

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
    /// Returns the first of these tokens that belongs to a browser known to the member.
    pub(super) async fn known(
        &self,
        member: Option<&Member>,
        tokens: &[String],
        now: Timestamp,
    ) -> Result<Option<PlainToken>> {
        let Some(member) = member else { return Ok(None) };
        let since = now.plus(-KNOWN_LIFE);
        for token in tokens.iter().filter_map(|token| PlainToken::parse(token)) {
            if self.store().known_browser(&token.digest(), &member.id, since).await? {
                return Ok(Some(token));
            }
        }
        Ok(None)
    }

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

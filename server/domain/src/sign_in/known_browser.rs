//! Browsers that completed a sign-in of a member before. They grant nothing: guessing is counted apart for them, and a
//! sign-in without one is mailed.

use crate::{
    Result, Service, Timestamp,
    kernel::{browser::Browser, clock::HOUR, token::PlainToken},
    mail::About,
    profile::member::Member,
    sessions::session::{KNOWN_LIFE, KnownBrowser},
    store::Effects,
};

/// The browser of a sign-in, as far as the member knows it.
pub(super) struct Recognised {
    /// Its token, new or as it was.
    pub(super) token: PlainToken,
    /// It has completed a sign-in of this member before.
    pub(super) known: bool,
}

impl Recognised {
    /// What the store keeps of it.
    pub(super) fn row(&self, member: &Member, now: Timestamp) -> KnownBrowser {
        KnownBrowser {
            digest: self.token.digest(),
            member: member.id.clone(),
            at: now,
        }
    }
}

impl Service {
    /// The first of these tokens that is a browser known to the member.
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

    /// The known browser behind `token`, or a new one.
    pub(super) fn recognise(&self, token: Option<PlainToken>) -> Recognised {
        Recognised {
            known: token.is_some(),
            token: token.unwrap_or_else(|| PlainToken::random(self.entropy())),
        }
    }

    /// The mail about a sign-in from an unknown browser; not about the first sign-in ever, within an hour of joining.
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

//! Stopping a reset as the member whom it is about, signed in or by the mailed link.

use super::store::StoredReset;
use crate::{
    Result, Service, Timestamp,
    kernel::{browser::Browser, token::PlainToken},
    mail::{About, NewMail},
    profile::member::Member,
    registration::GONE,
    sessions::SignedIn,
    store::Effects,
};
use terms::{EventKind, LinkKind, Rejection};

impl Service {
    /// Returns the reset of this person's own second factor, if one is under way.
    pub async fn own_reset(&self, who: &SignedIn) -> Result<Option<StoredReset>> {
        let found = self.store().reset_of(&who.member.id).await?;
        let over = super::ResetState::Over;
        Ok(found.filter(|found| found.reset.state(who.member.role, who.now) != over))
    }

    /// Stops the reset of this person's own second factor. Who started it is mailed.
    ///
    /// # Errors
    /// `NotFound` if none is under way.
    pub async fn stop_own_reset(&self, who: &SignedIn) -> Result<()> {
        let found = self
            .store()
            .reset_of(&who.member.id)
            .await?
            .ok_or(Rejection::NotFound)?;
        let effects = Effects {
            events: vec![self.event_by(EventKind::ResetStopped, who)],
            mails: self.mails_to_starter(&found, &who.member, who.now).await?,
            ..Effects::none()
        };
        let stopped = self.store().stop_reset(&who.member.id, &effects).await?;
        Ok(stopped.then_some(()).ok_or(Rejection::NotFound)?)
    }

    /// Stops a reset by the mailed link, which works without a session.
    ///
    /// # Errors
    /// `Gone(Link)` if the link or the reset is over.
    pub async fn stop_reset_by_link(&self, token: &str, browser: &Browser) -> Result<()> {
        let now = self.now();
        self.look_at_link(LinkKind::StopReset, token).await?;
        let token = PlainToken::parse(token).ok_or(GONE)?;
        let link = self.store().link(&token.digest(), now).await?.ok_or(GONE)?;
        let (found, member) = self.store().reset_of_link(&link.subject).await?.ok_or(GONE)?;
        let effects = Effects {
            events: vec![self.event(EventKind::ResetStopped, &member, browser, now)],
            mails: self.mails_to_starter(&found, &member, now).await?,
            ..Effects::none()
        };
        let stopped = self.store().stop_reset(&member.id, &effects).await?;
        Ok(stopped.then_some(()).ok_or(GONE)?)
    }

    async fn mails_to_starter(&self, found: &StoredReset, member: &Member, now: Timestamp) -> Result<Vec<NewMail>> {
        let Some(by) = &found.reset.by else {
            return Ok(Vec::new());
        };
        let Some(by) = self.store().team_member(by, &member.account).await? else {
            return Ok(Vec::new());
        };
        let about = About::ResetStopped {
            member: member.name.clone(),
        };
        self.mails_to(&by.member, [about], now)
    }
}

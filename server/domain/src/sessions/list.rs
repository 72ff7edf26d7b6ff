//! The sessions of a member, and ending them.

use super::{SignedIn, session::Session, store::SessionOfMember};
use crate::{
    Result, Service,
    devices::device::Device,
    kernel::{id::SessionId, token::PlainToken},
    store::Effects,
};
use terms::{EventKind, Rejection};

/// A session in the list.
#[derive(Clone, Debug)]
pub struct ListedSession {
    /// The session, with the kind that it has now.
    pub session: Session,
    /// Whether it is the session that reads the list.
    pub here: bool,
    /// The device used at sign-in, or else the one that the session proved since, if any.
    pub device: Option<Device>,
}

impl Service {
    /// Returns the member's live sessions: the one that asks, then the others by their last use.
    pub async fn sessions(&self, who: &SignedIn) -> Result<Vec<ListedSession>> {
        let devices = self.store().devices(&who.member.id, who.now).await?;
        let sessions = self.store().sessions(&who.member.id, who.now).await?;
        let mut listed: Vec<_> = sessions
            .into_iter()
            .map(|session| {
                let member = who.member.clone();
                let session = SessionOfMember { session, member }.at(who.now).session;
                let proved = session.opened_by.as_ref().or(session.device.as_ref());
                ListedSession {
                    here: session.id == who.session.id,
                    device: proved.and_then(|id| devices.iter().find(|device| device.id == *id).cloned()),
                    session,
                }
            })
            // A shorter session of the policy may have ended it.
            .filter(|listed| listed.session.live(who.now))
            .collect();
        listed.sort_by_key(|listed| (!listed.here, -listed.session.last_seen_at.0));
        Ok(listed)
    }

    /// Ends another session of the member.
    ///
    /// # Errors
    /// `NotFound` if the member has no such session, also because it has ended meanwhile.
    pub async fn end_session(&self, who: &SignedIn, id: &str) -> Result<()> {
        let ended = self.end_found(who, id).await;
        self.noting(EventKind::SessionEnded, who, ended)
    }

    async fn end_found(&self, who: &SignedIn, id: &str) -> Result<()> {
        let id = SessionId::parse(id).ok_or(Rejection::NotFound)?;
        let sessions = self.store().sessions(&who.member.id, who.now).await?;
        let own = sessions.iter().any(|session| session.id == id);
        own.then_some(()).ok_or(Rejection::NotFound)?;
        // The event is one of the session that ended; where it was ended from is in it as well.
        let event = self.event_by(EventKind::SessionEnded, who).in_session(&id);
        let ended = self.store().end_session(&id, &Effects::events(vec![event])).await?;
        Ok(ended.then_some(()).ok_or(Rejection::NotFound)?)
    }

    /// Ends all other sessions of the member, and sign-ins that wait for a second factor. Returns the session's new token,
    /// so that a copy of this one's cookie ends, too.
    ///
    /// # Errors
    /// `StepUpNeeded` if the session is over.
    pub async fn end_other_sessions(&self, who: &SignedIn) -> Result<PlainToken> {
        let token = PlainToken::random(self.entropy());
        self.end_sessions(who, Some(&token)).await?;
        Ok(token)
    }

    /// Ends all sessions of the member, also this one.
    ///
    /// # Errors
    /// `StepUpNeeded` if the session is over.
    pub async fn end_every_session(&self, who: &SignedIn) -> Result<()> {
        self.end_sessions(who, None).await
    }

    async fn end_sessions(&self, who: &SignedIn, token: Option<&PlainToken>) -> Result<()> {
        let events = vec![self.event_by(EventKind::SessionsEnded, who)];
        let change = self.change(who, token, [], events)?;
        let ended = self.store().end_other_sessions(&change).await?.into_result();
        self.noting(EventKind::SessionsEnded, who, ended.map_err(Into::into))
    }
}

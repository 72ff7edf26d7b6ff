//! Sessions of signed-in browsers, their rights, and step-up. Every request reads its session from the store, so an
//! ended session is refused from the next request on.

pub mod change;
pub mod list;
mod program;
pub mod rights;
pub mod session;
pub mod step_up;
pub mod store;
pub mod trusted;

use crate::{
    Result, Service, Timestamp,
    devices::device::Device,
    kernel::{browser::Browser, email::Email, id::MemberId, token::PlainToken},
    mail::{About, Mail, NewMail},
    profile::member::Member,
    store::Effects,
};
use rights::{StepUp, UseCase};
use session::{SEEN_EVERY, Session, SignIn};
use store::SessionOfMember;
use terms::{Conflict, EventKind, Rejection};

pub use step_up::{Asks, Proofs, SteppedUp};

/// A signed-in person, authorised for one use case.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session, with the kind that it has now, see [`SessionOfMember::at`].
    pub session: Session,
    /// The session's member.
    pub member: Member,
    /// The use case that was authorised.
    pub use_case: UseCase,
    /// The step-up that the table of rights requires for it.
    pub step_up: StepUp,
    /// The client of the request.
    pub browser: Browser,
    /// When the request was received. Everything the use case writes has this time.
    pub now: Timestamp,
}

impl SignedIn {
    /// Refuses use cases that need two-factor to be on.
    ///
    /// # Errors
    /// `Conflict(TwoFactorOff)`.
    pub fn require_two_factor(&self) -> Result<(), Rejection> {
        let on = self.member.two_factor_since.is_some();
        on.then_some(()).ok_or(Rejection::Conflict(Conflict::TwoFactorOff))
    }
}

impl Service {
    /// Authenticates a session's token and authorises one use case.
    ///
    /// With [`Service::authorized`] this is the only function that creates a [`SignedIn`]. It does not record the use of the session, see
    /// [`Service::touch`].
    ///
    /// # Errors
    /// `NotSignedIn` without a live session; `Repair`, `SignInOnly`, `Restricted` in a session of that kind that may not do
    /// this.
    pub async fn signed_in(&self, token: &str, use_case: UseCase, browser: &Browser) -> Result<SignedIn> {
        let token = PlainToken::parse(token).ok_or(Rejection::NotSignedIn)?;
        let found = self.store().session(&token.digest()).await?;
        self.authorized(found.ok_or(Rejection::NotSignedIn)?, use_case, browser)
            .await
    }

    /// Authorises one use case for the session of a valid token.
    pub(crate) async fn authorized(
        &self,
        found: SessionOfMember,
        use_case: UseCase,
        browser: &Browser,
    ) -> Result<SignedIn> {
        let now = self.now();
        let SessionOfMember { session, member } = found.at(now);
        if !session.live(now) {
            // The session is ended for good: setting the clock back must not revive it.
            self.store().end_session(&session.id, &Effects::none()).await?;
            return Err(Rejection::NotSignedIn.into());
        }
        let right = use_case.right(session.kind).map_err(Into::into);
        let asking = (&member, Some(&session.id));
        let step_up = self.noting_refusal(use_case.event_kind(), asking, browser, now, right)?;
        Ok(SignedIn {
            step_up,
            browser: browser.clone(),
            session,
            member,
            use_case,
            now,
        })
    }

    /// Records the use of the session, at most once a minute. This extends the idle timeout.
    pub async fn touch(&self, who: &SignedIn) -> Result<()> {
        if who.now.since(who.session.last_seen_at) >= SEEN_EVERY {
            self.store().touch_session(&who.session.digest, who.now).await?;
        }
        Ok(())
    }

    /// Returns the member's last sign-in from any browser.
    pub async fn last_sign_in(&self, who: &SignedIn) -> Result<SignIn> {
        let newest = self.store().newest_sign_in(&who.member.id, who.now).await?;
        Ok(newest.unwrap_or_else(|| SignIn::from(&who.session)))
    }

    /// Returns the colleague's device that was used at this sign-in, if it was one and is still there.
    pub async fn signed_in_with(&self, who: &SignedIn, sign_in: &SignIn) -> Result<Option<Device>> {
        let Some(opened_by) = &sign_in.device else {
            return Ok(None);
        };
        let devices = self.store().devices(&who.member.id, who.now).await?;
        let found = devices.into_iter().find(|device| device.id == *opened_by);
        Ok(found.filter(|device| device.holder.is_some()))
    }

    /// Ends the session of a token. An unknown token is no error, because the browser is signed out either way.
    pub async fn sign_out(&self, token: &str, browser: &Browser) -> Result<()> {
        if let Some(token) = PlainToken::parse(token)
            && let Some(SessionOfMember { session, member }) = self.store().session(&token.digest()).await?
        {
            let now = self.now();
            let event = self
                .event(EventKind::SignOut, &member, browser, now)
                .in_session(&session.id);
            // A session that was over before is not ended by this.
            let effects = Effects::events(session.live(now).then_some(event).into_iter().collect());
            self.store().end_session(&session.id, &effects).await?;
        }
        Ok(())
    }

    /// Creates sealed mails to this member, due immediately.
    pub(crate) fn mails_to(
        &self,
        member: &Member,
        about: impl IntoIterator<Item = About>,
        now: Timestamp,
    ) -> Result<Vec<NewMail>> {
        let new = |about| self.mail_to(member, about, Some(&member.id), now);
        about.into_iter().map(new).collect()
    }

    /// Creates mails to the member's address and to another one of theirs, if it differs.
    pub(crate) fn mails_to_both(
        &self,
        member: &Member,
        other: &Email,
        about: &About,
        now: Timestamp,
    ) -> Result<Vec<NewMail>> {
        let mut mails = self.mails_to(member, [about.clone()], now)?;
        if member.email != *other {
            let there = Member {
                email: other.clone(),
                ..member.clone()
            };
            mails.extend(self.mails_to(&there, [about.clone()], now)?);
        }
        Ok(mails)
    }

    /// Creates one sealed mail to this member, with the link of *this wasn't me* if it has one. It is counted with the others
    /// of its kind to the member `counted`.
    pub(crate) fn mail_to(
        &self,
        member: &Member,
        about: About,
        counted: Option<&MemberId>,
        now: Timestamp,
    ) -> Result<NewMail> {
        let mut mail = Mail::to_member(member, about, now);
        let link = self.not_me_link(member, &mail.about, now);
        mail.not_me = link.as_ref().map(|(token, _)| self.mailed_link("/not-me", token));
        let mut new = self.seal_mail(&mail, counted, now)?;
        new.not_me = link.map(|(_, link)| link);
        Ok(new)
    }
}

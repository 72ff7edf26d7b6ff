//! Joining an account by invitation.

use super::invitation::InvitationView;
use crate::{
    Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        email::Email,
        id::{InvitationId, MemberId},
    },
    mail::About,
    profile::member::{Member, person_name},
    registration::{GONE, link::Link, store::Joined},
    store::Effects,
};
use terms::{Conflict, EventKind, Language, LinkKind, Rejection};

/// The form *Join*.
pub struct JoinForm<'a> {
    /// The token of the held link.
    pub held: &'a str,
    /// The new member's name.
    pub name: &'a str,
    /// The new member's password.
    pub password: &'a str,
    /// The language of the page, from now on the member's.
    pub language: Language,
}

impl Service {
    /// Returns the invitation whose link this browser holds.
    ///
    /// # Errors
    /// `Gone(Link)`, `Conflict(InvitationsClosed)`.
    pub async fn held_invitation(&self, held: &str) -> Result<InvitationView> {
        let now = self.now();
        Ok(self.invitation_held(held, now).await?.1)
    }

    /// Creates the invited member, whose address counts as confirmed. Who invited is mailed. Returns the address.
    ///
    /// # Errors
    /// `Gone(Link)`, `Invalid`, `Busy`, `Conflict(EmailTaken)`, `Conflict(InvitationsClosed)`.
    pub async fn join_team(&self, form: &JoinForm<'_>, browser: &Browser) -> Result<Email> {
        let now = self.now();
        let (link, InvitationView { invitation, .. }) = self.invitation_held(form.held, now).await?;
        let (name, email) = (person_name(form.name)?, invitation.email);
        let hash = self.chosen_at_link(&link, form.password, (&name, &email), now).await?;
        let member = Member {
            account: invitation.account,
            role: invitation.role,
            ..self.new_member(name, email, hash, form.language, now)
        };
        let effects = self.joined_effects(&member, &invitation.by, browser, now).await?;
        match self.store().join_team(&link, &member, now, &effects).await? {
            Joined::Done => Ok(member.email),
            Joined::LinkGone => Err(GONE.into()),
            Joined::EmailTaken => Err(Rejection::Conflict(Conflict::EmailTaken).into()),
        }
    }

    async fn invitation_held(&self, held: &str, now: Timestamp) -> Result<(Link, InvitationView)> {
        self.require_invitations()?;
        let link = self.link_held(LinkKind::Invitation, held, now).await?;
        let id = InvitationId::parse(&link.subject).ok_or(GONE)?;
        let found = self.store().invitation(&id).await?.ok_or(GONE)?;
        Ok((link, found))
    }

    /// Tells who invited.
    async fn joined_effects(
        &self,
        member: &Member,
        by: &MemberId,
        browser: &Browser,
        now: Timestamp,
    ) -> Result<Effects> {
        let event = self.event(EventKind::Joined, member, browser, now);
        let Some(by) = self.store().team_member(by, &member.account).await? else {
            return Ok(Effects::events(vec![event]));
        };
        let about = About::MemberJoined {
            name: member.name.clone(),
            email: member.email.as_str().to_owned(),
        };
        Ok(Effects {
            mails: self.mails_to(&by.member, [about], now)?,
            events: vec![event],
            ..Effects::none()
        })
    }
}

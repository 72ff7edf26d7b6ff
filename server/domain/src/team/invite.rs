//! Inviting people into an account.

use super::{invitation::Invitation, store::SendAgain};
use crate::{
    Result, Service,
    kernel::{email::Email, id::InvitationId, throttle::Window, token::PlainToken},
    mail::{About, Mail},
    registration::link::Link,
    service::Registration,
    sessions::{SignedIn, change::Changed},
    sign_in::store::Reservation,
    store::Effects,
};
use terms::{Conflict, EventKind, Field, Language, LinkKind, Problem, Rejection, Role, Wait};

/// What was typed into the form *Invite*, checked.
#[derive(Debug)]
pub struct Invitee {
    email: Email,
    typed: String,
    role: Role,
}

impl Service {
    /// Checks what was typed, for [`Service::invite`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member; `Invalid(Email)`, `Invalid(Role)` also for a role that the person may not give.
    pub fn invitee(&self, who: &SignedIn, email: &str, role: &str) -> Result<Invitee> {
        self.require_manager(EventKind::MemberInvited, who)?;
        let typed = email;
        let email = Email::parse(typed)?;
        let role = self.role_given(EventKind::MemberInvited, who, role)?;
        let typed = typed.to_owned();
        Ok(Invitee { email, typed, role })
    }

    /// Mails an invitation. If the address has a member of another account, that member gets a mail saying so
    /// instead; the caller cannot tell the difference. An invitation to the same address is replaced.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Conflict(AlreadyMember)`, `Conflict(ManyInvitations)`, `Conflict(InvitationsClosed)`,
    /// `Conflict(RecentRepair)`, `Wait`.
    pub async fn invite(&self, who: &SignedIn, to: Invitee, language: Language) -> Result<()> {
        const KIND: EventKind = EventKind::MemberInvited;
        self.require_invitations()?;
        let (email, now) = (to.email, who.now);
        let taken = self.member_of(&email, &to.typed).await?;
        if taken
            .as_ref()
            .is_some_and(|member| member.account == who.member.account)
        {
            return Err(Rejection::Conflict(Conflict::AlreadyMember).into());
        }
        let invitation = Invitation {
            id: InvitationId::random(self.entropy()),
            account: who.member.account.clone(),
            email,
            role: to.role,
            by: who.member.id.clone(),
            created_at: now,
            sent_at: now,
        };
        let mail = self.invitation_mail(who, &invitation, taken.is_some(), language).await;
        let (link, effects) = self.noting(KIND, who, mail)?;
        let change = who.account_change(effects);
        let invited = self.store().invite(&change, &invitation, link.as_ref()).await?;
        self.sent(who, &invitation, invited, link.is_some()).await
    }

    /// Sends an invitation whose link is still good again with a new one, at most once a minute. One that is over takes another
    /// invitation, with the step-up for it.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`, `StepUpNeeded` if it is over, `Wait`, `Conflict(InvitationsClosed)`.
    pub async fn invite_again(&self, who: &SignedIn, id: &str, language: Language) -> Result<()> {
        const KIND: EventKind = EventKind::MemberInvited;
        self.require_manager(KIND, who)?;
        self.require_invitations()?;
        let found = self.invitation_of(who, id).await;
        let mut invitation = self.noting(KIND, who, found)?;
        let (until, now) = (invitation.again_at(), who.now);
        if !invitation.is_open(now) {
            return Err(Rejection::StepUpNeeded.into());
        }
        if now < until {
            return Err(Rejection::Wait(Wait { until, now }).into());
        }
        let not_after = invitation.sent_at;
        invitation.sent_at = now;
        let taken = self.member_of(&invitation.email, invitation.email.as_str()).await?;
        let mail = self.invitation_mail(who, &invitation, taken.is_some(), language).await;
        let (link, effects) = self.noting(KIND, who, mail)?;
        let again = SendAgain {
            id: &invitation.id,
            not_after,
            link: link.as_ref(),
        };
        let sent = self.store().invite_again(&who.account_change(effects), again).await?;
        self.sent(who, &invitation, sent, link.is_some()).await
    }

    /// Revokes an invitation: its link ends at once. Nothing keeps an owner or admin from it.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn revoke_invitation(&self, who: &SignedIn, id: &str) -> Result<()> {
        const KIND: EventKind = EventKind::InvitationRevoked;
        self.require_manager(KIND, who)?;
        let found = self.invitation_of(who, id).await;
        let invitation = self.noting(KIND, who, found)?;
        let event = self.event_by(KIND, who).about_address(&invitation.email);
        let change = who.account_change(Effects::events(vec![event]));
        let revoked = self.store().revoke_invitation(&change, &invitation.id).await?;
        self.noting(KIND, who, revoked.into_result().map_err(Into::into))
    }

    /// Parses a role that this person may give.
    pub(super) fn role_given(&self, kind: EventKind, who: &SignedIn, role: &str) -> Result<Role> {
        let role = Role::parse(role).ok_or(Rejection::Invalid(Field::Role, Problem::Malformed))?;
        if who.member.may_give(role) {
            return Ok(role);
        }
        Err(self.missing_role(kind, who))
    }

    async fn invitation_of(&self, who: &SignedIn, id: &str) -> Result<Invitation> {
        let id = InvitationId::parse(id).ok_or(Rejection::NotFound)?;
        let found = self.store().invitation(&id).await?.map(|found| found.invitation);
        let own = found.filter(|found| found.account == who.member.account && who.member.may_give(found.role));
        Ok(own.ok_or(Rejection::NotFound)?)
    }

    pub(super) fn require_invitations(&self) -> Result<()> {
        let closed = self.settings().registration == Registration::Closed;
        match closed {
            true => Err(Rejection::Conflict(Conflict::InvitationsClosed).into()),
            false => Ok(()),
        }
    }

    /// Returns what became of an invitation. If nothing was sent, the mail counts for nothing.
    async fn sent(&self, who: &SignedIn, invitation: &Invitation, sent: Changed, mailed: bool) -> Result<()> {
        if sent != Changed::Done && mailed {
            let windows = Window::mails_asked_for(&invitation.email.key());
            self.store().release(&windows, who.now).await?;
        }
        self.noting(EventKind::MemberInvited, who, sent.into_result().map_err(Into::into))
    }

    /// Creates the link and the mail of an invitation. If the address has a member, the link is stored all the same, but
    /// its token is not sent. Neither is made while the address has reached the limit of mails.
    async fn invitation_mail(
        &self,
        who: &SignedIn,
        invitation: &Invitation,
        taken: bool,
        language: Language,
    ) -> Result<(Option<Link>, Effects)> {
        let (email, now) = (&invitation.email, who.now);
        self.reserve_only(&[Window::invitations(&invitation.account)], now)
            .await?;
        let event = self.event_by(EventKind::MemberInvited, who).about_address(email);
        let token = PlainToken::random(self.entropy());
        let windows = Window::mails_asked_for(&email.key());
        if self.store().reserve(&windows, now).await? != Reservation::Reserved {
            return Ok((None, Effects::events(vec![event])));
        }
        let by = who.member.name.clone();
        let about = match taken {
            true => About::InvitedElsewhere { by },
            false => About::Invited {
                by,
                email: who.member.email.as_str().to_owned(),
                role: invitation.role,
                link: self.mailed_link("/join", &token),
            },
        };
        let mail = Mail {
            to: email.clone(),
            about,
            at: now,
            language,
            not_me: None,
        };
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::Invitation,
            subject: invitation.id.to_string(),
            expires_at: invitation.expires_at(),
        };
        let effects = Effects {
            mails: vec![self.seal_mail(&mail, None, now)?],
            events: vec![event],
            ..Effects::none()
        };
        Ok((Some(link), effects))
    }
}

//! Changing one's e-mail address. The new one counts once its own mailbox has confirmed it, with the password.

pub mod store;

use crate::{
    Result, Service, Timestamp,
    kernel::{browser::Browser, email::Email, throttle::Window, token::PlainToken},
    mail::{About, Mail},
    profile::member::Member,
    registration::{
        GONE,
        link::{CONFIRM_LIFE, Link, RESEND_EVERY, may_resend},
    },
    sessions::SignedIn,
    sign_in::store::Reservation,
    store::Effects,
};
use store::{ConfirmedEmail, EmailChange};
use terms::{EventKind, LinkKind, Rejection};

impl Service {
    /// Returns the change of the address that waits for its confirmation.
    pub async fn email_change(&self, who: &SignedIn) -> Result<Option<EmailChange>> {
        Ok(self.store().email_change(&who.member.id, who.now).await?)
    }

    /// Parses a new address for [`Service::ask_email_change`].
    ///
    /// # Errors
    /// `Invalid(Email)`.
    pub fn new_email(&self, typed: &str) -> Result<Email> {
        Ok(Email::parse(typed)?)
    }

    /// Mails the link that confirms a new address, to that address. If it belongs to another member, that member gets a mail
    /// saying so instead, and the caller sees no difference.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Wait`, `Conflict(RecentRepair)`.
    pub async fn ask_email_change(&self, who: &SignedIn, email: Email) -> Result<()> {
        const KIND: EventKind = EventKind::EmailChangeAsked;
        let reserved = self
            .reserve_only(&[Window::email_changes(&who.member.id)], who.now)
            .await;
        self.noting(KIND, who, reserved)?;
        let asked = EmailChange {
            email,
            mailed_at: who.now,
            expires_at: who.now.plus(CONFIRM_LIFE),
        };
        let (link, mut effects) = self.new_email_mail(who, &asked).await?;
        effects.events = vec![self.event_by(KIND, who).about_address(&asked.email)];
        let change = who.account_change(effects);
        let changed = self.store().ask_email_change(&change, &asked, link.as_ref()).await?;
        self.noting(KIND, who, changed.into_result().map_err(Into::into))
    }

    /// Mails a new link, at most once a minute.
    ///
    /// # Errors
    /// `NotFound` if no change waits; `Wait` before the minute is over.
    pub async fn send_email_change_again(&self, who: &SignedIn) -> Result<()> {
        let now = who.now;
        let asked = self.email_change(who).await?.ok_or(Rejection::NotFound)?;
        may_resend(asked.mailed_at, now)?;
        let (link, effects) = self.new_email_mail(who, &asked).await?;
        let times = (now.plus(-RESEND_EVERY), now);
        let sent = self
            .store()
            .email_change_again(&who.member.id, times, link.as_ref(), &effects)
            .await?;
        match sent {
            true => Ok(()),
            // Another tab was faster.
            false => Ok(may_resend(now, now)?),
        }
    }

    /// Keeps the address: the change and its link end.
    ///
    /// # Errors
    /// `NotFound` if no change waits.
    pub async fn discard_email_change(&self, who: &SignedIn) -> Result<()> {
        let effects = Effects::events(vec![self.event_by(EventKind::EmailKept, who)]);
        let done = self.store().discard_email_change(&who.member.id, &effects).await?;
        Ok(done.then_some(()).ok_or(Rejection::NotFound)?)
    }

    /// Returns the new address that an opened link confirms.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn new_address_held(&self, held: &str) -> Result<Email> {
        let (_, _, asked) = self.email_change_held(held, self.now()).await?;
        Ok(asked.email)
    }

    /// Changes the address in the browser that opened the link, with the member's password. Mails go to both addresses.
    ///
    /// # Errors
    /// `Gone(Link)`, `Invalid(Password)`, `Wait`, `WrongPassword`, `Busy`, `Conflict(EmailTaken)`.
    pub async fn change_email(&self, held: &str, password: &str, browser: &Browser) -> Result<()> {
        let now = self.now();
        let (link, member, asked) = self.email_change_held(held, now).await?;
        self.password_at_link(&link, password, &member.password, now).await?;
        let about = About::EmailChanged {
            old: member.email.as_str().to_owned(),
            new: asked.email.as_str().to_owned(),
        };
        let mut effects = Effects::mails(self.mails_to_both(&member, &asked.email, &about, now)?);
        let event = self.event(EventKind::EmailChanged, &member, browser, now);
        effects.events = vec![event.about_address(&asked.email)];
        let confirmed = ConfirmedEmail {
            link: &link,
            member: &member,
            email: &asked.email,
            keeper: &self.keeper(),
            now,
        };
        let changed = self.store().change_email(confirmed, &effects).await?;
        Ok(changed.into_result()?)
    }

    async fn email_change_held(&self, held: &str, now: Timestamp) -> Result<(Link, Member, EmailChange)> {
        let link = self.link_held(LinkKind::ChangeEmail, held, now).await?;
        let found = self.store().member_changing_email(&link.subject, now).await?;
        let (member, asked) = found.ok_or(GONE)?;
        Ok((link, member, asked))
    }

    /// Creates the link and the mail to the new address. If it has another member, the link is stored all the same, but not
    /// sent. Neither is made while the address has reached the limit of mails.
    async fn new_email_mail(&self, who: &SignedIn, asked: &EmailChange) -> Result<(Option<Link>, Effects)> {
        let (email, now) = (&asked.email, who.now);
        let token = PlainToken::random(self.entropy());
        let found = self.member_of(email, email.as_str()).await?;
        let taken = found.is_some_and(|found| found.id != who.member.id);
        let windows = Window::mails_asked_for(&email.key());
        if self.store().reserve(&windows, now).await? != Reservation::Reserved {
            return Ok((None, Effects::none()));
        }
        let about = match taken {
            true => About::EmailTaken,
            false => About::ConfirmNewEmail {
                link: self.mailed_link("/change-email", &token),
            },
        };
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::ChangeEmail,
            subject: who.member.id.to_string(),
            expires_at: asked.expires_at,
        };
        let mail = Mail {
            to: email.clone(),
            about,
            at: now,
            language: who.member.language.unwrap_or_default(),
            not_me: None,
        };
        Ok((Some(link), Effects::mails(vec![self.seal_mail(&mail, None, now)?])))
    }
}

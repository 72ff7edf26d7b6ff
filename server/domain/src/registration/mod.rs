//! Registration: the first owner by a set-up link, others by sign-up and a confirmed address.

pub mod link;
mod links;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        email::Email,
        id::{AccountId, MemberId},
        password::{Password, PasswordHash},
        ports::Lane,
        throttle::Window,
        token::{PlainToken, TokenDigest},
    },
    mail::{About, Mail},
    policy::rules::Policy,
    profile::member::{Member, person_name},
    service::Registration,
    sign_in::store::Reservation,
    store::Effects,
};
use link::{CONFIRM_LIFE, Link, RESEND_EVERY, SignUp, may_resend};
use store::{Joined, MailAgain};
use terms::{Conflict, Ended, EventKind, Field, Language, LinkKind, Rejection, Role};

pub use links::OpenedLink;

/// The link is over.
pub(crate) const GONE: Rejection = Rejection::Gone(Ended::Link);

/// The form *Create the owner*.
pub struct NewOwner<'a> {
    /// The token of the held set-up link.
    pub held: &'a str,
    /// The owner's name.
    pub name: &'a str,
    /// The owner's e-mail address.
    pub email: &'a str,
    /// The owner's password.
    pub password: &'a str,
    /// The language of the page, from now on the owner's.
    pub language: Language,
}

/// The form *Sign up*.
pub struct SignUpForm<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The e-mail address.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// The language of the page, also used for the mail.
    pub language: Language,
}

/// What the page *Check your mail* shows.
#[derive(Debug)]
pub struct Waiting {
    /// The address as it was typed.
    pub email: Email,
    /// When *Send again* becomes available.
    pub again_at: Timestamp,
    /// The current time.
    pub now: Timestamp,
}

impl Service {
    /// Creates the first account and its owner, whose address counts as confirmed.
    ///
    /// # Errors
    /// `Gone(Link)`, `Invalid`, `Busy`, `Conflict(EmailTaken)`.
    pub async fn create_owner(&self, form: &NewOwner<'_>, browser: &Browser) -> Result<()> {
        let now = self.now();
        let link = self.link_held(LinkKind::SetUp, form.held, now).await?;
        let (name, email) = (person_name(form.name)?, Email::parse(form.email)?);
        let hash = self.chosen_at_link(&link, form.password, (&name, &email), now).await?;
        let member = self.new_member(name, email, hash, form.language, now);
        self.join(&link, &member, browser, now).await
    }

    /// Stores a sign-up and mails its link. If the address has a member, that member gets a mail saying so instead; the
    /// caller cannot tell the difference, because hashes, writes and answer are the same. Returns the token for the
    /// waiting browser.
    ///
    /// # Errors
    /// `Conflict(RegistrationClosed)`, `Invalid`, `Wait`, `Busy`.
    pub async fn sign_up(&self, form: &SignUpForm<'_>, browser: &Browser) -> Result<PlainToken> {
        if self.settings().registration != Registration::Open {
            return Err(Rejection::Conflict(Conflict::RegistrationClosed).into());
        }
        let (name, email) = (person_name(form.name)?, Email::parse(form.email)?);
        let (now, network) = (self.now(), browser.network());
        self.reserve_only(&[Window::judged_passwords(&network)], now).await?;
        let password = self.chosen(form.password, &name, &email, Field::Password)?;
        let windows = vec![Window::sign_ups(&network)];
        let reserved = self.reserve(windows, Lane::network(browser), now).await?;
        let hash = self.hash(password, &reserved).await?;
        let waiting = PlainToken::random(self.entropy());
        let sign_up = SignUp {
            waiting: waiting.digest(),
            email,
            name,
            password: hash,
            created_at: now,
            mailed_at: now,
            expires_at: now.plus(CONFIRM_LIFE),
        };
        let (link, effects) = self.confirmation(&sign_up, form.language, now).await?;
        self.store().put_sign_up(&sign_up, link.as_ref(), &effects).await?;
        Ok(waiting)
    }

    /// Returns the sign-up that this browser waits for.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn waiting(&self, waiting: &str) -> Result<Waiting> {
        let now = self.now();
        let sign_up = self.waiting_sign_up(waiting, now).await?;
        Ok(Waiting {
            again_at: sign_up.mailed_at.plus(RESEND_EVERY),
            email: sign_up.email,
            now,
        })
    }

    /// Mails a new link, at most once a minute.
    ///
    /// # Errors
    /// `Gone(Link)`; `Wait` before the minute is over.
    pub async fn send_again(&self, waiting: &str, language: Language) -> Result<()> {
        let now = self.now();
        let sign_up = self.waiting_sign_up(waiting, now).await?;
        // Before the mail is counted for its address.
        may_resend(sign_up.mailed_at, now)?;
        let (link, effects) = self.confirmation(&sign_up, language, now).await?;
        let again = MailAgain {
            waiting: &sign_up.waiting,
            not_after: now.plus(-RESEND_EVERY),
            now,
        };
        match self.store().remail_sign_up(again, link.as_ref(), &effects).await? {
            true => Ok(()),
            // Another tab was faster.
            false => Ok(may_resend(now, now)?),
        }
    }

    /// Completes a sign-up in the browser that opened the link, with the password typed again. The
    /// language of the page becomes the member's. Returns the address.
    ///
    /// # Errors
    /// `Gone(Link)`, `Invalid(Password)`, `Wait`, `WrongPassword`, `Busy`, `Conflict(EmailTaken)`.
    pub async fn confirm_email(
        &self,
        held: &str,
        password: &str,
        language: Language,
        browser: &Browser,
    ) -> Result<Email> {
        let now = self.now();
        let link = self.link_held(LinkKind::ConfirmEmail, held, now).await?;
        let sign_up = self.sign_up_of(&link, now).await?;
        self.password_at_link(&link, password, &sign_up.password, now).await?;
        let member = self.new_member(sign_up.name, sign_up.email, sign_up.password, language, now);
        self.join(&link, &member, browser, now).await?;
        Ok(member.email)
    }

    /// Checks a new password, which must not be composed of the person's or the product's name.
    pub(crate) fn chosen(&self, password: &str, name: &str, email: &Email, field: Field) -> Result<Password> {
        let about = [name, email.as_str(), &self.settings().name];
        Ok(Password::chosen(password, &about, field)?)
    }

    async fn waiting_sign_up(&self, waiting: &str, now: Timestamp) -> Result<SignUp> {
        let waiting = PlainToken::parse(waiting).ok_or(GONE)?;
        let found = self.store().sign_up(&waiting.digest(), now).await?;
        Ok(found.ok_or(GONE)?)
    }

    /// Returns the address that an opened confirmation link belongs to.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn held_address(&self, held: &str) -> Result<Email> {
        let now = self.now();
        let link = self.link_held(LinkKind::ConfirmEmail, held, now).await?;
        Ok(self.sign_up_of(&link, now).await?.email)
    }

    async fn sign_up_of(&self, link: &Link, now: Timestamp) -> Result<SignUp> {
        let waiting = TokenDigest::from_store(link.subject.clone());
        Ok(self.store().sign_up(&waiting, now).await?.ok_or(GONE)?)
    }

    /// Creates the link and the mail for a sign-up. If the address has a member, the link is stored all the same, so that
    /// both cases cost the same writes, but its token is not sent. Neither is made while the address has reached the limit of
    /// mails.
    async fn confirmation(
        &self,
        sign_up: &SignUp,
        language: Language,
        now: Timestamp,
    ) -> Result<(Option<Link>, Effects)> {
        let email = &sign_up.email;
        let token = PlainToken::random(self.entropy());
        let taken = self.member_of(email, email.as_str()).await?.is_some();
        let windows = Window::mails_asked_for(&email.key());
        if self.store().reserve(&windows, now).await? != Reservation::Reserved {
            return Ok((None, Effects::none()));
        }
        let about = match taken {
            true => About::AlreadyMember,
            false => About::ConfirmEmail {
                link: self.mailed_link("/confirm-email", &token),
            },
        };
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::ConfirmEmail,
            subject: sign_up.waiting.as_str().to_owned(),
            expires_at: now.plus(CONFIRM_LIFE),
        };
        let mail = Mail {
            to: email.clone(),
            about,
            at: now,
            language,
            not_me: None,
        };
        Ok((Some(link), Effects::mails(vec![self.seal_mail(&mail, None, now)?])))
    }

    /// Creates the owner of a new account, who is not in the store.
    pub(crate) fn new_member(
        &self,
        name: String,
        email: Email,
        password: PasswordHash,
        language: Language,
        now: Timestamp,
    ) -> Member {
        Member {
            id: MemberId::random(self.entropy()),
            account: AccountId::random(self.entropy()),
            role: Role::Owner,
            name,
            email,
            password,
            password_changed_at: now,
            language: Some(language),
            created_at: now,
            two_factor_since: None,
            reminder_hidden_until: None,
            repaired_at: None,
            repairs_since: None,
            codes_saved_at: None,
            every_call: None,
            policy: Policy::NONE,
            grace_until: None,
            frozen: None,
            closed: None,
        }
    }

    async fn join(&self, link: &Link, member: &Member, browser: &Browser, now: Timestamp) -> Result<()> {
        let effects = Effects::events(vec![self.event(EventKind::Joined, member, browser, now)]);
        let rejection = match self.store().join(link, member, now, &effects).await? {
            Joined::Done => return Ok(()),
            Joined::LinkGone => GONE,
            Joined::EmailTaken => Rejection::Conflict(Conflict::EmailTaken),
        };
        Err(rejection.into())
    }
}

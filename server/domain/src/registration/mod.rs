//! Becoming a member: the first owner by set-up link, others by sign-up and a confirmed address.

pub mod link;
mod links;

pub use links::OpenedLink;

use crate::Result;
use crate::service::{Registration, Service, mail};
use crate::{
    Error, Timestamp,
    kernel::{
        browser::Browser,
        email::Email,
        id::{AccountId, MemberId},
        password::Password,
        throttle::Window,
        token::PlainToken,
    },
    mail::About,
    profile::member::{Member, person_name},
    registration::link::{CONFIRM_LIFE, Link, RESEND_EVERY, SignUp},
    store::Joined,
};
use terms::{Conflict, Ended, Field, LinkKind, Rejection, Role, Wait};

/// The form behind a set-up link.
pub struct NewOwner<'a> {
    /// The held link's token.
    pub held: &'a str,
    /// Name.
    pub name: &'a str,
    /// E-mail.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
}

/// The sign-up form.
pub struct SignUpForm<'a> {
    /// Name.
    pub name: &'a str,
    /// E-mail.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
}

/// What the page *Check your mail* may know.
#[derive(Debug)]
pub struct Waiting {
    /// The address as it was typed.
    pub email: Email,
    /// *Send again* works from then on.
    pub again_at: Timestamp,
}

impl Service {
    /// Makes the first account and its owner, whose address counts as confirmed.
    pub async fn create_owner(&self, form: &NewOwner<'_>) -> Result<()> {
        let link = self.held_link(LinkKind::SetUp, form.held).await?;
        let (name, email) = (person_name(form.name)?, Email::parse(form.email)?);
        let password = self.chosen(form.password, &name, &email, Field::Password)?;
        let phc = self.0.hasher.hash(password, self.salt()).await?;
        let member = self.new_member(name, email, phc);
        joined(self.store().join(&link.digest, &member, self.now()).await?)
    }

    /// Takes a sign-up and mails its link, or, where the address has a member, a mail that says so. The asker sees no
    /// difference: the same hashes, writes and answer. Returns what the waiting browser holds (*Send again*).
    pub async fn sign_up(&self, form: &SignUpForm<'_>, browser: &Browser) -> Result<PlainToken> {
        if self.settings().registration != Registration::Open {
            return Err(Rejection::Conflict(Conflict::RegistrationClosed).into());
        }
        let (name, email) = (person_name(form.name)?, Email::parse(form.email)?);
        let password = self.chosen(form.password, &name, &email, Field::Password)?;
        let now = self.now();
        let window = [Window::sign_ups(&browser.network())];
        self.store()
            .reserve(&window, now)
            .await?
            .map_err(|until| Rejection::Wait(Wait { until, now }))?;
        let phc = self.0.hasher.hash(password, self.salt()).await;
        let phc = self.unless_busy(phc, &window, now).await?;
        let waiting = PlainToken::random(self.entropy());
        let expires_at = now.plus(CONFIRM_LIFE);
        let sign_up = SignUp {
            waiting: waiting.digest(),
            email,
            name,
            password: phc,
            created_at: now,
            mailed_at: now,
            expires_at,
        };
        let (link, outbox) = self.confirmation(&sign_up.email).await?;
        self.store().put_sign_up(&sign_up, Some(&link), &outbox).await?;
        Ok(waiting)
    }

    /// What the waiting browser waits for.
    pub async fn waiting(&self, waiting: &str) -> Result<Waiting> {
        let sign_up = self.sign_up_of(waiting).await?;
        Ok(Waiting {
            again_at: sign_up.mailed_at.plus(RESEND_EVERY),
            email: sign_up.email,
        })
    }

    /// Mails the link again, once a minute; `Wait` before.
    pub async fn send_again(&self, waiting: &str) -> Result<()> {
        let sign_up = self.sign_up_of(waiting).await?;
        let now = self.now();
        let (link, outbox) = self.confirmation(&sign_up.email).await?;
        let not_after = now.plus(-RESEND_EVERY);
        if self
            .store()
            .remail_sign_up(&sign_up.waiting, not_after, now, Some(&link), &outbox)
            .await?
        {
            return Ok(());
        }
        let until = sign_up.mailed_at.plus(RESEND_EVERY);
        Err(Rejection::Wait(Wait { until, now }).into())
    }

    /// Ends a sign-up well: the link was opened in this browser and the password is typed again. Returns the address.
    pub async fn confirm_email(&self, held: &str, password: &str) -> Result<Email> {
        let link = self.held_link(LinkKind::ConfirmEmail, held).await?;
        let now = self.now();
        let sign_up = self
            .store()
            .sign_up_by_email(&link.subject, now)
            .await?
            .ok_or(Rejection::Gone(Ended::Link))?;
        let password = Password::typed(password)?;
        let window = [Window::link(&link.subject)];
        self.store()
            .reserve(&window, now)
            .await?
            .map_err(|until| Rejection::Wait(Wait { until, now }))?;
        let phc = Some(sign_up.password.clone());
        if !self.verify(password, phc, &window, now).await? {
            return Err(Rejection::WrongPassword.into());
        }
        self.store().release(&window, now).await?;
        let member = self.new_member(sign_up.name, sign_up.email, sign_up.password);
        joined(self.store().join(&link.digest, &member, now).await?)?;
        Ok(member.email)
    }

    pub(crate) fn chosen(&self, password: &str, name: &str, email: &Email, field: Field) -> Result<Password> {
        Ok(Password::chosen(
            password,
            &[name, email.as_str(), &self.settings().name],
            field,
        )?)
    }

    async fn sign_up_of(&self, waiting: &str) -> Result<SignUp> {
        let gone = Rejection::Gone(Ended::Link);
        let waiting = PlainToken::parse(waiting).ok_or(gone.clone())?;
        Ok(self
            .store()
            .sign_up_by_waiting(&waiting.digest(), self.now())
            .await?
            .ok_or(gone)?)
    }

    /// The link and mail for this address. Where it has a member already, the link is kept all the same, so that both
    /// cost the same writes, but nobody is told its token.
    async fn confirmation(&self, email: &Email) -> Result<(Link, crate::mail::OutboxMail)> {
        let token = PlainToken::random(self.entropy());
        let taken = self.store().member_by_email(&email.key()).await?.is_some();
        let about = match taken {
            true => About::AlreadyMember,
            false => About::ConfirmEmail {
                link: format!("{}/confirm-email/{}", self.settings().origin, token.expose_secret()),
            },
        };
        let now = self.now();
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::ConfirmEmail,
            subject: email.key(),
            expires_at: now.plus(CONFIRM_LIFE),
        };
        Ok((link, self.seal_mail(&mail(email, about, now))?))
    }

    fn new_member(&self, name: String, email: Email, password: String) -> Member {
        let now = self.now();
        Member {
            id: MemberId::random(self.entropy()),
            account: AccountId::random(self.entropy()),
            role: Role::Owner,
            name,
            email,
            password,
            password_changed_at: now,
            created_at: now,
            two_factor_since: None,
            reminder_hidden_until: None,
            repaired_at: None,
            repairs_since: None,
            codes_saved_at: None,
        }
    }
}

fn joined(joined: Joined) -> Result<()> {
    let refused = match joined {
        Joined::Done => return Ok(()),
        Joined::LinkGone => Rejection::Gone(Ended::Link),
        Joined::EmailTaken => Rejection::Conflict(Conflict::EmailTaken),
    };
    Err(Error::Rejected(refused))
}

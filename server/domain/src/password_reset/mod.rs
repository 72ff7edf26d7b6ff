//! A forgotten password: a link by mail, and with it a new password. A reset never signs in, and never removes or skips
//! two-factor.

pub mod store;

use crate::{
    InternalError, Result, Service, Timestamp,
    closing::rules::Closed,
    devices::renewal::Renewal,
    kernel::{
        browser::Browser,
        clock::MINUTE,
        email::Email,
        seal::{AssociatedData, Sealed},
        throttle::Window,
        token::PlainToken,
    },
    mail::{About, Mail, NewMail},
    profile::member::Member,
    registration::{
        GONE, Waiting,
        link::{Link, RESEND_EVERY, may_resend},
    },
    sign_in::store::Reservation,
    store::Effects,
};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use store::PasswordReset;
use terms::{EventKind, Language, LinkKind, RenewalKind};

/// Lifetime of the mailed link, in seconds.
pub const RESET_LIFE: i64 = 30 * MINUTE;

/// What the cookie of the waiting browser holds, sealed. The server stores nothing about it, so that an address without
/// a member leaves no trace.
#[derive(Serialize, Deserialize)]
struct Asked {
    email: String,
    at: Timestamp,
}

/// The place that the waiting browser's cookie is bound to.
const ASKED: AssociatedData<'static> = AssociatedData {
    table: "cookie",
    column: "password reset",
    row: "",
    owner: "",
};

impl Service {
    /// Mails the link of a password reset if the address belongs to a member. The caller cannot tell whether it does,
    /// because reads, writes and answer are the same. Returns what the waiting browser holds.
    ///
    /// # Errors
    /// `Invalid(Email)`, `Wait`.
    pub async fn forgot_password(&self, email: &str, language: Language, browser: &Browser) -> Result<String> {
        let (email, now) = (Email::parse(email)?, self.now());
        self.reserve_only(&[Window::password_resets(&browser.network())], now)
            .await?;
        self.mail_reset_link(&email, language, now).await?;
        self.waiting_text(&email, now)
    }

    /// Returns what this browser waits for.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub fn waiting_reset(&self, waiting: &str) -> Result<Waiting> {
        let now = self.now();
        let (email, asked_at) = self.asked(waiting, now).ok_or(GONE)?;
        Ok(Waiting {
            email,
            again_at: asked_at.plus(RESEND_EVERY),
            now,
        })
    }

    /// Mails a new link, at most once a minute. Returns what the browser holds from now on.
    ///
    /// # Errors
    /// `Gone(Link)`; `Wait` before the minute is over.
    pub async fn send_reset_again(&self, waiting: &str, language: Language, browser: &Browser) -> Result<String> {
        let now = self.now();
        let (email, asked_at) = self.asked(waiting, now).ok_or(GONE)?;
        may_resend(asked_at, now)?;
        self.forgot_password(email.as_str(), language, browser).await
    }

    /// Returns the address that an opened link belongs to.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn reset_address(&self, held: &str) -> Result<Email> {
        let (_, member) = self.reset_held(held, self.now()).await?;
        Ok(member.email)
    }

    /// Sets a new password in the browser that opened the link, and ends all sessions.
    ///
    /// # Errors
    /// `Gone(Link)`, `Invalid(Password)`, `Wait`, `Busy`.
    pub async fn reset_password(&self, held: &str, new: &str, browser: &Browser) -> Result<()> {
        let now = self.now();
        let (link, member) = self.reset_held(held, now).await?;
        self.reserve_only(&[Window::judged_passwords(link.digest.as_str())], now)
            .await?;
        let hash = self
            .chosen_at_link(&link, new, (&member.name, &member.email), now)
            .await?;
        let effects = Effects {
            mails: self.mails_to(&member, [About::PasswordReset], now)?,
            events: vec![self.event(EventKind::PasswordReset, &member, browser, now)],
            renewals: vec![Renewal::done(&member.id, RenewalKind::Password, now)],
        };
        let reset = PasswordReset {
            link: &link,
            member: &member.id,
            password: &hash,
            keeper: &self.keeper(),
            now,
        };
        let done = self.store().reset_password(reset, &effects).await?;
        Ok(done.then_some(()).ok_or(GONE)?)
    }

    /// Returns the link that this browser holds, and the member it is for.
    async fn reset_held(&self, held: &str, now: Timestamp) -> Result<(Link, Member)> {
        let link = self.link_held(LinkKind::ResetPassword, held, now).await?;
        let email = Email::from_store(link.subject.clone());
        let member = self.member_of(&email, email.as_str()).await?;
        // A frozen account goes on with the link that its owner asks for on the page of *this wasn't me*, a closed one with the
        // link that keeps it.
        let member = member.filter(|member| member.goes_on().is_ok()).ok_or(GONE)?;
        Ok((link, member))
    }

    /// Stores the link and its mail. For an address without a member both are stored as well, but the mail is not
    /// delivered. Neither is made while the address has reached the limit of mails.
    async fn mail_reset_link(&self, email: &Email, language: Language, now: Timestamp) -> Result<()> {
        let token = PlainToken::random(self.entropy());
        let member = self.member_of(email, email.as_str()).await?;
        let windows = Window::mails_asked_for(&email.key());
        if self.store().reserve(&windows, now).await? != Reservation::Reserved {
            return Ok(());
        }
        let closed = member.as_ref().filter(|member| member.frozen.is_none());
        if let Some((member, closed)) = closed.and_then(|member| Some((member, member.closed?))) {
            return self.mail_closed((member, closed), &token, language, now).await;
        }
        let (to, mail) = self.reset_mail(email, member, &token, language, now)?;
        let link = reset_link(&token, &to, now);
        let effects = Effects::mails(vec![mail]);
        Ok(self.store().ask_password_reset(&link, &effects).await?)
    }

    /// Stores the mail that an account is closed, for an owner with the link that keeps it. For other members the link that is
    /// stored leads nowhere, because a closed account has no new passwords.
    async fn mail_closed(
        &self,
        (member, closed): (&Member, Closed),
        token: &PlainToken,
        language: Language,
        now: Timestamp,
    ) -> Result<()> {
        let (mail, keep) = self.closed_mail(member, closed, language, now)?;
        let effects = Effects::mails(vec![mail]);
        match keep {
            Some(keep) => self.store().ask_keep(&keep, &effects).await?,
            None => {
                let link = reset_link(token, &member.email, now);
                self.store().ask_password_reset(&link, &effects).await?;
            }
        }
        Ok(())
    }

    /// Creates the mail with the link, and returns the address that it goes to. A member whose account is frozen is told so
    /// instead, and a mail to an address without a member is never delivered.
    fn reset_mail(
        &self,
        email: &Email,
        member: Option<Member>,
        token: &PlainToken,
        language: Language,
        now: Timestamp,
    ) -> Result<(Email, NewMail)> {
        let link = self.mailed_link("/reset-password", token);
        let Some(member) = member else {
            let mail = Mail {
                to: email.clone(),
                about: About::NoMember { link },
                at: now,
                language,
                not_me: None,
            };
            return Ok((email.clone(), self.seal_mail(&mail, None, now)?));
        };
        let mail = match &member.frozen {
            Some(frozen) => {
                let about = About::Frozen { since: frozen.at };
                self.mail_to(&member, about, None, now)?
            }
            None => {
                let mail = Mail {
                    language: member.language.unwrap_or(language),
                    ..Mail::to_member(&member, About::ForgotPassword { link }, now)
                };
                self.seal_mail(&mail, None, now)?
            }
        };
        Ok((member.email, mail))
    }

    fn waiting_text(&self, email: &Email, now: Timestamp) -> Result<String> {
        let asked = Asked {
            email: email.as_str().to_owned(),
            at: now,
        };
        let text = serde_json::to_vec(&asked).map_err(|e| InternalError::new("writing a cookie", e))?;
        let sealed = self.vault().seal(&text, ASKED, self.entropy())?;
        Ok(BASE64URL_NOPAD.encode(&sealed.0))
    }

    /// Returns the address and the moment in the cookie of a waiting browser, if it is ours and no link has run out since.
    fn asked(&self, waiting: &str, now: Timestamp) -> Option<(Email, Timestamp)> {
        let sealed = Sealed(BASE64URL_NOPAD.decode(waiting.as_bytes()).ok()?);
        let text = self.vault().open(&sealed, ASKED).ok()?;
        let asked: Asked = serde_json::from_slice(&text).ok()?;
        let recent = asked.at.is_recent(now, RESET_LIFE);
        recent.then(|| (Email::from_store(asked.email), asked.at))
    }
}

fn reset_link(token: &PlainToken, to: &Email, now: Timestamp) -> Link {
    Link {
        digest: token.digest(),
        kind: LinkKind::ResetPassword,
        subject: to.as_str().to_owned(),
        expires_at: now.plus(RESET_LIFE),
    }
}

//! One-time links. A GET only checks the link; a POST exchanges its token for one that the browser holds in a cookie.

use super::{
    GONE,
    link::{CONFIRM_LIFE, HELD_LIFE, Link, SET_UP_LIFE},
};
use crate::{
    Result, Service, Timestamp,
    closing::rules::CLOSING_LIFE,
    devices::remote::ENROLMENT_LIFE,
    freeze::{NOT_ME_LIFE, UNFREEZE_LIFE},
    kernel::{
        email::Email,
        password::{Password, PasswordHash},
        ports::Lane,
        throttle::Window,
        token::PlainToken,
    },
    mail::SecretLink,
    password_reset::RESET_LIFE,
    team::{invitation::INVITATION_LIFE, reset::STOP_LIFE},
};
use terms::{Field, LinkKind, Rejection};

/// An exchanged link. The browser holds its token for [`HELD_LIFE`] seconds.
#[derive(Debug)]
pub struct OpenedLink {
    /// The token for the browser.
    pub held: PlainToken,
}

/// Returns how long an unopened link lives, in seconds.
const fn life(kind: LinkKind) -> i64 {
    match kind {
        LinkKind::SetUp => SET_UP_LIFE,
        LinkKind::ConfirmEmail | LinkKind::ChangeEmail => CONFIRM_LIFE,
        LinkKind::Invitation => INVITATION_LIFE,
        LinkKind::Enrolment => ENROLMENT_LIFE,
        LinkKind::StopReset => STOP_LIFE,
        LinkKind::ResetPassword => RESET_LIFE,
        LinkKind::NotMe => NOT_ME_LIFE,
        LinkKind::Unfreeze => UNFREEZE_LIFE,
        LinkKind::KeepAccount => CLOSING_LIFE,
    }
}

impl Service {
    /// Creates a set-up link and returns its token, while no member exists. Ends older set-up links.
    pub async fn issue_set_up_link(&self) -> Result<Option<PlainToken>> {
        if self.store().has_member().await? {
            return Ok(None);
        }
        let token = PlainToken::random(self.entropy());
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::SetUp,
            subject: String::new(),
            expires_at: self.now().plus(SET_UP_LIFE),
        };
        self.store().put_link(&link).await?;
        Ok(Some(token))
    }

    /// Checks that a link is live and of this kind, without changing it.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn look_at_link(&self, kind: LinkKind, token: &str) -> Result<()> {
        self.live_link(kind, token, self.now()).await.map(drop)
    }

    /// Exchanges a link for one that the browser holds. Works once.
    ///
    /// # Errors
    /// `Gone(Link)` if the link was used, replaced or has expired.
    pub async fn open_link(&self, kind: LinkKind, token: &str) -> Result<OpenedLink> {
        let now = self.now();
        let token = self.live_link(kind, token, now).await?;
        let held = PlainToken::random(self.entropy());
        let until = now.plus(HELD_LIFE);
        let exchanged = self
            .store()
            .exchange_link(&token.digest(), &held.digest(), now, until)
            .await?;
        exchanged.ok_or(GONE)?;
        Ok(OpenedLink { held })
    }

    /// Returns the link that this browser holds.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn held_link(&self, kind: LinkKind, held: &str) -> Result<Link> {
        self.link_held(kind, held, self.now()).await
    }

    pub(crate) async fn link_held(&self, kind: LinkKind, held: &str, now: Timestamp) -> Result<Link> {
        let held = PlainToken::parse(held).ok_or(GONE)?;
        Ok(self.store().held_link(&held.digest(), kind, now).await?.ok_or(GONE)?)
    }

    /// Returns the address of the page of a mailed link, such as `/join`, with the link's token.
    pub(crate) fn mailed_link(&self, page: &str, token: &PlainToken) -> SecretLink {
        let (origin, token) = (&self.settings().origin, token.expose_secret());
        SecretLink::new(format!("{origin}{page}/{token}"))
    }

    /// Checks the password that a member or a sign-up has chosen, typed on the page of an opened link.
    ///
    /// # Errors
    /// `Invalid(Password)`, `Wait`, `WrongPassword`, `Busy`.
    pub(crate) async fn password_at_link(
        &self,
        link: &Link,
        typed: &str,
        chosen: &PasswordHash,
        now: Timestamp,
    ) -> Result<()> {
        let password = Password::typed(typed)?;
        let windows = vec![Window::link(&link.subject)];
        let reserved = self.reserve(windows, Lane::link(&link.subject), now).await?;
        if !self.verify(password, Some(chosen.clone()), &reserved).await? {
            return Err(Rejection::WrongPassword.into());
        }
        self.release(&reserved).await
    }

    /// Hashes the password that a person chooses on the page of an opened link.
    ///
    /// # Errors
    /// `Invalid(Password)`, `Busy`.
    pub(crate) async fn chosen_at_link(
        &self,
        link: &Link,
        typed: &str,
        (name, email): (&str, &Email),
        now: Timestamp,
    ) -> Result<PasswordHash> {
        let password = self.chosen(typed, name, email, Field::Password)?;
        let reserved = self.reserve(Vec::new(), Lane::link(&link.subject), now).await?;
        self.hash(password, &reserved).await
    }

    async fn live_link(&self, kind: LinkKind, token: &str, now: Timestamp) -> Result<PlainToken> {
        let token = PlainToken::parse(token).ok_or(GONE)?;
        match self.store().link(&token.digest(), now).await? {
            Some(link) if link.kind == kind && link.expires_at.is_live_end(now, life(kind)) => Ok(token),
            _ => Err(GONE.into()),
        }
    }
}

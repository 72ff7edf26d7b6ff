//! Server functions of the registration.

use crate::wire::{Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use terms::LinkKind;
#[cfg(feature = "ssr")]
use {
    crate::page,
    crate::text::language,
    crate::wire::{
        server as wire,
        ssr::{self, Cookie},
    },
    domain::{
        registration::{NewOwner, SignUpForm, Waiting},
        team::JoinForm,
    },
    terms::{Ended, Rejection},
};

/// The data of *Check your mail*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WaitingView {
    /// The address as typed.
    pub email: String,
    /// When *Send again* is allowed, Unix seconds.
    pub again_at: i64,
    /// The server's clock, Unix seconds.
    pub now: i64,
}

#[cfg(feature = "ssr")]
impl From<Waiting> for WaitingView {
    fn from(waiting: Waiting) -> Self {
        Self {
            email: waiting.email.as_str().to_owned(),
            again_at: waiting.again_at.0,
            now: waiting.now.0,
        }
    }
}

/// The data of *Join the team*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HeldInvitation {
    /// The address that is invited.
    pub email: String,
    /// The name of who invites.
    pub by: String,
}

/// Whether a link still works. Changes nothing.
#[server(prefix = "/ui", endpoint = "links/look", input = Form)]
pub(crate) async fn read_link(kind: LinkKind, token: Secret) -> Result<Page, ApiError> {
    let service = ssr::service()?;
    service.look_at_link(kind, token.expose_secret()).await?;
    Ok(wire::open_page(()))
}

/// Exchanges a set-up link and redirects to its form.
#[server(prefix = "/ui", endpoint = "links/open-set-up", input = Form)]
pub(crate) async fn open_set_up(token: Secret) -> Result<(), ApiError> {
    server::open(LinkKind::SetUp, &token, page::SET_UP.path).await
}

/// Exchanges a confirmation link and redirects to its form.
#[server(prefix = "/ui", endpoint = "links/open-confirm-email", input = Form)]
pub(crate) async fn open_confirm_email(token: Secret) -> Result<(), ApiError> {
    server::open(LinkKind::ConfirmEmail, &token, page::CONFIRM_EMAIL.path).await
}

/// Exchanges the link of an invitation and redirects to its form.
#[server(prefix = "/ui", endpoint = "links/open-invitation", input = Form)]
pub(crate) async fn open_invitation(token: Secret) -> Result<(), ApiError> {
    server::open(LinkKind::Invitation, &token, page::JOIN.path).await
}

/// Stops the verified reset of the recipient's second factor, and redirects to sign-in.
#[server(prefix = "/ui", endpoint = "links/stop-reset", input = Form)]
pub(crate) async fn stop_reset_by_link(token: Secret) -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    service.stop_reset_by_link(token.expose_secret(), &browser).await?;
    ssr::redirect("/sign-in?ready=reset-stopped");
    Ok(())
}

/// The e-mail address of the exchanged link that this browser holds, of an invitation also who invites; empty for the
/// set-up link.
#[server(prefix = "/ui", endpoint = "links/held", input = Form)]
pub(crate) async fn read_held_link(kind: LinkKind) -> Result<Page, ApiError> {
    let service = ssr::service()?;
    let held = server::held()?;
    let address = match kind {
        LinkKind::SetUp => service.held_link(kind, &held).await.map(|_| String::new())?,
        // Its page has a function of its own, which also says how far the enrolment has come.
        LinkKind::Enrolment => return Err(Rejection::Gone(Ended::Link).into()),
        // Its page has a function of its own, too.
        LinkKind::NotMe | LinkKind::KeepAccount => return Err(Rejection::Gone(Ended::Link).into()),
        LinkKind::Unfreeze => service.unfreeze_address(&held).await?.as_str().to_owned(),
        // It is not exchanged: its button does all that it is for.
        LinkKind::StopReset => return Err(Rejection::Gone(Ended::Link).into()),
        LinkKind::ConfirmEmail => service.held_address(&held).await?.as_str().to_owned(),
        LinkKind::ChangeEmail => service.new_address_held(&held).await?.as_str().to_owned(),
        LinkKind::ResetPassword => service.reset_address(&held).await?.as_str().to_owned(),
        LinkKind::Invitation => {
            let found = service.held_invitation(&held).await?;
            let (email, by) = (found.invitation.email.as_str().to_owned(), found.by);
            return Ok(wire::open_page(HeldInvitation { email, by }));
        }
    };
    Ok(wire::open_page(address))
}

/// Creates the first account and its owner, and redirects to sign-in.
#[server(prefix = "/ui", endpoint = "set-up", input = Form)]
pub(crate) async fn create_owner(name: String, email: String, password: Secret) -> Result<(), ApiError> {
    let service = ssr::service()?;
    let held = server::held()?;
    let form = NewOwner {
        held: &held,
        name: &name,
        email: &email,
        password: password.expose_secret(),
        language: language(),
    };
    service.create_owner(&form, &ssr::browser()?).await?;
    ssr::clear_cookie(Cookie::Link);
    ssr::redirect("/sign-in?ready=owner");
    Ok(())
}

/// Starts a sign-up and redirects to *Check your mail*.
#[server(prefix = "/ui", endpoint = "sign-up", input = Form)]
pub(crate) async fn sign_up(name: String, email: String, password: Secret) -> Result<(), ApiError> {
    let service = ssr::service()?;
    let form = SignUpForm {
        name: &name,
        email: &email,
        password: password.expose_secret(),
        language: language(),
    };
    let waiting = service.sign_up(&form, &ssr::browser()?).await?;
    ssr::set_cookie(Cookie::Waiting, waiting.expose_secret());
    ssr::redirect(page::CHECK_MAIL.path);
    Ok(())
}

/// The pending sign-up of this browser.
#[server(prefix = "/ui", endpoint = "sign-up/waiting", input = Form)]
pub(crate) async fn read_waiting() -> Result<Page, ApiError> {
    let service = ssr::service()?;
    let waiting = service.waiting(&server::waiting_token()?).await?;
    Ok(wire::open_page(WaitingView::from(waiting)))
}

/// Sends the confirmation link again, at most once a minute.
#[server(prefix = "/ui", endpoint = "sign-up/send-again", input = Form)]
pub(crate) async fn send_again() -> Result<(), ApiError> {
    let service = ssr::service()?;
    service.send_again(&server::waiting_token()?, language()).await?;
    ssr::redirect("/sign-up/check-mail?sent=again");
    Ok(())
}

/// Confirms the sign-up with its password and redirects to sign-in.
#[server(prefix = "/ui", endpoint = "confirm-email", input = Form)]
pub(crate) async fn confirm_email(password: Secret) -> Result<(), ApiError> {
    let service = ssr::service()?;
    service
        .confirm_email(&server::held()?, password.expose_secret(), language(), &ssr::browser()?)
        .await?;
    ssr::clear_cookie(Cookie::Link);
    ssr::clear_cookie(Cookie::Waiting);
    ssr::redirect("/sign-in?ready=confirmed");
    Ok(())
}

/// Creates the invited member and redirects to sign-in.
#[server(prefix = "/ui", endpoint = "join", input = Form)]
pub(crate) async fn join_team(name: String, password: Secret) -> Result<(), ApiError> {
    let service = ssr::service()?;
    let held = server::held()?;
    let form = JoinForm {
        held: &held,
        name: &name,
        password: password.expose_secret(),
        language: language(),
    };
    service.join_team(&form, &ssr::browser()?).await?;
    ssr::clear_cookie(Cookie::Link);
    ssr::redirect("/sign-in?ready=joined");
    Ok(())
}

#[cfg(feature = "ssr")]
pub(crate) mod server {
    use crate::wire::{
        error::ApiError,
        secret::Secret,
        ssr::{self, Cookie},
    };
    use terms::LinkKind;
    use terms::{Ended, Rejection};

    pub(crate) async fn open(kind: LinkKind, token: &Secret, form: &str) -> Result<(), ApiError> {
        let service = ssr::service()?;
        let opened = service.open_link(kind, token.expose_secret()).await?;
        ssr::set_cookie(Cookie::Link, opened.held.expose_secret());
        ssr::redirect(form);
        Ok(())
    }

    pub(crate) fn held() -> Result<String, ApiError> {
        ssr::cookie(Cookie::Link).ok_or(ApiError::Rejected(Rejection::Gone(Ended::Link)))
    }

    pub(crate) fn waiting_token() -> Result<String, ApiError> {
        ssr::cookie(Cookie::Waiting).ok_or(ApiError::Rejected(Rejection::Gone(Ended::Link)))
    }
}

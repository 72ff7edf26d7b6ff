//! Server functions of a forgotten password.

use crate::wire::{Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::page,
    crate::registration::{api::WaitingView, link_cookie},
    crate::text::language,
    crate::wire::{
        server as wire,
        ssr::{self, Cookie},
    },
    terms::{Ended, LinkKind, Rejection},
};

/// Mails a link if the address belongs to a member, and redirects to *Check your mail* in any case.
#[server(prefix = "/ui", endpoint = "forgot-password", input = Form)]
pub(crate) async fn forgot_password(email: String) -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    let waiting = service.forgot_password(&email, language(), &browser).await?;
    ssr::set_cookie(Cookie::ResetAsked, &waiting);
    ssr::redirect(page::RESET_SENT.path);
    Ok(())
}

/// The link that this browser waits for.
#[server(prefix = "/ui", endpoint = "forgot-password/waiting", input = Form)]
pub(crate) async fn read_reset_asked() -> Result<Page, ApiError> {
    let waiting = ssr::service()?.waiting_reset(&asked()?)?;
    Ok(wire::open_page(WaitingView::from(waiting)))
}

/// Sends the link again, at most once a minute.
#[server(prefix = "/ui", endpoint = "forgot-password/send-again", input = Form)]
pub(crate) async fn send_reset_again() -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    let waiting = service.send_reset_again(&asked()?, language(), &browser).await?;
    ssr::set_cookie(Cookie::ResetAsked, &waiting);
    ssr::redirect("/forgot-password/check-mail?sent=again");
    Ok(())
}

/// Exchanges the mailed link and redirects to its form.
#[server(prefix = "/ui", endpoint = "links/open-reset-password", input = Form)]
pub(crate) async fn open_reset_password(token: Secret) -> Result<(), ApiError> {
    link_cookie::open(LinkKind::ResetPassword, &token, page::RESET_PASSWORD.path).await
}

/// Sets the new password and redirects to sign-in. It opens no session.
#[server(prefix = "/ui", endpoint = "reset-password", input = Form)]
pub(crate) async fn reset_password(password: Secret) -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    let held = link_cookie::held()?;
    service
        .reset_password(&held, password.expose_secret(), &browser)
        .await?;
    for over in [Cookie::Link, Cookie::ResetAsked, Cookie::Session, Cookie::Challenge] {
        ssr::clear_cookie(over);
    }
    ssr::redirect("/sign-in?ready=password");
    Ok(())
}

#[cfg(feature = "ssr")]
fn asked() -> Result<String, ApiError> {
    ssr::cookie(Cookie::ResetAsked).ok_or(ApiError::Rejected(Rejection::Gone(Ended::Link)))
}

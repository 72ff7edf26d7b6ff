//! Server functions about the change of an address.

use crate::wire::{error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::page,
    crate::registration::link_cookie,
    crate::wire::{
        server as wire,
        ssr::{self, Cookie},
    },
    domain::sessions::rights::UseCase,
    terms::LinkKind,
};

/// Mails the link that confirms a new address.
#[server(prefix = "/ui", endpoint = "profile/email", input = Form)]
pub(crate) async fn ask_email_change(
    email: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::AskEmailChange).await?;
    let email = service.new_email(&email)?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.ask_email_change(&who, email).await?;
    done("email-asked");
    Ok(())
}

/// Mails the link again, at most once a minute.
#[server(prefix = "/ui", endpoint = "profile/email/send-again", input = Form)]
pub(crate) async fn send_email_change_again() -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::SendEmailChange).await?;
    service.send_email_change_again(&who).await?;
    done("email-sent");
    Ok(())
}

/// Keeps the address.
#[server(prefix = "/ui", endpoint = "profile/email/keep", input = Form)]
pub(crate) async fn keep_email() -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::KeepEmail).await?;
    service.discard_email_change(&who).await?;
    done("email-kept");
    Ok(())
}

/// Exchanges the mailed link and redirects to its form.
#[server(prefix = "/ui", endpoint = "links/open-change-email", input = Form)]
pub(crate) async fn open_change_email(token: Secret) -> Result<(), ApiError> {
    link_cookie::open(LinkKind::ChangeEmail, &token, page::CHANGE_EMAIL.path).await
}

/// Changes the address with the member's password. Redirects to the profile in a browser that is signed in, else to sign-in.
#[server(prefix = "/ui", endpoint = "change-email", input = Form)]
pub(crate) async fn change_email(password: Secret) -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    let held = link_cookie::held()?;
    service.change_email(&held, password.expose_secret(), &browser).await?;
    ssr::clear_cookie(Cookie::Link);
    ssr::redirect(match ssr::cookie(Cookie::Session) {
        Some(_) => page::PROFILE.path,
        None => "/sign-in?ready=email",
    });
    Ok(())
}

#[cfg(feature = "ssr")]
fn done(what: &str) {
    ssr::redirect(&format!("{}?done={what}", page::EMAIL.path));
}

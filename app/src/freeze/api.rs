//! Server functions of *this wasn't me*. The browser has no session but the opened link.

use crate::wire::{Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::content,
    crate::page,
    crate::registration::link_cookie as links,
    crate::wire::{
        server as wire,
        ssr::{self, Cookie},
    },
    terms::{Field, LinkKind, Problem, Rejection},
};

/// Exchanges the link of a mail and redirects to its page. The account is as it was.
#[server(prefix = "/ui", endpoint = "links/open-not-me", input = Form)]
pub(crate) async fn open_not_me(token: Secret) -> Result<(), ApiError> {
    links::open(LinkKind::NotMe, &token, page::NOT_ME.path).await
}

/// What comes next, as HTML.
#[server(prefix = "/ui", endpoint = "not-me", input = Form)]
pub(crate) async fn read_not_me() -> Result<Page, ApiError> {
    let view = ssr::service()?.not_me(&links::held()?).await?;
    Ok(wire::open_page(content::html(view)))
}

/// Freezes the account. The box has to be ticked, because mail scanners press buttons.
#[server(prefix = "/ui", endpoint = "not-me/freeze", input = Form)]
pub(crate) async fn freeze(#[server(default)] sure: String) -> Result<(), ApiError> {
    if sure.is_empty() {
        return Err(Rejection::Invalid(Field::Sure, Problem::Missing).into());
    }
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    service.freeze(&links::held()?, &browser).await?;
    ssr::clear_cookie(Cookie::Session);
    ssr::redirect(page::NOT_ME.path);
    Ok(())
}

/// Mails the link that ends the freeze.
#[server(prefix = "/ui", endpoint = "not-me/send-link", input = Form)]
pub(crate) async fn send_unfreeze() -> Result<(), ApiError> {
    ssr::service()?.ask_unfreeze(&links::held()?).await?;
    ssr::redirect(page::NOT_ME.path);
    Ok(())
}

/// Undoes a change, with the password from before it unless it is that of the address.
#[server(prefix = "/ui", endpoint = "not-me/undo", input = Form)]
pub(crate) async fn undo_change(id: String, #[server(default)] password: Secret) -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    let held = links::held()?;
    service
        .undo_change(&held, &id, password.expose_secret(), &browser)
        .await?;
    ssr::redirect(page::NOT_ME.path);
    Ok(())
}

/// Exchanges the link that ends a freeze and redirects to its form.
#[server(prefix = "/ui", endpoint = "links/open-unfreeze", input = Form)]
pub(crate) async fn open_unfreeze(token: Secret) -> Result<(), ApiError> {
    links::open(LinkKind::Unfreeze, &token, page::UNFREEZE.path).await
}

/// Sets the new password, and redirects to the page that undoes changes. It opens no session.
#[server(prefix = "/ui", endpoint = "unfreeze", input = Form)]
pub(crate) async fn unfreeze(password: Secret) -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    let held = links::held()?;
    let unfrozen = service.unfreeze(&held, password.expose_secret(), &browser).await?;
    ssr::clear_cookie(Cookie::Session);
    ssr::clear_cookie(Cookie::Challenge);
    ssr::set_cookie(Cookie::Link, unfrozen.held.expose_secret());
    ssr::redirect(page::NOT_ME.path);
    Ok(())
}

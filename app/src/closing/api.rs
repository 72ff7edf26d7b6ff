//! Server functions of *Close my account*, and of the page of a closed account.

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
    domain::{Error, sessions::rights::UseCase},
    terms::{Field, LinkKind, Problem, Rejection},
};

/// Closes the account of an owner, and redirects to the page that says until when it can be kept.
#[server(prefix = "/ui", endpoint = "profile/close", input = Form)]
pub(crate) async fn close_account(
    #[server(default)] sure: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::CloseAccount).await?;
    service.require_owner(&who)?;
    if sure.is_empty() {
        return Err(Rejection::Invalid(Field::Sure, Problem::Missing).into());
    }
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let note = service.close_account(&who).await?;
    ssr::clear_cookie(Cookie::Session);
    ssr::set_cookie(Cookie::Link, &note);
    ssr::redirect(page::CLOSED.path);
    Ok(())
}

/// Exchanges the link that keeps an account and redirects to its page. The account stays closed.
#[server(prefix = "/ui", endpoint = "links/open-keep-account", input = Form)]
pub(crate) async fn open_keep_account(token: Secret) -> Result<(), ApiError> {
    links::open(LinkKind::KeepAccount, &token, page::CLOSED.path).await
}

/// Until when the account can be kept, as HTML: in the browser that closed it, and where the link of a mail was opened.
#[server(prefix = "/ui", endpoint = "closed-account", input = Form)]
pub(crate) async fn read_closed() -> Result<Page, ApiError> {
    let (service, held) = (ssr::service()?, links::held()?);
    let html = match service.closed_here(&held).await {
        Ok(closed) => content::here(closed),
        Err(Error::Rejected(_)) => content::keep(service.keep_view(&held).await?),
        Err(error) => return Err(error.into()),
    };
    Ok(wire::open_page(html))
}

/// Keeps the account, and redirects to sign-in. It opens no session.
#[server(prefix = "/ui", endpoint = "closed-account/keep", input = Form)]
pub(crate) async fn keep_account() -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    service.keep_account(&links::held()?, &browser).await?;
    ssr::clear_cookie(Cookie::Link);
    ssr::redirect(&format!("{}?ready=kept", page::SIGN_IN.path));
    Ok(())
}

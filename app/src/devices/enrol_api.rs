//! The server functions of an enrolment link. The browser has no session but the opened link.

use crate::wire::{Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::enrol_steps,
    crate::page,
    crate::registration::link_cookie as links,
    crate::text::language,
    crate::wire::{server as wire, ssr},
    terms::LinkKind,
};

/// Exchanges an enrolment link and redirects to its first step.
#[server(prefix = "/ui", endpoint = "links/open-enrolment", input = Form)]
pub(crate) async fn open_enrolment(token: Secret) -> Result<(), ApiError> {
    links::open(LinkKind::Enrolment, &token, page::ENROL.path).await
}

/// The step that comes next, as HTML.
#[server(prefix = "/ui", endpoint = "enrol", input = Form)]
pub(crate) async fn read_enrol() -> Result<Page, ApiError> {
    let (service, held) = (ssr::service()?, links::held()?);
    let version = service.holder_version(&held).await?;
    let view = service.holder_view(&held).await?;
    Ok(wire::open_page(enrol_steps::html(view, version)?))
}

/// Mails a code to the colleague's address.
#[server(prefix = "/ui", endpoint = "enrol/send-code", input = Form)]
pub(crate) async fn send_code() -> Result<(), ApiError> {
    ssr::service()?.send_code(&links::held()?, language()).await?;
    ssr::redirect(page::ENROL.path);
    Ok(())
}

/// Checks the mailed code.
#[server(prefix = "/ui", endpoint = "enrol/prove", input = Form)]
pub(crate) async fn prove_address(code: Secret) -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    let held = links::held()?;
    service.prove_address(&held, code.expose_secret(), &browser).await?;
    ssr::redirect(page::ENROL.path);
    Ok(())
}

/// Checks the first passcode.
#[server(prefix = "/ui", endpoint = "enrol/passcode", input = Form)]
pub(crate) async fn first_passcode(passcode: Secret) -> Result<(), ApiError> {
    let (service, browser) = (ssr::service()?, ssr::browser()?);
    let held = links::held()?;
    service
        .first_passcode(&held, passcode.expose_secret(), &browser)
        .await?;
    ssr::redirect(page::ENROL.path);
    Ok(())
}

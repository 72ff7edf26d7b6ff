//! Pages that wait for another person. Such a page carries the version of what it shows; the start script asks every two
//! seconds whether there is another one (`start.js`), and without scripts a link shows the page again.

use super::address::Address;
use crate::{
    page,
    registration::link_cookie as links,
    text::text,
    wire::{error::ApiError, fields::Form, server as wire, ssr},
};
use domain::{live::Version, sessions::rights::UseCase};
use leptos::prelude::*;
use terms::Rejection;

/// The version of what the page shows. It has to be read before what it stands for: what changes in between is then
/// shown once more, and not missed.
#[component]
pub(crate) fn LiveVersion(
    version: Version,
    /// The path of the page.
    #[prop(into)]
    of: String,
    /// Whether the page is brought up to date as a document, as those of the door are.
    #[prop(optional)]
    as_document: bool,
) -> AnyView {
    let reload = as_document.then_some("");
    view! { <span hidden data-version=version.as_str().to_owned() data-of=of data-reload=reload></span> }.into_any()
}

/// Shows the page again, where scripts do not look by themselves.
#[component]
pub(crate) fn Refresh(#[prop(into)] href: String) -> AnyView {
    view! { <p class="small refresh"><a href=href>{text().enrolment().refresh()}</a></p> }.into_any()
}

/// Returns the version of what the page at this address shows. Only an open page asks for it, which is no use of the
/// session.
#[server(prefix = "/ui", endpoint = "version", input = Form)]
pub(crate) async fn read_version(of: String) -> Result<String, ApiError> {
    let Address { path, .. } = Address::of(&of);
    let page = page::at(&path).ok_or(Rejection::NotFound)?;
    let version = if page.path == page::ENROL.path {
        ssr::service()?.holder_version(&links::held()?).await?
    } else if page.path == page::HOME.path {
        let (service, who) = wire::watching(UseCase::ReadApprovals).await?;
        service.waiting_version(&who).await?
    } else if page.path == page::TEAM.path {
        let (service, who) = wire::watching(UseCase::ReadTeam).await?;
        service.invitations_version(&who).await?
    } else {
        let (service, who) = wire::watching(UseCase::ReadDevices).await?;
        if page.path == page::TWO_FACTOR.path {
            service.devices_version(&who).await?
        } else if page.path == page::ENROLMENT.path {
            let id = page.param_in(&path).unwrap_or_default();
            service.enrolment_version(&who, id).await?
        } else {
            return Err(Rejection::NotFound.into());
        }
    };
    Ok(version.as_str().to_owned())
}

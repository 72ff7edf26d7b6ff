//! *Apps*: the list.

use super::form::{audience_name, least_name};
use crate::{
    page,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Chip, ChipKind, Icon, IconName},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    oidc::clients::client::{CLIENTS_MAX, Client},
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::Rejection;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApps).await?;
    if !who.member.manages_team() {
        return Err(Rejection::NotFound.into());
    }
    let apps = service.apps(&who).await?;
    let content = |viewer| view! { <Content viewer=viewer apps=apps /> }.into_any();
    Ok(served(wire::viewer(&who), page::APPS.title(), content))
}

#[component]
fn Content(viewer: Viewer, apps: Vec<Client>) -> AnyView {
    let words = text().clients();
    let own = apps.iter().filter(|app| app.account.is_some()).count();
    let may_add = i64::try_from(own).is_ok_and(|own| own < CLIENTS_MAX);
    let new = (may_add && !apps.is_empty()).then(new_link);
    let list = match apps.is_empty() {
        true => view! { <Empty /> }.into_any(),
        false => view! { <Apps apps=apps /> }.into_any(),
    };
    view! {
        <PageHead title=page::APPS.title() lead=words.lead() viewer=viewer>{new}</PageHead>
        <div class="stack">
            {list}
            <p class="small"><a href=page::TEAM.path>{page::TEAM.title()}</a></p>
        </div>
    }
    .into_any()
}

fn new_link() -> impl IntoView {
    view! {
        <a class="button" href=page::NEW_APP.path>
            <Icon name=IconName::Plus />
            {page::NEW_APP.title()}
        </a>
    }
}

#[component]
fn Empty() -> AnyView {
    let (title, about) = text().clients().empty();
    view! {
        <section class="card empty">
            <span class="icon-box accent">
                <Icon name=IconName::Lock />
            </span>
            <h2>{title}</h2>
            <p>{about}</p>
            {new_link()}
        </section>
    }
    .into_any()
}

#[component]
fn Apps(apps: Vec<Client>) -> AnyView {
    let words = text().clients();
    let rows = apps.into_iter().map(|app| view! { <Row app=app /> });
    view! {
        <ul class="card rows team" aria-label=words.list()>
            {rows.collect_view()}
        </ul>
        <p class="small faint">{words.most()}</p>
    }
    .into_any()
}

#[component]
fn Row(app: Client) -> AnyView {
    let words = text().clients();
    let href = page::APP.path_of(app.id.as_str());
    let of_operator = app
        .account
        .is_none()
        .then(|| view! { <Chip kind=ChipKind::Plain text=words.of_operator() /> });
    view! {
        <li>
            <div>
                <a class="title" dir="auto" href=href>{app.name.as_str().to_owned()}</a>
                <span class="detail" translate="no">{words.leads_to(&app.leads_to())}</span>
            </div>
            <div class="status">{of_operator}</div>
            <div class="used detail">
                <span>{audience_name(app.audience)}</span>
                <span>{least_name(app.least)}</span>
            </div>
        </li>
    }
    .into_any()
}

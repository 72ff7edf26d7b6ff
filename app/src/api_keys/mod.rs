//! *API keys*: the list. Served pages, because they only show and send forms.

mod api;
mod cover;
mod decision;
mod every_call;
mod key;
mod machine;
mod new;

pub(crate) use cover::{NoCover, of_first_device};
pub(crate) use decision::{Decision, Subject};
pub(crate) use key::content as key_content;
pub(crate) use machine::content as machine_content;
pub(crate) use new::content as new_content;

use crate::{
    approvals::approver::{self, Approver},
    page,
    places::with_place,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Alert, AlertKind, Chip, ChipKind, Icon, IconName, Time},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    Timestamp,
    api_keys::key::{ApiKey, KeyOfMember, KeyUse},
    kernel::{credential::CredentialKind, id::MemberId},
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::limits::KEYS_MAX;

/// The path of the API's reference, which is no page of the app.
pub const REFERENCE: &str = "/api/docs";

/// What the page shows.
struct Data {
    keys: Vec<KeyOfMember>,
    /// The viewer, and whether they see what others have.
    viewer: MemberId,
    everybody: bool,
    /// Whether the account's switch covers the keys, and what changing it asks for.
    every_call: bool,
    asks: Asks,
    now: Timestamp,
    /// Who approves, for those who may choose it.
    approver: Option<approver::Choice>,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApiKeys).await?;
    let data = Data {
        keys: service.api_keys(&who).await?,
        viewer: who.member.id.clone(),
        everybody: who.member.manages_team(),
        every_call: who.member.is_covered_by_account(),
        asks: wire::asks(&service, &who, UseCase::DecideEveryCall),
        now: who.now,
        approver: approver::choice(&service, &who).await?,
    };
    let content = |viewer| view! { <Content viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::API_KEYS.title(), content))
}

#[component]
fn Content(viewer: Viewer, mut data: Data) -> AnyView {
    let words = text().api_keys();
    let approver = data.approver.take().map(|choice| view! { <Approver choice=choice /> });
    let lead = if data.everybody { words.lead_all() } else { words.lead() };
    let own = data.keys.iter().filter(|found| found.member.id == data.viewer).count();
    let may_make = !data.keys.is_empty() && own < KEYS_MAX;
    let covered = match (data.every_call, viewer.two_factor_since) {
        (true, _) => Some(words.covered_by_account()),
        (false, Some(_)) if own > 0 => Some(words.covered()),
        (false, _) => None,
    };
    let switch = data.everybody.then(|| {
        let (on, asks) = (data.every_call, data.asks);
        view! { <every_call::Switch on=on asks=asks /> }
    });
    let list = if data.keys.is_empty() {
        view! { <Empty /> }.into_any()
    } else {
        view! { <Keys data=data /> }.into_any()
    };
    view! {
        <PageHead title=page::API_KEYS.title() lead=lead viewer=viewer>{may_make.then(new_link)}</PageHead>
        <div class="stack">
            {covered.map(|(title, text)| view! {
                <Alert kind=AlertKind::Info title=title>
                    <p>{text}</p>
                </Alert>
            })}
            {list}
            <p class="small">
                <a href=REFERENCE hreflang="en">{words.reference()}</a>
            </p>
            {switch}
            {approver}
        </div>
    }
    .into_any()
}

fn new_link() -> impl IntoView {
    view! {
        <a class="button" href=page::NEW_API_KEY.path>
            <Icon name=IconName::Plus />
            {page::NEW_API_KEY.title()}
        </a>
    }
}

#[component]
fn Empty() -> AnyView {
    let words = text().api_keys();
    view! {
        <section class="card empty">
            <span class="icon-box accent">
                <Icon name=IconName::Lock />
            </span>
            <h2>{words.empty().0}</h2>
            <p>{words.empty().1}</p>
            {new_link()}
        </section>
    }
    .into_any()
}

#[component]
fn Keys(data: Data) -> AnyView {
    let words = text().api_keys();
    let rows = data.keys.into_iter().map(|KeyOfMember { key, member, .. }| {
        let holder = (member.id != data.viewer).then_some(member.name);
        view! { <Row key=key holder=holder now=data.now /> }
    });
    view! {
        <ul class="card rows keys" aria-label=words.list()>
            {rows.collect_view()}
        </ul>
        <p class="small faint">{words.most()}</p>
    }
    .into_any()
}

#[component]
fn Row(key: ApiKey, holder: Option<String>, now: Timestamp) -> AnyView {
    let words = text().api_keys();
    let href = page::API_KEY.path_of(key.id.as_str());
    let holder = holder.map(|name| view! { <span class="detail" dir="auto">{words.held_by(&name)}</span> });
    view! {
        <li>
            <div>
                <a class="title" dir="auto" href=href>{key.label.as_str().to_owned()}</a>
                <code class="detail">{start_of(&key)}</code>
                {holder}
            </div>
            <div class="status">{state(&key, now)}</div>
            <div class="used detail">
                {used(key.last_use.as_ref())}
                <br />
                {valid(&key, now)}
            </div>
        </li>
    }
    .into_any()
}

/// What a key's text begins with, by which it is found.
fn start_of(key: &ApiKey) -> String {
    let id: String = key.id.as_str().chars().take(8).collect();
    format!("{}{id}…", CredentialKind::ApiKey.prefix())
}

fn state(key: &ApiKey, now: Timestamp) -> AnyView {
    let words = text().api_keys();
    if key.suspended_at.is_some() {
        view! { <Chip kind=ChipKind::Warn text=words.suspended() /> }.into_any()
    } else if key.live(now) {
        view! { <Chip kind=ChipKind::Good text=words.active() /> }.into_any()
    } else {
        view! { <Chip kind=ChipKind::Warn text=words.expired() /> }.into_any()
    }
}

/// When the key ends.
fn valid(key: &ApiKey, now: Timestamp) -> String {
    let (text, words) = (text(), text().api_keys());
    match key.expires_at {
        None => words.no_end().to_owned(),
        Some(end) if key.live(now) => words.until(&text.date(end.0)),
        Some(end) => words.was_until(&text.date(end.0)),
    }
}

/// When a key or its device was used last, and from where.
fn used(last_use: Option<&KeyUse>) -> AnyView {
    let words = text().api_keys();
    match last_use {
        None => words.never_used().into_any(),
        Some(used) => view! {
            {words.used().0} " " <Time at=used.at.0 /> " " {words.used_from(&with_place(&used.address))}
        }
        .into_any(),
    }
}

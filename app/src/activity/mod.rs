//! *Activity*: what was done and refused. A served page, which costs the client nothing, because it only shows.

mod chart;
mod filter;
mod list;
mod words;

pub use filter::filter_in;

use crate::{
    page,
    shell::{head::PageHead, served::served},
    text::text,
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use chart::Chart;
use domain::{
    activity::{Activity, Day},
    api_keys::key::KeyOfMember,
    devices::device::Device,
    kernel::id::MemberId,
    sessions::rights::UseCase,
};
pub(crate) use filter::Asked;
use filter::Filter;
use leptos::prelude::*;
use list::Events;

/// The exports, which are files and no pages.
pub const CSV: &str = "/ui/activity/export.csv";
/// The same as JSON.
pub const JSON: &str = "/ui/activity/export.json";

/// What the page shows.
struct Data {
    days: Vec<Day>,
    activity: Activity,
    devices: Vec<Device>,
    keys: Vec<KeyOfMember>,
    asked: Asked,
    /// The viewer, and whether they see what others did.
    viewer: MemberId,
    everybody: bool,
    /// How long events are kept.
    kept_days: i64,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadActivity).await?;
    let asked = Asked::of_page();
    let data = Data {
        activity: service.activity(&who, &asked.filter(), filter::before()).await?,
        days: service.activity_days(&who).await?,
        devices: service.devices(&who).await?.devices,
        keys: service.api_keys(&who).await?,
        viewer: who.member.id.clone(),
        everybody: who.member.manages_team(),
        kept_days: service.settings().activity_days,
        asked,
    };
    let content = |viewer| view! { <Content viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::ACTIVITY.title(), content))
}

#[component]
fn Content(viewer: Viewer, data: Data) -> AnyView {
    let words = text().activity();
    let lead = if data.everybody { words.lead_all() } else { words.lead() };
    let (csv, json) = (data.asked.path(CSV, None), data.asked.path(JSON, None));
    view! {
        <PageHead title=page::ACTIVITY.title() lead=lead viewer=viewer />
        <div class="stack">
            <Chart days=data.days />
            <Filter asked=data.asked.clone() devices=data.devices keys=data.keys />
            <Events activity=data.activity asked=data.asked viewer=data.viewer />
            <p class="detail">
                {words.export()} " "
                <a href=csv download="">{words.csv()}</a> " · "
                <a href=json download="">{words.json()}</a> " "
                {words.export_hint(&data.kept_days.to_string())}
            </p>
        </div>
    }
    .into_any()
}

//! The events of a page.

use super::{
    filter::{Asked, BEFORE},
    words,
};
use crate::{
    page,
    places::with_place,
    text::text,
    ui::{Chip, ChipKind, Icon, IconName, Time},
};
use domain::{
    activity::{Activity, Event, EventDevice},
    kernel::id::MemberId,
};
use leptos::prelude::*;
use terms::EventKind;

/// The events, newest first, and the ways to other pages.
#[component]
pub(super) fn Events(activity: Activity, asked: Asked, viewer: MemberId) -> AnyView {
    let text = text().activity();
    if activity.events.is_empty() {
        let (title, about) = if asked.is_any() { text.no_match() } else { text.empty() };
        return view! {
            <section class="card empty">
                <span class="icon-box">
                    <Icon name=IconName::Clock />
                </span>
                <h2>{title}</h2>
                <p>{about}</p>
            </section>
        }
        .into_any();
    }
    let older = activity
        .older
        .map(|cursor| asked.path(page::ACTIVITY.path, Some((BEFORE, &cursor.to_string()))));
    let later = crate::shell::address::query(BEFORE).is_some();
    let newest =
        later.then(|| view! { <a class="button quiet" href=asked.path(page::ACTIVITY.path, None)>{text.newest()}</a> });
    let older = older.map(|href| view! { <a class="button quiet" href=href rel="next">{text.older()}</a> });
    let rows = activity.events.into_iter().map(|event| {
        let others = event.member != viewer;
        view! { <Row event=event others=others /> }
    });
    view! {
        <ul class="card rows events" aria-label=text.list()>
            {rows.collect_view()}
        </ul>
        <nav class="row" aria-label=text.list()>
            {newest} {older}
        </nav>
    }
    .into_any()
}

#[component]
fn Row(event: Event, others: bool) -> AnyView {
    let text = text();
    let words = text.activity();
    let device = event
        .device
        .as_ref()
        .map(|device| view! { <span class="detail" dir="auto">{of_device(event.kind, device)}</span> });
    let key = event
        .key
        .as_ref()
        .map(|key| view! { <span class="detail" dir="auto">{of_key(event.kind, &key.name)}</span> });
    let refused = event
        .refused
        .map(|_| view! { <Chip kind=ChipKind::Warn text=words.was_refused() /> });
    let other = event.other.as_ref().map(|other| {
        let said = words.other_named(&other.who);
        view! { <span class="detail" dir="auto" translate="no">{said}</span> }
    });
    let who = others.then(|| view! { <span class="detail" dir="auto" translate="no">{event.who.clone()}</span> });
    let repeated = (event.count > 1).then(|| {
        let times = words.times(u32::try_from(event.count).unwrap_or(u32::MAX));
        let last = words.last_time(&text.exact(event.last_at.0));
        view! { <span class="detail">{format!("{times}, {last}")}</span> }
    });
    let session = event.session.as_ref().map(|session| {
        let href = Asked::of_session(session).path(page::ACTIVITY.path, None);
        view! { <a class="detail" href=href>{words.this_session()}</a> }
    });
    view! {
        <li>
            <div>
                <b class="title">{words::sentence(&event)}</b>
                {device} {key} {other} {who} {repeated}
            </div>
            <div class="status">{refused}</div>
            <div class="used detail">
                <Time at=event.at.0 />
                <br />
                {format!("{} · {}", text.browser(&event.agent), with_place(&event.address))}
            </div>
            {session}
        </li>
    }
    .into_any()
}

/// The device that something was done to, or with, and whose it is.
fn of_device(kind: EventKind, device: &EventDevice) -> String {
    let (words, colleagues) = (text().activity(), text().colleagues());
    let name = device.name.as_deref().unwrap_or_else(|| words.removed_device());
    let used = matches!(kind, EventKind::SignIn | EventKind::StepUp | EventKind::TokenBought);
    match (used, &device.holder) {
        (true, Some(holder)) => colleagues.with_device(name, holder),
        (false, Some(holder)) => colleagues.device_named(name, holder),
        (true, None) => words.with_device(name),
        (false, None) => words.device_named(name),
    }
}

/// The API key that something was done to, or with, or the app.
fn of_key(kind: EventKind, name: &str) -> String {
    let words = text().activity();
    match kind {
        EventKind::ApiCall | EventKind::AppAccess | EventKind::TokenBought | EventKind::TokenEnded => {
            words.with_key(name)
        }
        EventKind::AppAdded | EventKind::AppChanged | EventKind::AppSecretMade | EventKind::AppRemoved => {
            words.app_named(name)
        }
        _ => words.key_named(name),
    }
}

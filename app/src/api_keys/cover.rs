//! Which API keys need a passcode once two-factor is on, and when it is off again.

use super::{every_call::FirstDecision, used};
use crate::{
    page,
    shell::served::fragment,
    text::text,
    ui::{Alert, AlertKind, Chip, ChipKind, Disclosure},
    wire::error::ApiError,
};
use domain::{Service, api_keys::key::KeyOfMember, sessions::SignedIn};
use leptos::prelude::*;

/// So many keys are shown at once; more fill the page and are shown on demand.
const SHOWN: usize = 3;

/// What else the person's first device changes, as HTML: which keys need a passcode from then on, and an owner's
/// decision about the account's switch. Empty if it changes nothing.
pub(crate) async fn of_first_device(service: &Service, who: &SignedIn) -> Result<String, ApiError> {
    let keys = match who.member.calls_need_factor(who.now) {
        true => Vec::new(),
        false => service.usable_keys(who).await?,
    };
    let decides = who.member.first_device_decides();
    if keys.is_empty() && !decides {
        return Ok(String::new());
    }
    Ok(fragment(|| {
        view! {
            <Cover keys=keys />
            {decides.then(|| view! { <FirstDecision /> })}
        }
        .into_any()
    }))
}

/// The keys that need a passcode from now on.
#[component]
fn Cover(keys: Vec<KeyOfMember>) -> AnyView {
    let (title, about) = text().key_cover().on();
    view! {
        {(!keys.is_empty()).then(|| view! {
            <div class="stack tight">
                <h2>{title}</h2>
                <p class="small lead">{about}</p>
                <Keys keys=keys />
            </div>
        })}
    }
    .into_any()
}

/// What switching two-factor off means for the keys.
#[component]
pub(crate) fn NoCover(keys: Vec<KeyOfMember>, every_call: bool) -> AnyView {
    let words = text().key_cover();
    let (title, about) = if every_call { words.still() } else { words.off() };
    view! {
        {(!keys.is_empty()).then(|| view! {
            <Alert kind=AlertKind::Warn title=title>
                <p>{about}</p>
                <Keys keys=keys set_up=every_call />
            </Alert>
        })}
    }
    .into_any()
}

#[component]
fn Keys(keys: Vec<KeyOfMember>, #[prop(default = true)] set_up: bool) -> AnyView {
    let words = text().key_cover();
    let count = keys.len();
    let rows = keys
        .into_iter()
        .map(|found| view! { <Row found=found set_up=set_up /> });
    let list = view! {
        <ul class="covered" aria-label=words.list()>{rows.collect_view()}</ul>
    };
    if count <= SHOWN {
        return list.into_any();
    }
    let label = words.all(u32::try_from(count).unwrap_or(u32::MAX));
    view! { <Disclosure label=label>{list}</Disclosure> }.into_any()
}

#[component]
fn Row(found: KeyOfMember, set_up: bool) -> AnyView {
    let words = text().key_cover();
    let KeyOfMember { key, has_machine, .. } = found;
    let name = key.label.as_str().to_owned();
    let end = match (has_machine, set_up) {
        (true, _) => Some(view! { <Chip kind=ChipKind::Good text=words.ready() /> }.into_any()),
        (false, true) => {
            let href = page::MACHINE_DEVICE.path_of(key.id.as_str());
            let of = words.set_up_for(&name);
            Some(view! { <a href=href>{words.set_up()} <span class="hidden-text">" " {of}</span></a> }.into_any())
        }
        (false, false) => None,
    };
    view! {
        <li>
            <div>
                <b class="title" dir="auto">{name}</b>
                <span class="detail">{used(key.last_use.as_ref())}</span>
            </div>
            {end}
        </li>
    }
    .into_any()
}

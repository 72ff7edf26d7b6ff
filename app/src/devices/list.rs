use super::device_row::{ListState, Row};
use crate::{
    devices::api::{DeviceList, DeviceRow, DeviceStatus, DiscardDevice, ReadDevices, RenameDevice},
    form::{alert::FormAlert, read::read, use_form},
    page,
    shell::{head::PageHead, load::signed_in_page},
    text::{self, alert::Asked, two_factor as words},
    ui::{Alert, AlertKind, Icon, IconName, Live, moment},
    wire::Viewer,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use terms::limits;

/// The device list.
#[component]
pub(crate) fn TwoFactor() -> impl IntoView {
    let rename = use_form::<RenameDevice>();
    let discard = use_form::<DiscardDevice>();
    let (renamed, discarded) = (rename.successes(), discard.successes());
    let data = read(move || (renamed.get(), discarded.get()), |_| ReadDevices {});
    let query = use_query_map();
    // Without scripts a refused name comes back with its device, not with the address.
    let refused = Some(rename.typed("id")).filter(|id| !id.is_empty());
    let renaming = Memo::new(move |_| query.with(|query| query.get("rename")).or_else(|| refused.clone()));
    // What was wrong with one device's new name says nothing of the next one's.
    Effect::new(move |before: Option<()>| {
        renaming.track();
        if before.is_some() {
            rename.forget();
        }
    });
    let state = ListState {
        rename,
        discard,
        new: Memo::new(move |_| query.with(|query| query.get("new"))),
        renaming,
    };
    let render = move |viewer, list| view! { <Content viewer=viewer list=list state=state.clone() /> }.into_any();
    signed_in_page(page::TWO_FACTOR, data, render)
}

#[component]
fn Content(viewer: Viewer, list: DeviceList, state: ListState) -> AnyView {
    let on = viewer.two_factor_since;
    let lead = match on {
        None => words::LEAD_OFF,
        Some(_) if viewer.repair && !list.devices.is_empty() => words::REPAIR_HELP,
        Some(_) => words::LEAD_ON,
    };
    let may_add = !list.devices.is_empty() && list.devices.len() < limits::DEVICES_MAX;
    let may_rename = !viewer.repair;
    let may_switch_off = on.is_some() && !viewer.repair;
    let rows = list.devices.clone();
    let error = state.discard.error;
    view! {
        <PageHead title=page::TWO_FACTOR.title() lead=lead viewer=viewer>{may_add.then(add_link)}</PageHead>
        <div class="stack">
            <FormAlert error=error asked=Asked::Device />
            <TwoFactorStatus on=on list=list.clone() new=state.new />
            {if rows.is_empty() {
                view! { <Empty /> }.into_any()
            } else {
                view! { <Rows rows=rows state=state may_rename=may_rename /> }.into_any()
            }}
            {on.is_some().then(|| view! { <RecoverySummary codes_left=list.codes_left may_switch_off=may_switch_off /> })}
        </div>
    }
    .into_any()
}

fn add_link() -> impl IntoView {
    view! {
        <a class="button" href=page::NEW_DEVICE.path>
            <Icon name=IconName::Plus />
            {words::ADD}
        </a>
    }
}

/// How two-factor stands: just begun, on, or on without a device.
#[component]
fn TwoFactorStatus(on: Option<i64>, list: DeviceList, new: Memo<Option<String>>) -> AnyView {
    let Some(since) = on else { return ().into_any() };
    let confirmed = |row: &&DeviceRow| matches!(row.status, DeviceStatus::Confirmed { .. });
    if !list.devices.iter().any(|row| confirmed(&row)) {
        return view! {
            <Alert kind=AlertKind::Warn title=words::NO_DEVICE>
                <p>{words::NO_DEVICE_TEXT}</p>
            </Alert>
        }
        .into_any();
    }
    let since = words::on_since(&text::time::date(&moment(since)));
    let title = move || {
        let fresh = list
            .devices
            .iter()
            .filter(confirmed)
            .find(|row| Some(&row.id) == new.get().as_ref());
        fresh.map_or_else(
            || (since.clone(), Live::Off),
            |row| (words::added(&row.name), Live::Polite),
        )
    };
    view! {
        {move || {
            let (title, live) = title();
            view! { <Alert kind=AlertKind::Good title=title live=live /> }
        }}
    }
    .into_any()
}

#[component]
fn Empty() -> AnyView {
    view! {
        <section class="card empty">
            <span class="icon-box accent">
                <Icon name=IconName::Phone />
            </span>
            <h2>{words::EMPTY_TITLE}</h2>
            <p>{words::EMPTY}</p>
            {add_link()}
        </section>
    }
    .into_any()
}

#[component]
fn Rows(rows: Vec<DeviceRow>, state: ListState, may_rename: bool) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|row| view! { <Row row=row state=state.clone() may_rename=may_rename /> })
        .collect_view();
    view! {
        <ul class="card rows" aria-label=words::DEVICES>
            {rows}
        </ul>
        <p class="small faint">{words::MOST}</p>
    }
    .into_any()
}

/// Recovery codes that are left, and the way out of two-factor.
#[component]
fn RecoverySummary(codes_left: u32, may_switch_off: bool) -> AnyView {
    let label = if codes_left <= limits::RECOVERY_CODES_FEW {
        text::home::MAKE_NEW
    } else {
        text::home::MANAGE
    };
    view! {
        <section class="card">
            <div class="setting">
                <div>
                    <h2>{text::recovery_codes::TITLE}</h2>
                    <p>{text::recovery_codes::left(codes_left)}</p>
                </div>
                <a class="button quiet" href=page::RECOVERY_CODES.path>
                    {label}
                    <span class="hidden-text">" " {text::recovery_codes::TITLE}</span>
                </a>
            </div>
        </section>
        {may_switch_off.then(|| view! {
            <p class="small">
                <a class="quiet-link" href=page::SWITCH_OFF.path>{words::SWITCH_OFF}</a>
            </p>
        })}
    }
    .into_any()
}

use super::device_row::{ListState, Row};
use crate::{
    devices::api::{DeviceList, DeviceRow, DiscardDevice, ReadDevices, RenameDevice},
    form::{alert::FormAlert, read::read, use_form},
    page,
    shell::{
        address::{use_changes, use_query},
        head::PageHead,
        load::signed_in_page,
    },
    text::text,
    ui::{Alert, AlertKind, Icon, IconName, Live},
    wire::Viewer,
};
use leptos::prelude::*;
use terms::limits;

/// The device list.
#[component]
pub(crate) fn TwoFactor() -> impl IntoView {
    let rename = use_form::<RenameDevice>();
    let discard = use_form::<DiscardDevice>();
    let (renamed, discarded) = (rename.successes(), discard.successes());
    let changes = use_changes();
    let source = move || (renamed.get(), discarded.get(), changes.get());
    let data = read(source, |_| ReadDevices {});
    let rename_of = use_query("rename");
    // Without scripts a rejected name returns to the page without its query, so the device is read from the replay.
    let refused = Some(rename.typed("id")).filter(|id| !id.is_empty());
    let renaming = Memo::new(move |_| rename_of.get().or_else(|| refused.clone()));
    // The error of one device's new name must not show at another device.
    Effect::new(move |before: Option<()>| {
        renaming.track();
        if before.is_some() {
            rename.forget();
        }
    });
    let state = ListState {
        rename,
        discard,
        new: use_query("new"),
        renaming,
    };
    let render = move |viewer, list| view! { <Content viewer=viewer list=list state=state.clone() /> }.into_any();
    signed_in_page(page::TWO_FACTOR, data, render)
}

#[component]
fn Content(viewer: Viewer, list: DeviceList, state: ListState) -> AnyView {
    let words = text().two_factor();
    let on = viewer.two_factor_since;
    let lead = match on {
        None => words.lead_off(),
        Some(_) if viewer.repair && !list.devices.is_empty() => words.repair_help(),
        Some(_) => words.lead_on(),
    };
    let may_add = !list.devices.is_empty() && !list.full;
    let may_rename = !viewer.repair;
    let may_switch_off = on.is_some() && !viewer.repair;
    let rows = list.devices.clone();
    let error = state.discard.error;
    view! {
        <PageHead title=page::TWO_FACTOR.title() lead=lead viewer=viewer>{may_add.then(add_link)}</PageHead>
        <div class="stack">
            <FormAlert error=error />
            <TwoFactorStatus on=on list=list.clone() new=state.new />
            <div class="live" aria-live="polite" inner_html=list.enrolments.clone()></div>
            {if rows.is_empty() {
                view! { <Empty /> }.into_any()
            } else {
                view! { <Rows rows=rows state=state may_rename=may_rename may_switch_off=may_switch_off /> }.into_any()
            }}
            {on.is_some().then(|| view! { <RecoverySummary codes_left=list.codes_left may_switch_off=may_switch_off /> })}
        </div>
    }
    .into_any()
}

fn add_link() -> impl IntoView {
    let words = text().two_factor();
    view! {
        <a class="button" href=page::NEW_DEVICE.path>
            <Icon name=IconName::Plus />
            {words.add()}
        </a>
    }
}

/// The state of two-factor: just switched on, on, or on without a device.
#[component]
fn TwoFactorStatus(on: Option<i64>, list: DeviceList, new: Memo<Option<String>>) -> AnyView {
    let words = text().two_factor();
    let Some(since) = on else { return ().into_any() };
    if !list.usable {
        return view! {
            <Alert kind=AlertKind::Warn title=words.no_device().0>
                <p>{words.no_device().1}</p>
            </Alert>
        }
        .into_any();
    }
    let since = words.on_since(&text().date(since));
    let title = move || {
        let fresh = list
            .devices
            .iter()
            .filter(|row| row.is_confirmed())
            .find(|row| Some(&row.id) == new.get().as_ref());
        fresh.map_or_else(
            || (since.clone(), Live::Off),
            |row| (words.added(&row.name), Live::Polite),
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
    let words = text().two_factor();
    view! {
        <section class="card empty">
            <span class="icon-box accent">
                <Icon name=IconName::Phone />
            </span>
            <h2>{words.empty().0}</h2>
            <p>{words.empty().1}</p>
            {add_link()}
        </section>
    }
    .into_any()
}

#[component]
fn Rows(rows: Vec<DeviceRow>, state: ListState, may_rename: bool, may_switch_off: bool) -> AnyView {
    let words = text().two_factor();
    let rows = rows
        .into_iter()
        .map(|row| view! { <Row row=row state=state.clone() may_rename=may_rename /> })
        .collect_view();
    view! {
        <ul class="card rows" aria-label=words.devices()>
            {rows}
        </ul>
        <p class="small faint">
            {words.most()} {may_switch_off.then(|| view! { " " <a href=page::COLLEAGUE.path>{words.colleague()}</a> })}
        </p>
    }
    .into_any()
}

/// The number of unused recovery codes, and the link to *Switch off*.
#[component]
fn RecoverySummary(codes_left: u32, may_switch_off: bool) -> AnyView {
    let home = text().home();
    let recovery_codes = text().recovery_codes();
    let words = text().two_factor();
    let label = if codes_left <= limits::RECOVERY_CODES_FEW {
        home.make_new()
    } else {
        home.manage()
    };
    view! {
        <section class="card">
            <div class="setting">
                <div>
                    <h2>{recovery_codes.title()}</h2>
                    <p>{recovery_codes.left(codes_left)}</p>
                </div>
                <a class="button quiet" href=page::RECOVERY_CODES.path>
                    {label}
                    <span class="hidden-text">" " {recovery_codes.title()}</span>
                </a>
            </div>
        </section>
        {may_switch_off.then(|| view! {
            <p class="small">
                <a class="quiet-link" href=page::SWITCH_OFF.path>{words.switch_off()}</a>
            </p>
        })}
    }
    .into_any()
}

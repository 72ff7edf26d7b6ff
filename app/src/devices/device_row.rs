use super::{discard::DiscardForm, list::ListState, rename::RenameForm};
use crate::{
    devices::api::{DeviceRow, DeviceStatus, LastUse},
    page,
    text::two_factor as words,
    ui::{Chip, ChipKind, Icon, IconName, Menu, Time},
};
use leptos::prelude::*;
use terms::Purpose;

/// A device in the list.
#[component]
pub(super) fn Row(row: DeviceRow, state: ListState, may_rename: bool) -> AnyView {
    let id = row.id.clone();
    let new = state.new;
    let fresh = {
        let id = id.clone();
        move || new.with(|new| new.as_ref() == Some(&id))
    };
    let renaming = state.renaming;
    let renamed = {
        let (id, name) = (id.clone(), row.name.clone());
        move || {
            let open = may_rename && renaming.with(|renaming| renaming.as_ref() == Some(&id));
            open.then(|| view! { <RenameForm id=id.clone() name=name.clone() form=state.rename /> })
        }
    };
    let confirmed = matches!(row.status, DeviceStatus::Confirmed { .. });
    let (chip, used) = match row.status {
        DeviceStatus::Confirmed { last_use, .. } => {
            let used = view! { <div class="used detail">{last_used(last_use)}</div> };
            ((ChipKind::Good, words::CONFIRMED), used.into_any())
        }
        DeviceStatus::Pending { expires_at, here } => {
            let used = view! { <Unfinished id=id.clone() expires_at=expires_at here=here form=state.discard /> };
            ((ChipKind::Warn, words::PENDING), used.into_any())
        }
    };
    view! {
        <li class:fresh=fresh>
            <span class="icon-box">
                <Icon name=IconName::Phone />
            </span>
            <div>
                <b class="title" dir="auto">{row.name.clone()}</b>
                <span class="detail">{words::ADDED} " " <Time at=row.added_at /></span>
            </div>
            <div class="status">
                <Chip kind=chip.0 text=chip.1 />
            </div>
            {used}
            {confirmed.then(|| view! { <Actions id=id name=row.name may_rename=may_rename /> })}
            {renamed}
        </li>
    }
    .into_any()
}

/// When, for what and from where.
fn last_used(last: Option<LastUse>) -> AnyView {
    let Some(last) = last else {
        return words::NEVER_USED.into_any();
    };
    let purpose = match last.purpose {
        Purpose::SetUp => words::PROVED_SET_UP,
        Purpose::SignIn => words::PROVED_SIGN_IN,
        Purpose::StepUp => words::PROVED_STEP_UP,
    };
    view! {
        {words::LAST_USED}
        " "
        <Time at=last.at />
        <br />
        {format!("{purpose} · {}", last.address)}
    }
    .into_any()
}

/// A device that waits for its first passcode.
#[component]
fn Unfinished(id: String, expires_at: i64, here: bool, form: crate::form::FormState) -> AnyView {
    let way_on = if here {
        let href = page::SCAN.path_of(&id);
        view! { <a class="button quiet small" href=href>{words::CONTINUE}</a> }.into_any()
    } else {
        view! { <p class="detail">{words::ELSEWHERE}</p> }.into_any()
    };
    view! {
        <div class="used stack tight">
            <div class="row">
                {way_on}
                <DiscardForm id=id form=form label=words::DISCARD class="text small" />
            </div>
            <span class="detail">{words::EXPIRES} <Time at=expires_at /></span>
        </div>
    }
    .into_any()
}

#[component]
fn Actions(id: String, name: String, may_rename: bool) -> AnyView {
    let page = page::REMOVE_DEVICE.path_of(&id);
    let rename = format!("{}?rename={id}", page::TWO_FACTOR.path);
    view! {
        <Menu label=words::more(&name)>
            {may_rename.then(|| view! {
                <a class="item" href=rename data-noscroll="">
                    <Icon name=IconName::Pencil />
                    {words::RENAME}
                </a>
            })}
            <a class="item" href=format!("{page}?lost=true")>
                <Icon name=IconName::Phone />
                {words::LOST}
            </a>
            <a class="item danger" href=page.clone()>
                <Icon name=IconName::Trash />
                {words::REMOVE}
            </a>
        </Menu>
    }
    .into_any()
}

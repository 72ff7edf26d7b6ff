use super::{discard::DiscardForm, rename::RenameForm};
use crate::{
    devices::api::{DeviceRow, DeviceStatus, LastUse},
    form::FormState,
    page,
    text::text,
    ui::{Chip, ChipKind, Icon, IconName, TimeIn, client},
};
use leptos::{html::Details, prelude::*};
use terms::Purpose;

/// The forms of the list, and the state in its query.
#[derive(Clone)]
pub(super) struct ListState {
    /// The form of the row that is renamed.
    pub rename: FormState,
    /// The form of pending rows.
    pub discard: FormState,
    /// The device that was just confirmed.
    pub new: Memo<Option<String>>,
    /// The device that is being renamed.
    pub renaming: Memo<Option<String>>,
}

/// A device in the list.
#[component]
pub(super) fn Row(row: DeviceRow, state: ListState, may_rename: bool) -> AnyView {
    let words = text().two_factor();
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
    let confirmed = row.is_confirmed();
    let (chip, used) = match row.status {
        DeviceStatus::Confirmed { last_use, .. } => {
            let used = view! { <div class="used detail">{last_used(last_use)}</div> };
            let chip = match row.ended {
                true => (ChipKind::Warn, words.ended()),
                false => (ChipKind::Good, words.confirmed()),
            };
            (chip, used.into_any())
        }
        DeviceStatus::Pending { expires_at, here } => {
            let used = view! { <PendingDevice id=id.clone() expires_at=expires_at here=here form=state.discard /> };
            ((ChipKind::Warn, words.pending()), used.into_any())
        }
    };
    view! {
        <li class:fresh=fresh>
            <span class="icon-box">
                <Icon name=IconName::Phone />
            </span>
            <div>
                <b class="title" dir="auto" translate="no">{row.name.clone()}</b>
                // The server makes it, so that the client need not know what it says.
                <span class="detail" dir="auto" inner_html=row.about></span>
                <span class="detail"><TimeIn words=words.added_at() at=row.added_at /></span>
            </div>
            <div class="status">
                <Chip kind=chip.0 text=chip.1 />
            </div>
            {used}
            {confirmed.then(|| view! { <Actions id=id name=row.name own=row.own may_rename=may_rename /> })}
            {renamed}
        </li>
    }
    .into_any()
}

/// The time, purpose and network address of the last use.
fn last_used(last: Option<LastUse>) -> AnyView {
    let words = text().two_factor();
    let Some(last) = last else {
        return words.never_used().into_any();
    };
    let purpose = match last.purpose {
        Purpose::SetUp => words.proved_set_up(),
        Purpose::SignIn => words.proved_sign_in(),
        Purpose::StepUp => words.proved_step_up(),
        Purpose::Token => words.proved_token(),
        Purpose::Try => words.proved_try(),
    };
    view! {
        <TimeIn words=words.last_used() at=last.at />
        <br />
        {format!("{purpose} · {}", last.address)}
    }
    .into_any()
}

/// A device that waits for its first passcode.
#[component]
fn PendingDevice(id: String, expires_at: i64, here: bool, form: FormState) -> AnyView {
    let words = text().two_factor();
    let way_on = if here {
        let href = page::SCAN.path_of(&id);
        view! { <a class="button quiet small" href=href>{words.go_on()}</a> }.into_any()
    } else {
        view! { <p class="detail">{words.elsewhere()}</p> }.into_any()
    };
    view! {
        <div class="used stack tight">
            <div class="row">
                {way_on}
                <DiscardForm id=id form=form label=words.discard() class="text small" />
            </div>
            <span class="detail"><TimeIn words=words.expires() at=expires_at /></span>
        </div>
    }
    .into_any()
}

#[component]
fn Actions(id: String, name: String, own: bool, may_rename: bool) -> AnyView {
    let words = text().two_factor();
    let page = page::REMOVE_DEVICE.path_of(&id);
    let replace = page::REPLACE_DEVICE.path_of(&id);
    let rename = format!("{}?rename={id}", page::TWO_FACTOR.path);
    view! {
        <Menu label=words.more(&name)>
            {may_rename.then(|| view! {
                <a class="item" href=rename data-noscroll="">
                    <Icon name=IconName::Pencil />
                    {words.rename()}
                </a>
            })}
            {own.then(|| view! {
                <a class="item" href=replace>
                    <Icon name=IconName::Plus />
                    {words.replace()}
                </a>
            })}
            <a class="item" href=format!("{page}?lost=true")>
                <Icon name=IconName::Phone />
                {words.lost()}
            </a>
            <a class="item danger" href=page.clone()>
                <Icon name=IconName::Trash />
                {words.remove()}
            </a>
        </Menu>
    }
    .into_any()
}

/// A menu of actions; it opens without scripts, and scripts close it on a click outside.
#[component]
fn Menu(
    /// The label for screen readers, such as "More for My phone".
    #[prop(into)]
    label: String,
    children: Children,
) -> AnyView {
    let menu = NodeRef::<Details>::new();
    client::close_when_left(menu);
    view! {
        <details class="menu more" node_ref=menu>
            <summary aria-label=label>
                <Icon name=IconName::More />
            </summary>
            <div class="list">{children()}</div>
        </details>
    }
    .into_any()
}

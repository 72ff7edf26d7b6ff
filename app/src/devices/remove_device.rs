//! Removing a device, lost or not. A served page, because its form needs no help while it is filled in.

use super::{
    api::{DeviceRow, DeviceStatus, DiscardDevice, RemoveDevice as Remove},
    discard::DiscardForm,
    server,
};
use crate::{
    api_keys::NoCover,
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::text,
    ui::{Alert, AlertKind, Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{api_keys::key::KeyOfMember, sessions::rights::UseCase};
use leptos::prelude::*;
use terms::{RenewalKind, SessionKind};

/// What the page shows.
struct Data {
    device: DeviceRow,
    /// Whether it is the last device that the member can step up with, whose removal is *Switch off*.
    last: bool,
    /// Whether the removal ends this session, in which the device was the last second factor used.
    ends_session: bool,
    /// Unused recovery codes.
    codes_left: u32,
    asks: Asks,
    /// Whether a colleague carries it, who knows the password.
    colleagues: bool,
    /// The keys that are not covered any more if two-factor is off, and whether the account's switch still covers them.
    keys: Vec<KeyOfMember>,
    every_call: bool,
}

/// The kind of removal, which decides the page's text and the form's fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Removal {
    Plain,
    Lost,
    LostLast,
    SwitchOff,
}

/// A removal in a repair session counts as that of a lost device, because two-factor stays on.
const fn kind_of(lost: bool, last: bool, repair: bool) -> Removal {
    match (lost || repair, last) {
        (true, true) => Removal::LostLast,
        (true, false) => Removal::Lost,
        (false, true) => Removal::SwitchOff,
        (false, false) => Removal::Plain,
    }
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadDevices).await?;
    let device = service.device(&who, &address::param()).await?;
    let list = service.devices(&who).await?;
    let data = Data {
        last: list.is_last(&device, who.now),
        ends_session: who.session.proved_by(&device.id),
        codes_left: list.codes_left,
        asks: wire::asks(&service, &who, UseCase::RemoveDevice),
        keys: service.usable_keys(&who).await?,
        every_call: who.member.is_covered_by_account(),
        colleagues: device.holder.is_some() && who.session.kind == SessionKind::Full,
        device: server::row(&device, &who),
    };
    let form = use_form::<Remove>();
    // A failed form returns to the page without its query, so `lost` is also read from the replay.
    let lost = address::query("lost").as_deref() == Some("true") || form.typed("lost") == "true";
    let words = text();
    let title = if lost {
        words.removal().lost_title()
    } else {
        words.remove().title()
    };
    let content = |viewer: Viewer| {
        let kind = kind_of(lost, data.last, viewer.repair);
        view! { <Content title=title viewer=viewer data=data kind=kind form=form /> }.into_any()
    };
    Ok(served(wire::viewer(&who), title, content))
}

#[component]
fn Content(title: &'static str, viewer: Viewer, mut data: Data, kind: Removal, form: FormState) -> AnyView {
    let words = text().removal();
    let name = data.device.name.clone();
    if matches!(data.device.status, DeviceStatus::Pending { .. }) {
        return view! { <Pending title=title viewer=viewer data=data /> }.into_any();
    }
    let keys = std::mem::take(&mut data.keys);
    let lead = match kind {
        Removal::Plain | Removal::SwitchOff => words.lead(&name),
        Removal::Lost | Removal::LostLast => words.lost_lead(&name),
    };
    let warning = match kind {
        Removal::SwitchOff => Some((text().remove().last().0, text().remove().last().1.to_owned())),
        Removal::LostLast if data.ends_session => Some((words.lost_last().0, words.lost_own(data.codes_left))),
        Removal::LostLast => Some((words.lost_last().0, words.lost_last().1.to_owned())),
        Removal::Plain | Removal::Lost => None,
    };
    view! {
        <PageHead title=title lead=lead viewer=viewer />
        <Card>
            {warning.map(|(title, text)| view! { <Alert kind=AlertKind::Warn title=title><p>{text}</p></Alert> })}
            {(kind == Removal::SwitchOff).then(|| view! { <NoCover keys=keys every_call=data.every_call /> })}
            <FormAlert error=form.error />
            <RemovalFields data=data kind=kind form=form />
        </Card>
    }
    .into_any()
}

#[component]
fn RemovalFields(data: Data, kind: Removal, form: FormState) -> AnyView {
    let words = text().removal();
    let frame = text().frame();
    let lost = matches!(kind, Removal::Lost | Removal::LostLast);
    let label = match kind {
        Removal::Plain => words.button(),
        Removal::SwitchOff => words.last_button(),
        Removal::Lost | Removal::LostLast => words.lost_button(),
    };
    let lost_page = page::REMOVE_DEVICE.path_of(&data.device.id) + "?lost=true";
    view! {
        <PostForm form=form>
            <div class="stack">
                <input type="hidden" name="id" value=data.device.id />
                {lost.then(|| view! { <input type="hidden" name="lost" value="true" /> })}
                {(kind == Removal::SwitchOff).then(|| view! { <input type="hidden" name="switch_off" value="true" /> })}
                {data.colleagues.then(|| view! { <Renewals form=form /> })}
                <StepUpFields asks=data.asks error=form.error id="remove" passcode_hint=words.passcode_hint() />
                <div class="row">
                    <SubmitButton label=label pending=form.pending class="danger" />
                    <a class="button text" href=page::TWO_FACTOR.path>{frame.cancel()}</a>
                </div>
            </div>
        </PostForm>
        {data.asks.passcode.then(|| view! { <p class="small lead">{words.no_passcode()}</p> })}
        {(kind == Removal::SwitchOff).then(|| view! {
            <p class="small lead">
                {words.lost_instead()} " " <a href=lost_page>{words.lost_title()}</a> "."
            </p>
        })}
    }
    .into_any()
}

/// What to renew, because a colleague may know it: proposed until the form came back with another choice.
#[component]
fn Renewals(form: FormState) -> AnyView {
    let words = text().colleagues();
    let before = form.typed("id").is_empty().then_some(true);
    let chosen = form.typed_all("renew[]");
    let box_of = |kind: RenewalKind, label: &'static str| {
        let kind = kind.as_str();
        let checked = before.unwrap_or_else(|| chosen.iter().any(|chosen| chosen == kind));
        view! {
            <label class="check">
                <input type="checkbox" name="renew[]" value=kind checked=checked />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{words.renew()}</legend>
            <p class="hint">{words.renew_hint()}</p>
            {box_of(RenewalKind::Password, words.renew_password())}
            {box_of(RenewalKind::RecoveryCodes, words.renew_codes())}
        </fieldset>
    }
    .into_any()
}

/// The page of a pending device, which is discarded.
#[component]
fn Pending(title: &'static str, viewer: Viewer, data: Data) -> AnyView {
    let words = text().removal();
    let two_factor = text().two_factor();
    let frame = text().frame();
    let form = use_form::<DiscardDevice>();
    view! {
        <PageHead title=title lead=words.pending() viewer=viewer />
        <Card>
            <FormAlert error=form.error />
            <div class="row">
                <DiscardForm id=data.device.id form=form label=two_factor.discard() class="danger" />
                <a class="button text" href=page::TWO_FACTOR.path>{frame.cancel()}</a>
            </div>
        </Card>
    }
    .into_any()
}

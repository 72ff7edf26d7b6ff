use super::discard::DiscardForm;
use crate::{
    devices::api::{DeviceStatus, DiscardDevice, ReadRemoval, RemovalForm, RemoveDevice as Remove},
    form::{FormState, PostForm, alert::FormAlert, read::read, step_up::StepUpFields, use_form},
    page,
    shell::{
        address::{use_param, use_query},
        head::PageHead,
        load::titled_page,
        title::set_title,
    },
    text::text,
    ui::{Alert, AlertKind, Card, SubmitButton},
    wire::Viewer,
};
use leptos::prelude::*;

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

/// Removing a device, lost or not.
#[component]
pub(crate) fn RemoveDevice() -> impl IntoView {
    let words = text().remove();
    let (param, query) = (use_param(), use_query("lost"));
    let form = use_form::<Remove>();
    // Without scripts a failed form returns to the page without its query, so `lost` is read from the replay.
    let refused = form.typed("lost") == "true";
    let lost = Memo::new(move |_| refused || query.with(|lost| lost.as_deref() == Some("true")));
    let id = move || param.get().unwrap_or_default();
    // `lost` is part of the source, so that the page is rendered again when it changes.
    let data = read(move || (id(), lost.get()), |(id, _)| ReadRemoval { id });
    let title = move || {
        if lost.get_untracked() {
            words.lost_title()
        } else {
            words.title()
        }
    };
    let render = move |viewer: Viewer, removal: RemovalForm| {
        let (lost, title) = (lost.get_untracked(), title());
        let kind = kind_of(lost, removal.last, viewer.repair);
        view! { <Content title=title viewer=viewer removal=removal kind=kind form=form /> }.into_any()
    };
    titled_page(page::REMOVE_DEVICE, title(), data, render)
}

#[component]
fn Content(title: &'static str, viewer: Viewer, removal: RemovalForm, kind: Removal, form: FormState) -> AnyView {
    let words = text().remove();
    let name = removal.device.name.clone();
    if matches!(removal.device.status, DeviceStatus::Pending { .. }) {
        return view! { <Pending title=title viewer=viewer removal=removal /> }.into_any();
    }
    let lead = match kind {
        Removal::Plain | Removal::SwitchOff => words.lead(&name),
        Removal::Lost | Removal::LostLast => words.lost_lead(&name),
    };
    let warning = match kind {
        Removal::SwitchOff => Some((words.last().0, words.last().1.to_owned())),
        Removal::LostLast if removal.ends_session => Some((words.lost_last().0, words.lost_own(removal.codes_left))),
        Removal::LostLast => Some((words.lost_last().0, words.lost_last().1.to_owned())),
        Removal::Plain | Removal::Lost => None,
    };
    set_title(title);
    view! {
        <PageHead title=title lead=lead viewer=viewer />
        <Card>
            {warning.map(|(title, text)| view! { <Alert kind=AlertKind::Warn title=title><p>{text}</p></Alert> })}
            <FormAlert error=form.error />
            <RemovalFields removal=removal kind=kind form=form />
        </Card>
    }
    .into_any()
}

#[component]
fn RemovalFields(removal: RemovalForm, kind: Removal, form: FormState) -> AnyView {
    let words = text().remove();
    let frame = text().frame();
    let lost = matches!(kind, Removal::Lost | Removal::LostLast);
    let label = match kind {
        Removal::Plain => words.button(),
        Removal::SwitchOff => words.last_button(),
        Removal::Lost | Removal::LostLast => words.lost_button(),
    };
    let lost_page = page::REMOVE_DEVICE.path_of(&removal.device.id) + "?lost=true";
    view! {
        <PostForm form=form>
            <div class="stack">
                <input type="hidden" name="id" value=removal.device.id />
                {lost.then(|| view! { <input type="hidden" name="lost" value="true" /> })}
                {(kind == Removal::SwitchOff).then(|| view! { <input type="hidden" name="switch_off" value="true" /> })}
                <StepUpFields asks=removal.asks error=form.error id="remove" passcode_hint=words.passcode_hint() />
                <div class="row">
                    <SubmitButton label=label pending=form.pending class="danger" />
                    <a class="button text" href=page::TWO_FACTOR.path>{frame.cancel()}</a>
                </div>
            </div>
        </PostForm>
        {removal.asks.passcode.then(|| view! { <p class="small lead">{words.no_passcode()}</p> })}
        {(kind == Removal::SwitchOff).then(|| view! {
            <p class="small lead">
                {words.lost_instead()} " " <a href=lost_page>{words.lost_title()}</a> "."
            </p>
        })}
    }
    .into_any()
}

/// The page of a pending device, which is discarded.
#[component]
fn Pending(title: &'static str, viewer: Viewer, removal: RemovalForm) -> AnyView {
    let words = text().remove();
    let two_factor = text().two_factor();
    let frame = text().frame();
    let form = use_form::<DiscardDevice>();
    view! {
        <PageHead title=title lead=words.pending() viewer=viewer />
        <Card>
            <FormAlert error=form.error />
            <div class="row">
                <DiscardForm id=removal.device.id form=form label=two_factor.discard() class="danger" />
                <a class="button text" href=page::TWO_FACTOR.path>{frame.cancel()}</a>
            </div>
        </Card>
    }
    .into_any()
}

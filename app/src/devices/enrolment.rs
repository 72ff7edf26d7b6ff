//! A colleague's device that is set up by link, as the member sees it: how far it has come, and the approval. A served page,
//! because it is opened once and then decided.

use super::add_colleague::{ApproveDevice, DiscardEnrolment, SendEnrolmentAgain};
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{
        address,
        head::PageHead,
        live::{LiveVersion, Refresh},
        served::{fragment, served},
    },
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Card, Live, SubmitButton, TimeIn},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    Service, Timestamp,
    devices::{
        device::{Device, DeviceState},
        remote::{RemoteEnrolment, Stage},
    },
    kernel::clock::MINUTE,
    live::Version,
    sessions::{SignedIn, rights::UseCase},
};
use leptos::prelude::*;
use terms::{Conflict, Rejection};

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadDevices).await?;
    let version = service.enrolment_version(&who, &address::param()).await?;
    let found = service.enrolment_of(&who, &address::param()).await?;
    let asks = wire::asks(&service, &who, UseCase::ApproveDevice);
    let content = |viewer| view! { <Content viewer=viewer found=found version=version asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::ENROLMENT.title(), content))
}

/// What the device list says about enrolments, as HTML.
pub(super) async fn list(service: &Service, who: &SignedIn, devices: &[Device]) -> Result<String, ApiError> {
    let version = service.devices_version(who).await?;
    let found = service.enrolments(who).await?;
    if found.is_empty() {
        return Ok(fragment(|| confirmed(devices, who.now)));
    }
    Ok(fragment(|| {
        let rows = found.into_iter().map(|enrolment| view! { <Row enrolment=enrolment /> });
        view! {
            <LiveVersion version=version of=page::TWO_FACTOR.path />
            <Alert kind=AlertKind::Info title=text().enrolment().list_title()>
                <ul>{rows.collect_view()}</ul>
                <Refresh href=page::TWO_FACTOR.path />
            </Alert>
        }
        .into_any()
    }))
}

/// Tells those who do not see it that a colleague's device has just been confirmed.
fn confirmed(devices: &[Device], now: Timestamp) -> AnyView {
    let fresh = devices.iter().filter_map(|device| match &device.state {
        DeviceState::Confirmed(confirmed) if confirmed.at.is_recent(now, MINUTE) => device.holder.as_ref(),
        DeviceState::Confirmed(_) | DeviceState::Pending(_) => None,
    });
    let said = fresh.map(|holder| view! { <p class="hidden-text">{text().enrolment().confirmed(&holder.name)}</p> });
    said.collect_view().into_any()
}

#[component]
fn Row(enrolment: RemoteEnrolment) -> AnyView {
    let words = text().enrolment();
    let holder = &enrolment.holder.name;
    let label = match enrolment.stage {
        Stage::Invited => words.invited(holder),
        Stage::Proved => words.proved(holder),
        Stage::Waits { .. } => words.waits(holder),
    };
    let href = page::ENROLMENT.path_of(enrolment.id.as_str());
    view! { <li dir="auto"><a href=href>{label}</a></li> }.into_any()
}

#[component]
fn Content(viewer: Viewer, found: RemoteEnrolment, version: Version, asks: Asks) -> AnyView {
    let words = text().enrolment();
    let (name, email) = (found.holder.name.as_str(), found.holder.email.as_str());
    let lead = words.page_lead(name, email);
    let id = found.id.to_string();
    let expires = text().scan().expires();
    let (at, device) = (found.expires_at.0, found.label.as_str().to_owned());
    let to_send = id.clone();
    let main = match &found.stage {
        Stage::Waits { words, .. } => {
            let own = !found.validity.sign_in_only;
            view! { <Approve id=id.clone() holder=name.to_owned() words=words.clone() own=own asks=asks /> }.into_any()
        }
        Stage::Proved => view! { <p>{words.proved_text()}</p> }.into_any(),
        Stage::Invited => view! { <p>{words.invited_text()}</p> <SendAgain id=to_send /> }.into_any(),
    };
    let again = (found.stage != Stage::Invited).then(|| (words.again_hint(name), id.clone()));
    let again = again.map(|(hint, id)| {
        view! {
            <Card>
                <p dir="auto">{hint}</p>
                <SendAgain id=id />
            </Card>
        }
    });
    let discard = use_form::<DiscardEnrolment>();
    let path = page::ENROLMENT.path_of(&id);
    let refresh = (!found.stage.waits()).then(|| view! { <Refresh href=path.clone() /> });
    view! {
        <PageHead title=page::ENROLMENT.title() lead=lead viewer=viewer />
        <div class="stack">
            <Card>
                <LiveVersion version=version of=path />
                <h2 dir="auto" translate="no">{device}</h2>
                {main}
                {refresh}
                <p class="small faint"><TimeIn words=expires at=at /></p>
            </Card>
            {again}
            <Card>
                <FormAlert error=discard.error />
                <p>{words.discard_hint()}</p>
                <PostForm form=discard>
                    <input type="hidden" name="id" value=id />
                    <SubmitButton label=words.discard() pending=discard.pending class="danger" />
                </PostForm>
            </Card>
        </div>
    }
    .into_any()
}

/// Mails the link again.
#[component]
fn SendAgain(id: String) -> AnyView {
    let form = use_form::<SendEnrolmentAgain>();
    view! {
        <FormAlert error=form.error context=AlertContext::Resend />
        <PostForm form=form>
            <input type="hidden" name="id" value=id />
            <SubmitButton label=text().sign_up().send_again() pending=form.pending class="quiet" />
        </PostForm>
    }
    .into_any()
}

/// The two words, and the approval.
#[component]
fn Approve(id: String, holder: String, words: String, own: bool, asks: Asks) -> AnyView {
    let (sentences, colleagues) = (text().enrolment(), text().colleagues());
    let form = use_form::<ApproveDevice>();
    let came_back = !form.typed("id").is_empty();
    let checked = if came_back {
        form.typed("changes_security") == "true"
    } else {
        own
    };
    // The form has no field for the name.
    let name_taken = Rejection::Conflict(Conflict::DeviceName);
    let name_taken = form
        .error
        .with(|error| error.as_ref().and_then(ApiError::rejection) == Some(&name_taken));
    let name_taken =
        name_taken.then(|| view! { <Alert kind=AlertKind::Warn title=sentences.name_taken() live=Live::AtOnce /> });
    view! {
        <p dir="auto">{sentences.waits_text(&holder)}</p>
        <p><b class="title" translate="no">{words}</b></p>
        <FormAlert error=form.error />
        {name_taken}
        <PostForm form=form>
            <div class="stack">
                <input type="hidden" name="id" value=id />
                <label class="check">
                    <input type="checkbox" name="changes_security" value="true" checked=checked />
                    <span>
                        {colleagues.changes_security()} <br />
                        <span class="small lead">{colleagues.changes_security_hint()}</span>
                    </span>
                </label>
                <StepUpFields asks=asks error=form.error id="approve" />
                <div class="row">
                    <SubmitButton label=sentences.approve() pending=form.pending />
                </div>
            </div>
        </PostForm>
    }
    .into_any()
}

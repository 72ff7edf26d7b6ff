//! *I have a new phone*: a new device takes the place of one of the member's own. A served page, because its form needs no
//! help while it is filled in.

use super::{api::ReplaceDevice, new_device::Apps};
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{
        address,
        head::PageHead,
        served::{fragment, served},
    },
    text::text,
    ui::{Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{devices::device::Device, sessions::rights::UseCase};
use leptos::prelude::*;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadDevices).await?;
    let device = service.own_device(&who, &address::param()).await?;
    let asks = wire::asks(&service, &who, UseCase::ReplaceDevice);
    let content = |viewer| view! { <Content viewer=viewer device=device asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::REPLACE_DEVICE.title(), content))
}

/// What the page of the QR code says about the device that goes, as HTML.
pub(super) fn changes(device: &str) -> String {
    fragment(|| view! { <p class="lead" dir="auto">{text().replacement().scan(device)}</p> }.into_any())
}

#[component]
fn Content(viewer: Viewer, device: Device, asks: Asks) -> AnyView {
    let (words, frame) = (text().replacement(), text().frame());
    let form = use_form::<ReplaceDevice>();
    let lead = words.lead(device.label.as_str());
    view! {
        <PageHead title=page::REPLACE_DEVICE.title() lead=lead viewer=viewer />
        <Card>
            <p>{words.then()}</p>
            <hr class="rule" />
            <Apps />
            <hr class="rule" />
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=device.id.to_string() />
                    <StepUpFields asks=asks error=form.error id="replace" passcode_hint=words.passcode_hint() />
                    <div class="row">
                        <SubmitButton label=words.button() pending=form.pending />
                        <a class="button text" href=page::TWO_FACTOR.path>{frame.cancel()}</a>
                    </div>
                </div>
            </PostForm>
            {asks.passcode.then(|| view! { <p class="small lead">{words.no_passcode()}</p> })}
        </Card>
    }
    .into_any()
}

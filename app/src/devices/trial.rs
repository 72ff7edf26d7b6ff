//! Trying a device, so that its member knows that it still works: the hint in the list, and the page with the passcode. A
//! served page, because it is opened once and then done.

use super::api::TryDevice;
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::{alert::AlertContext, text},
    ui::{Card, PasscodeInput, SubmitButton},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    devices::device::Device,
    sessions::{SignedIn, rights::UseCase},
};
use leptos::prelude::*;
use terms::{Field as At, SessionKind};

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::TryDevice).await?;
    let device = service.own_device(&who, &address::param()).await?;
    let unused = device.is_unused(who.now);
    let content = |viewer| view! { <Content viewer=viewer device=device unused=unused /> }.into_any();
    Ok(served(wire::viewer(&who), page::TRY_DEVICE.title(), content))
}

/// What the list says about a device that was not used for long. A colleague's is tried by the colleague, at a sign-in.
pub(super) fn hint(device: &Device, who: &SignedIn) -> Option<AnyView> {
    let words = text().trial();
    let may_try = device.is_own() && who.session.kind == SessionKind::Full;
    let link = may_try.then(|| {
        let href = page::TRY_DEVICE.path_of(device.id.as_str());
        view! { " " <a href=href>{words.try_it()}</a> }
    });
    device
        .is_unused(who.now)
        .then(|| view! { {words.unused()} {link} }.into_any())
}

#[component]
fn Content(viewer: Viewer, device: Device, unused: bool) -> AnyView {
    let (words, frame) = (text().trial(), text().frame());
    let form = use_form::<TryDevice>();
    let lead = words.lead(device.label.as_str());
    view! {
        <PageHead title=page::TRY_DEVICE.title() lead=lead viewer=viewer />
        <Card>
            {unused.then(|| view! { <p>{words.unused()}</p> })}
            <FormAlert error=form.error context=AlertContext::FirstPasscode />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=device.id.to_string() />
                    <PasscodeInput
                        id="try-passcode"
                        hint=words.passcode_hint()
                        error=form.error_at(At::Passcode)
                        send_when_full=false
                    />
                    <div class="row">
                        <SubmitButton label=words.button() pending=form.pending />
                        <a class="button text" href=page::TWO_FACTOR.path>{frame.cancel()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

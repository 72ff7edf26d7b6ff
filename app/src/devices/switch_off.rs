//! *Switch off*, which ends two-factor. A served page, because its form needs no help while it is filled in.

use crate::{
    api_keys::NoCover,
    devices::api::SwitchOff as Form,
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Alert, AlertKind, Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{api_keys::key::KeyOfMember, sessions::rights::UseCase};
use leptos::prelude::*;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::SwitchOff).await?;
    let asks = wire::asks(&service, &who, UseCase::SwitchOff);
    if who.member.must_keep_two_factor() {
        return Ok(served(wire::viewer(&who), page::SWITCH_OFF.title(), required));
    }
    let (keys, every_call) = (service.usable_keys(&who).await?, who.member.is_covered_by_account());
    let content = |viewer| view! { <Content viewer=viewer asks=asks keys=keys every_call=every_call /> }.into_any();
    Ok(served(wire::viewer(&who), page::SWITCH_OFF.title(), content))
}

/// The page where the policy requires two-factor of the viewer.
fn required(viewer: Viewer) -> AnyView {
    let (title, about) = text().policy_errors().required();
    view! {
        <PageHead title=page::SWITCH_OFF.title() lead="" viewer=viewer />
        <Card>
            <Alert kind=AlertKind::Info title=title>
                <p>{about}</p>
            </Alert>
            <div class="row">
                <a class="button" href=page::TWO_FACTOR.path>{text().switch_off().back()}</a>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Content(viewer: Viewer, asks: Asks, keys: Vec<KeyOfMember>, every_call: bool) -> AnyView {
    let words = text().switch_off();
    let form = use_form::<Form>();
    if viewer.two_factor_since.is_none() {
        return view! {
            <PageHead title=page::SWITCH_OFF.title() lead="" viewer=viewer />
            <Card>
                <Alert kind=AlertKind::Info title=words.off_already() />
                <div class="row">
                    <a class="button" href=page::TWO_FACTOR.path>{words.back()}</a>
                </div>
            </Card>
        }
        .into_any();
    }
    view! {
        <PageHead title=page::SWITCH_OFF.title() lead=words.lead() viewer=viewer />
        <Card>
            <NoCover keys=keys every_call=every_call />
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <StepUpFields asks=asks error=form.error id="switch-off" passcode_hint=words.passcode_hint() />
                    <div class="row">
                        <SubmitButton label=words.button() pending=form.pending class="danger" />
                        <a class="button text" href=page::TWO_FACTOR.path>{words.keep()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

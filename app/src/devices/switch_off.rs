use crate::{
    devices::api::{ReadSwitchOff, SwitchOff as Form},
    form::{PostForm, alert::FormAlert, read::read, step_up::StepUpFields, use_form},
    page,
    shell::{head::PageHead, load::signed_in_page},
    text::text,
    ui::{Alert, AlertKind, Card, SubmitButton},
    wire::{Asks, Viewer},
};
use leptos::prelude::*;

/// *Switch off*, which ends two-factor.
#[component]
pub(crate) fn SwitchOff() -> impl IntoView {
    let data = read(|| (), |()| ReadSwitchOff {});
    let render = |viewer, asks| view! { <Content viewer=viewer asks=asks /> }.into_any();
    signed_in_page(page::SWITCH_OFF, data, render)
}

#[component]
fn Content(viewer: Viewer, asks: Asks) -> AnyView {
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

//! *New app*.

use super::{
    api::AddApp,
    form::{Fields, Named, Values},
};
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;
use terms::Rejection;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApps).await?;
    if !who.member.manages_team() {
        return Err(Rejection::NotFound.into());
    }
    let asks = wire::asks(&service, &who, UseCase::AddApp);
    let form = use_form::<AddApp>();
    let values = Values::blank().or_typed(&form);
    let named = values.named(&form, (&service, &who)).await?;
    let content = |viewer| view! { <Content viewer=viewer values=values named=named asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::NEW_APP.title(), content))
}

#[component]
fn Content(viewer: Viewer, values: Values, named: Named, asks: Asks) -> AnyView {
    let (words, frame) = (text().clients(), text().frame());
    let form = use_form::<AddApp>();
    view! {
        <PageHead title=page::NEW_APP.title() lead=words.new_lead() viewer=viewer />
        <Card>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <Fields values=values form=form named=named />
                    <StepUpFields asks=asks error=form.error id="add-app" />
                    <div class="row">
                        <SubmitButton label=words.add() pending=form.pending />
                        <a class="button text" href=page::APPS.path>{frame.cancel()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

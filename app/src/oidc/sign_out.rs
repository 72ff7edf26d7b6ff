//! *Sign out*, because an app asks for it. A served page, because a browser comes here from an app and goes back there.

use super::decisions::SignOutForApp;
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::text,
    ui::{Card, SubmitButton},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (_, who) = wire::signed_in(UseCase::PassToApps).await?;
    // Read again once the person has pressed the button, so it may say anything here.
    let request = address::query("request").unwrap_or_default();
    let content = |viewer| view! { <Content viewer=viewer request=request /> }.into_any();
    Ok(served(wire::viewer(&who), page::SIGN_OUT_FOR_APP.title(), content))
}

#[component]
fn Content(viewer: Viewer, request: String) -> AnyView {
    let words = text().consent();
    let form = use_form::<SignOutForApp>();
    view! {
        <PageHead title=words.sign_out_heading() lead=words.sign_out_lead() viewer=viewer />
        <Card>
            <FormAlert error=form.error />
            <div class="row">
                <PostForm form=form>
                    <input type="hidden" name="request" value=request />
                    <SubmitButton label=words.sign_out() pending=form.pending />
                </PostForm>
                <a class="button quiet" href=page::HOME.path>{words.stay()}</a>
            </div>
        </Card>
    }
    .into_any()
}

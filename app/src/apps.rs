//! *Confirm that it is you*: an application wants a second factor that was proved a moment ago, or an app a fresh sign-in. A
//! served page, because a browser comes here from another host and goes back there.

use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    oidc::CONTINUE,
    page,
    shell::{head::PageHead, served::served},
    sign_in::next_of,
    text::text,
    ui::{Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, fields::Form, secret::Secret, server as wire, ssr},
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;

/// Proves password and second factor again, and leads to `next`.
#[server(prefix = "/ui", endpoint = "apps/prove-again", input = Form)]
pub(crate) async fn prove_again(
    password: Secret,
    #[server(default)] passcode: Secret,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ProveAgain).await?;
    wire::stepped_up(&service, who, &password, &passcode).await?;
    ssr::redirect(&next);
    Ok(())
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ProveAgain).await?;
    let asks = wire::asks(&service, &who, UseCase::ProveAgain);
    let content = |viewer| view! { <Content viewer=viewer asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::PROVE_AGAIN.title(), content))
}

#[component]
fn Content(viewer: Viewer, asks: Asks) -> AnyView {
    let words = text().apps();
    let head = move |lead, viewer| view! { <PageHead title=page::PROVE_AGAIN.title() lead=lead viewer=viewer /> };
    let form = use_form::<ProveAgain>();
    let next = next_of(&form);
    let no_factor = viewer.two_factor_since.is_none();
    // An app that takes less is content with the password; it would not lead here for a second factor that is missing.
    if no_factor && !next.starts_with(CONTINUE) {
        let (title, about) = words.no_two_factor();
        return view! {
            {head(title, viewer)}
            <Card>
                <p>{about}</p>
                <div class="row">
                    <a class="button" href=page::NEW_DEVICE.path>{words.set_up()}</a>
                </div>
            </Card>
        }
        .into_any();
    }
    let lead = if no_factor { words.lead_password() } else { words.lead() };
    view! {
        {head(lead, viewer)}
        <Card>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="next" value=next />
                    <StepUpFields
                        asks=asks
                        error=form.error
                        id="prove"
                        password_hint=""
                        passcode_hint=words.passcode_hint()
                        autofocus=true
                    />
                    <div class="row">
                        <SubmitButton label=words.button() pending=form.pending />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

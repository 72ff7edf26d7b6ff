//! *Remove member*: what ends, and what becomes of the API keys.

use super::api::{MOVE, RemoveMember};
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::text,
    ui::{Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{sessions::rights::UseCase, team::RemovalPreview};
use leptos::prelude::*;
use terms::Rejection;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadTeam).await?;
    if !who.member.manages_team() {
        return Err(Rejection::NotFound.into());
    }
    let preview = service.removal_preview(&who, &address::param()).await?;
    let asks = wire::asks(&service, &who, UseCase::RemoveMember);
    let content = |viewer| view! { <Content viewer=viewer preview=preview asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::REMOVE_MEMBER.title(), content))
}

#[component]
fn Content(viewer: Viewer, preview: RemovalPreview, asks: Asks) -> AnyView {
    let words = text().team();
    let form = use_form::<RemoveMember>();
    let member = &preview.found.member;
    let (id, lead) = (member.id.to_string(), words.remove_lead(&member.name));
    let back = page::TEAM_MEMBER.path_of(&id);
    let keys =
        (!preview.keys.is_empty()).then(|| view! { <Keys names=preview.keys.clone() chosen=form.typed("keys") /> });
    view! {
        <PageHead title=page::REMOVE_MEMBER.title() lead=lead viewer=viewer />
        <Card>
            <Ends preview=preview />
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=id />
                    {keys}
                    <StepUpFields asks=asks error=form.error id="remove" />
                    <div class="row">
                        <SubmitButton label=words.remove_button() pending=form.pending class="danger" />
                        <a class="button text" href=back>{words.keep()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// What ends with a member.
#[component]
pub(super) fn Ends(preview: RemovalPreview) -> AnyView {
    let words = text().team();
    let sessions = u32::try_from(preview.sessions).unwrap_or(u32::MAX);
    view! {
        <div class="stack tight">
            <h2>{words.ends()}</h2>
            <ul class="bullets">
                <li>{words.ends_sessions(sessions)}</li>
                <li>{words.ends_devices(preview.found.devices)}</li>
                <li>{words.ends_codes(preview.found.codes_left)}</li>
            </ul>
        </div>
    }
    .into_any()
}

/// What becomes of the API keys.
#[component]
fn Keys(names: Vec<String>, chosen: String) -> AnyView {
    let words = text().team();
    let names = names.into_iter().map(|name| view! { <li dir="auto">{name}</li> });
    view! {
        <fieldset class="field" aria-describedby="keys-warning">
            <legend>{words.keys_title()}</legend>
            <ul class="bullets">{names.collect_view()}</ul>
            <label class="check">
                <input type="radio" name="keys" value="end" checked=chosen != MOVE />
                <span>{words.keys_end()}</span>
            </label>
            <label class="check">
                <input type="radio" name="keys" value=MOVE checked=chosen == MOVE />
                <span>{words.keys_move()}</span>
            </label>
            <p class="hint" id="keys-warning">{words.keys_warning()}</p>
        </fieldset>
    }
    .into_any()
}

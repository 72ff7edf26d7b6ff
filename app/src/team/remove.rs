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
    let may_move = who.member.calls_need_factor(who.now);
    let content = |viewer| view! { <Content viewer=viewer preview=preview asks=asks may_move=may_move /> }.into_any();
    Ok(served(wire::viewer(&who), page::REMOVE_MEMBER.title(), content))
}

#[component]
fn Content(
    viewer: Viewer,
    preview: RemovalPreview,
    asks: Asks,
    /// Whether programs with moved keys would need a second factor.
    may_move: bool,
) -> AnyView {
    let words = text().team();
    let form = use_form::<RemoveMember>();
    let member = &preview.found.member;
    let (id, lead) = (member.id.to_string(), words.remove_lead(&member.name));
    let back = page::TEAM_MEMBER.path_of(&id);
    let keys = (!preview.keys.is_empty())
        .then(|| view! { <Keys names=preview.keys.clone() chosen=form.typed("keys") may_move=may_move /> });
    view! {
        <PageHead title=page::REMOVE_MEMBER.title() lead=lead viewer=viewer />
        <Card>
            <Ends preview=preview keys=false />
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
pub(super) fn Ends(
    preview: RemovalPreview,
    /// Whether the API keys end, too.
    keys: bool,
) -> AnyView {
    let words = text().team();
    let sessions = u32::try_from(preview.sessions).unwrap_or(u32::MAX);
    let ending = keys && !preview.keys.is_empty();
    let names = preview
        .keys
        .into_iter()
        .map(|name| view! { <li dir="auto">{name}</li> });
    let keys = ending.then(|| {
        view! {
            <h2>{words.keys_title()}</h2>
            <ul class="bullets">{names.collect_view()}</ul>
        }
    });
    view! {
        <div class="stack tight">
            <h2>{words.ends()}</h2>
            <ul class="bullets">
                <li>{words.ends_sessions(sessions)}</li>
                <li>{words.ends_devices(preview.found.devices)}</li>
                <li>{words.ends_codes(preview.found.codes_left)}</li>
            </ul>
            {keys}
        </div>
    }
    .into_any()
}

/// What becomes of the API keys.
#[component]
fn Keys(names: Vec<String>, chosen: String, may_move: bool) -> AnyView {
    let words = text().team();
    let names = names.into_iter().map(|name| view! { <li dir="auto">{name}</li> });
    let moving = may_move.then(|| {
        view! {
            <label class="check">
                <input type="radio" name="keys" value=MOVE checked=chosen == MOVE aria-describedby="keys-warning" />
                <span>{words.keys_move()}</span>
            </label>
            <p class="hint" id="keys-warning">{words.keys_warning()}</p>
        }
    });
    let ending = !may_move || chosen != MOVE;
    view! {
        <fieldset class="field">
            <legend>{words.keys_title()}</legend>
            <ul class="bullets">{names.collect_view()}</ul>
            <label class="check">
                <input type="radio" name="keys" value="end" checked=ending />
                <span>{words.keys_end()}</span>
            </label>
            {moving}
        </fieldset>
    }
    .into_any()
}

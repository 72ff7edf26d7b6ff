//! *New API key*.

use super::api::MakeApiKey;
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Card, Choice, Field, FieldKind, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    api_keys::{
        key::LIVES,
        scope::{OperatorScopes, Scopes},
    },
    policy::rules::Policy,
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::Field as At;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApiKeys).await?;
    let asks = wire::asks(&service, &who, UseCase::MakeApiKey);
    let operators = service.settings().scopes.clone();
    let lives = lives(&who.member.policy);
    let content = |viewer| view! { <Content viewer=viewer operators=operators lives=lives asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::NEW_API_KEY.title(), content))
}

#[component]
fn Content(viewer: Viewer, operators: OperatorScopes, lives: Vec<(String, String)>, asks: Asks) -> AnyView {
    let (words, frame) = (text().api_keys(), text().frame());
    let form = use_form::<MakeApiKey>();
    view! {
        <PageHead title=page::NEW_API_KEY.title() lead=words.new_lead() viewer=viewer />
        <Card>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <Field
                        id="key-name"
                        label=words.name()
                        name="key_name"
                        kind=FieldKind::Text
                        hint=words.name_hint()
                        value=form.typed("key_name")
                        error=form.error_at(At::KeyName)
                    />
                    <ScopeBoxes
                        chosen=form.typed_all("scopes[]")
                        operators=operators
                        error=form.error_at(At::Scopes)
                    />
                    <Choice
                        name="days"
                        label=words.life()
                        chosen=chosen_life(form.typed("days"), &lives)
                        choices=lives
                        error=form.error_at(At::Life)
                    />
                    <Field
                        id="networks"
                        label=words.networks()
                        name="networks"
                        kind=FieldKind::Text
                        hint=words.networks_hint()
                        value=form.typed("networks")
                        error=form.error_at(At::Networks)
                        required=false
                    />
                    <StepUpFields asks=asks error=form.error id="make" password_hint=words.password_hint() />
                    <div class="row">
                        <SubmitButton label=words.make() pending=form.pending />
                        <a class="button text" href=page::API_KEYS.path>{frame.cancel()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// A check box for each scope.
#[component]
fn ScopeBoxes(chosen: Vec<String>, operators: OperatorScopes, error: Signal<Option<String>>) -> AnyView {
    let words = text().api_keys();
    let all = Scopes::all(&operators);
    let boxes = all.names().map(|name| {
        let checked = chosen.iter().any(|chosen| chosen == name);
        view! {
            <label class="check">
                <input type="checkbox" name="scopes[]" value=name.to_owned() checked=checked />
                <span><code>{name.to_owned()}</code> " " {super::key::about_scope(name, &operators)}</span>
            </label>
        }
    });
    let shown = error.get_untracked();
    let wrong = shown.is_some();
    let described = if wrong {
        "scopes-hint scopes-error"
    } else {
        "scopes-hint"
    };
    view! {
        <fieldset class="field" aria-describedby=described aria-invalid=wrong.then_some("true")>
            <legend>{words.scopes()}</legend>
            <p class="hint" id="scopes-hint">{words.scopes_hint()}</p>
            {boxes.collect_view()}
            <p class="error" id="scopes-error">{shown}</p>
        </fieldset>
    }
    .into_any()
}

/// The life that is chosen if none was: 90 days or, if the policy does not permit that, the longest.
fn chosen_life(typed: String, lives: &[(String, String)]) -> String {
    let usual = lives.iter().find(|(days, _)| days == "90").or(lives.last());
    match (typed.is_empty(), usual) {
        (true, Some((days, _))) => days.clone(),
        _ => typed,
    }
}

/// The lives that the policy permits.
fn lives(policy: &Policy) -> Vec<(String, String)> {
    let words = text().api_keys();
    let life = |days: &Option<i64>| match days {
        Some(days) => (days.to_string(), words.days(u32::try_from(*days).unwrap_or(u32::MAX))),
        None => ("none".to_owned(), words.forever().to_owned()),
    };
    let permitted = LIVES.iter().filter(|days| policy.permits_key_life(**days));
    permitted.map(life).collect()
}

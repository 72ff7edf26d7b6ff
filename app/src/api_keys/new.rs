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
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::Field as At;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApiKeys).await?;
    let asks = wire::asks(&service, &who, UseCase::MakeApiKey);
    let operators = service.settings().scopes.clone();
    let content = |viewer| view! { <Content viewer=viewer operators=operators asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::NEW_API_KEY.title(), content))
}

#[component]
fn Content(viewer: Viewer, operators: OperatorScopes, asks: Asks) -> AnyView {
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
                        chosen=chosen_life(form.typed("days"))
                        choices=lives()
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

/// The life that is chosen if none was: 90 days.
fn chosen_life(typed: String) -> String {
    if typed.is_empty() { "90".to_owned() } else { typed }
}

fn lives() -> Vec<(String, String)> {
    let words = text().api_keys();
    let life = |days: &Option<i64>| match days {
        Some(days) => (days.to_string(), words.days(u32::try_from(*days).unwrap_or(u32::MAX))),
        None => ("none".to_owned(), words.forever().to_owned()),
    };
    LIVES.iter().map(life).collect()
}

//! Who approves, a card of *API keys* for owners and admins.

use super::api::ChooseApprover;
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    text::text,
    ui::{Card, SubmitButton},
    wire::{Asks, error::ApiError, server as wire},
};
use domain::{
    Service,
    sessions::{SignedIn, rights::UseCase},
};
use leptos::prelude::*;

/// What the card shows.
pub(crate) struct Choice {
    second_person: bool,
    asks: Asks,
}

/// What the card shows; `None` for who may not choose, and where no action needs approval.
pub(crate) async fn choice(service: &Service, who: &SignedIn) -> Result<Option<Choice>, ApiError> {
    if !who.member.sees_team() || !service.settings().scopes.need_persons() {
        return Ok(None);
    }
    Ok(Some(Choice {
        second_person: service.wants_second_person(who).await?,
        asks: wire::asks(service, who, UseCase::ChooseApprover),
    }))
}

#[component]
pub(crate) fn Approver(choice: Choice) -> AnyView {
    let words = text().approvals();
    let form = use_form::<ChooseApprover>();
    let (now, button) = if choice.second_person {
        (words.together(), words.need_nobody_else())
    } else {
        (words.alone(), words.need_another())
    };
    let hint = text().api_keys().password_hint();
    let other = (!choice.second_person).to_string();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.approver().0}</h2>
                <p>{words.approver().1} " " {now}</p>
            </div>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="second_person" value=other />
                    <StepUpFields asks=choice.asks error=form.error id="approver" password_hint=hint />
                    <div class="row">
                        <SubmitButton label=button pending=form.pending class="quiet" />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

//! Who approves, a card of *API keys* for owners and admins.

use super::api::ChooseApprover;
use crate::{
    api_keys::{Decision, Subject},
    form::use_form,
    text::text,
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
    if !who.member.manages_team() || !service.settings().scopes.need_persons() {
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
    let (now, change, button) = match choice.second_person {
        true => (
            words.together(),
            words.need_nobody_else(),
            words.need_nobody_else_button(),
        ),
        false => (words.alone(), words.need_another(), words.need_another_button()),
    };
    let (title, about) = words.approver();
    let subject = Subject {
        id: "approver",
        title,
        now: format!("{about} {now}"),
        change,
        button: (button, choice.second_person),
        field: ("second_person", !choice.second_person),
    };
    let form = use_form::<ChooseApprover>();
    view! { <Decision subject=subject asks=choice.asks form=form /> }.into_any()
}

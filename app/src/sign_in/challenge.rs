//! Shared parts of the pages between password and second factor.

use crate::{
    form::{FormState, PostForm, use_form},
    page,
    shell::{address, refusal::ended_page},
    sign_in::api::AnotherAccount,
    text::text,
    wire::{error::ApiError, paths::with_next},
};
use leptos::prelude::*;
use terms::Rejection;

/// The path to redirect to after sign-in, from the replayed form or the query.
pub(crate) fn next_of(form: &FormState) -> String {
    let left = form.typed("next");
    if left.is_empty() {
        address::query("next").unwrap_or_default()
    } else {
        left
    }
}

/// The page of an ended challenge, which leads back to sign-in.
pub(crate) fn challenge_ended(next: &str) -> AnyView {
    ended(text().errors().challenge(), next)
}

/// The page without a challenge: it has ended, or the browser did not keep its cookie.
pub(crate) fn no_challenge(next: &str, cookie_was_lost: bool) -> AnyView {
    let errors = text().errors();
    match cookie_was_lost {
        true => ended(errors.cookie(), next),
        false => ended(errors.challenge(), next),
    }
}

fn ended((title, text): (&'static str, &'static str), next: &str) -> AnyView {
    ended_page(
        title,
        text,
        &[(with_next(page::SIGN_IN.path, next), page::SIGN_IN.title())],
    )
}

/// The state of a challenge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Open,
    Stopped,
    Ended,
}

/// The stage after this error.
pub(crate) fn stage(error: Option<&ApiError>) -> Stage {
    match error {
        Some(ApiError::Rejected(Rejection::Stopped)) => Stage::Stopped,
        Some(ApiError::Rejected(Rejection::Gone(_))) => Stage::Ended,
        _ => Stage::Open,
    }
}

/// Links below a form: the other second factor, and another account.
#[component]
pub(crate) fn WaysOut(path: String, label: &'static str) -> AnyView {
    view! {
        <div class="row apart">
            <a href=path>{label}</a>
            <OtherAccount />
        </div>
    }
    .into_any()
}

/// *Use another account*: ends the challenge.
#[component]
pub(crate) fn OtherAccount() -> AnyView {
    let passcode = text().passcode();
    let form = use_form::<AnotherAccount>();
    view! {
        <PostForm form=form>
            <button class="link">{passcode.other_account()}</button>
        </PostForm>
    }
    .into_any()
}

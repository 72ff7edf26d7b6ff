//! *Activity*, a served page.

use crate::{
    page,
    shell::{address::query, head::PageHead, served::served},
    text::text,
    ui::SubmitButton,
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (_, who) = wire::signed_in(UseCase::ReadHome).await?;
    let content = |viewer| view! { <Content viewer=viewer /> }.into_any();
    Ok(served(wire::viewer(&who), page::ACTIVITY.title(), content))
}

#[component]
fn Content(viewer: Viewer) -> AnyView {
    let words = text().activity();
    view! {
        <PageHead title=page::ACTIVITY.title() lead=words.lead() viewer=viewer />
        <Filter />
    }
    .into_any()
}

/// Chooses what is shown; the choice is in the address.
#[component]
fn Filter() -> AnyView {
    let words = text().activity();
    let chosen = query("show").unwrap_or_default();
    let choices = [
        ("", words.show_all()),
        ("sign-ins", words.show_sign_ins()),
        ("devices", words.show_devices()),
    ];
    let choices = choices
        .map(|(value, label)| view! { <option value=value selected=chosen == value>{label}</option> })
        .collect_view();
    view! {
        <form action=page::ACTIVITY.path class="card padded">
            <div class="field">
                <label for="show">{words.show()}</label>
                <select class="input" id="show" name="show">{choices}</select>
            </div>
            <div class="row">
                <SubmitButton label=words.filter() class="quiet" />
            </div>
        </form>
    }
    .into_any()
}

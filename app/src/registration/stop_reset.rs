//! The page of the link that stops a verified reset.

use super::{api::StopResetByLink, link::LinkPage};
use crate::{form::use_form, page, shell::refusal::ended_page, text::text};
use leptos::prelude::*;
use terms::LinkKind;

/// The page, whose button stops the reset.
#[component]
pub(crate) fn StopResetLink() -> impl IntoView {
    let words = text().stop_reset();
    let form = use_form::<StopResetByLink>();
    view! {
        <LinkPage
            kind=LinkKind::StopReset
            title=words.title()
            leads=vec![words.lead()]
            button=words.button()
            form=form
            ended=ended
        />
    }
}

fn ended() -> AnyView {
    ended_page(
        text().errors().link().0,
        text().stop_reset().over(),
        &[page::SIGN_IN.link()],
    )
}

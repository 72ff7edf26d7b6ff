//! The card of the next step, and the recommendation to switch two-factor on (A14), which the client shows for *Not now*.

use crate::{
    form::{FormState, PostForm},
    page,
    text::text,
    ui::{Card, Icon, IconName, SubmitButton},
};
use leptos::prelude::*;

/// What to do next, with the buttons that do it.
#[component]
pub(super) fn StepCard(
    /// Title and text.
    words: (&'static str, &'static str),
    children: Children,
) -> AnyView {
    let (title, about) = words;
    view! {
        <Card>
            <div class="row top">
                <span class="icon-box accent">
                    <Icon name=IconName::ShieldCheck />
                </span>
                <div class="stack tight">
                    <h2>{title}</h2>
                    <p class="lead">{about}</p>
                </div>
            </div>
            <div class="row">{children()}</div>
        </Card>
    }
    .into_any()
}

/// The recommendation.
#[component]
pub(super) fn Protect(not_now: FormState) -> AnyView {
    let words = text().home();
    view! {
        <StepCard words=words.protect()>
            <a class="button" href=page::NEW_DEVICE.path>{words.protect_button()}</a>
            <PostForm form=not_now>
                <SubmitButton label=words.not_now() pending=not_now.pending class="text" />
            </PostForm>
        </StepCard>
    }
    .into_any()
}

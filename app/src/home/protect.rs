//! The recommendation to switch two-factor on (A14), which the client shows for *Not now*.

use crate::{
    form::{FormState, PostForm},
    page,
    text::text,
    ui::{Card, Icon, IconName, SubmitButton},
};
use leptos::prelude::*;

/// The card.
#[component]
pub(super) fn Protect(not_now: FormState) -> AnyView {
    let words = text().home();
    let (title, about) = words.protect();
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
            <div class="row">
                <a class="button" href=page::NEW_DEVICE.path>{words.protect_button()}</a>
                <PostForm form=not_now>
                    <SubmitButton label=words.not_now() pending=not_now.pending class="text" />
                </PostForm>
            </div>
        </Card>
    }
    .into_any()
}

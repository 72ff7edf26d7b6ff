use crate::text::new_device as words;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// Where to get an authenticator app.
#[component]
pub(super) fn Apps() -> AnyView {
    view! {
        <div class="stack tight">
            <h2>{words::APP_TITLE}</h2>
            <p class="lead">{words::APP_GOOGLE}</p>
            <div class="row">
                <Store href=words::PLAY_STORE_URL name=words::PLAY_STORE />
                <Store href=words::APP_STORE_URL name=words::APP_STORE />
            </div>
            <p class="lead">{words::APP_OTHER}</p>
        </div>
    }
    .into_any()
}

/// Elsewhere nobody learns from which page one comes.
#[component]
fn Store(href: &'static str, name: &'static str) -> AnyView {
    view! {
        <a class="button quiet small" href=href target="_blank" rel="noreferrer">
            {name}
            <Icon name=IconName::External />
        </a>
    }
    .into_any()
}

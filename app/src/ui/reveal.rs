use leptos::prelude::*;

use super::{Icon, IconName, client};
use crate::text;

/// Shows a password in plain letters while it is on; it exists only with scripts.
#[component]
pub(super) fn Reveal(shown: RwSignal<bool>) -> AnyView {
    let ready = client::hydrated();
    view! {
        <Show when=move || ready.get()>
            <button
                type="button"
                class="reveal"
                aria-label=text::field::SHOW_PASSWORD
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || view! { <Icon name=if shown.get() { IconName::EyeOff } else { IconName::Eye } /> }}
            </button>
        </Show>
    }
    .into_any()
}

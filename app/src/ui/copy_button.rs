use crate::text::text;
use std::time::Duration;

use leptos::prelude::*;

use super::{Icon, IconName, Shown, client};

/// Copies text and confirms it for two seconds; rendered only after hydration, if the browser allows copying.
#[component]
pub(crate) fn CopyButton(
    #[prop(into)] copies: Signal<String>,
    #[prop(default = "button text")] class: &'static str,
    /// Called after each copy that succeeded.
    #[prop(optional, into)]
    on_copied: Option<Callback<()>>,
) -> AnyView {
    let field = text().field();
    let ready = client::hydrated();
    let copied = RwSignal::new(false);
    let tell = move || {
        copied.set(true);
        set_timeout(
            move || {
                let _ = copied.try_set(false);
            },
            Duration::from_secs(2),
        );
        if let Some(on_copied) = on_copied {
            on_copied.run(());
        }
    };
    let icon = move || if copied.get() { IconName::Check } else { IconName::Copy };
    view! {
        <Shown when=Signal::derive(move || ready.get() && client::can_copy())>
            <button type="button" class=class on:click=move |_| client::copy(&copies.get_untracked(), tell)>
                {move || view! { <Icon name=icon() /> }}
                <span>{move || if copied.get() { field.copied() } else { field.copy() }}</span>
            </button>
            <span class="hidden-text" role="status">{move || copied.get().then_some(field.copied())}</span>
        </Shown>
    }
    .into_any()
}

use leptos::prelude::*;

use super::{Icon, IconName, client};
use crate::text;

/// Opens the print window; it exists only with scripts.
#[component]
pub fn PrintButton(
    #[prop(default = "button quiet")] class: &'static str,
    /// Told when the print window was asked for.
    #[prop(optional, into)]
    on_printed: Option<Callback<()>>,
) -> AnyView {
    let ready = client::hydrated();
    let print = move |_| {
        client::print();
        if let Some(on_printed) = on_printed {
            on_printed.run(());
        }
    };
    view! {
        <Show when=move || ready.get()>
            <button type="button" class=class on:click=print>
                <Icon name=IconName::Print />
                <span>{text::field::PRINT}</span>
            </button>
        </Show>
    }
    .into_any()
}

use leptos::prelude::*;

use crate::text;
use crate::ui::client;

/// The choices, in the order shown: what is stored, and what a person reads.
const THEMES: [(Option<&str>, &str); 3] = [
    (None, text::frame::THEME_SYSTEM),
    (Some("light"), text::frame::THEME_LIGHT),
    (Some("dark"), text::frame::THEME_DARK),
];

/// System, light or dark; it exists only with scripts, without them the system's choice holds.
#[component]
pub(crate) fn ThemeSwitch() -> AnyView {
    let ready = client::hydrated();
    view! {
        <Show when=move || ready.get()>
            <ThemeButtons />
        </Show>
    }
    .into_any()
}

#[component]
fn ThemeButtons() -> AnyView {
    let chosen = RwSignal::new(client::chosen_theme());
    let buttons = THEMES.map(|(theme, label)| {
        let choose = move |_| {
            client::choose_theme(theme);
            chosen.set(theme.map(str::to_owned));
        };
        view! {
            <button type="button" aria-pressed=move || if chosen.get().as_deref() == theme { "true" } else { "false" } on:click=choose>
                {label}
            </button>
        }
    });
    view! {
        <div class="theme" role="group" aria-label=text::frame::THEME>
            <span aria-hidden="true">{text::frame::THEME}</span>
            <div class="segments">{buttons.into_iter().collect_view()}</div>
        </div>
    }
    .into_any()
}

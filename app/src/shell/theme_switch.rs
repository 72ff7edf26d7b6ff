use crate::text::text;
use leptos::prelude::*;

use crate::ui::{Shown, client};

/// Chooses the system's, the light or the dark theme; rendered only after hydration.
#[component]
pub(crate) fn ThemeSwitch() -> AnyView {
    let ready = client::hydrated();
    view! {
        <Shown when=ready>
            <ThemeButtons />
        </Shown>
    }
    .into_any()
}

#[component]
fn ThemeButtons() -> AnyView {
    let frame = text().frame();
    let chosen = RwSignal::new(client::chosen_theme());
    // The stored value and the label, in the order shown.
    let themes = [
        (None, frame.theme_system()),
        (Some("light"), frame.theme_light()),
        (Some("dark"), frame.theme_dark()),
    ];
    let buttons = themes.map(|(theme, label)| {
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
        <div class="theme" role="group" aria-label=frame.theme()>
            <span aria-hidden="true">{frame.theme()}</span>
            <div class="segments">{buttons.into_iter().collect_view()}</div>
        </div>
    }
    .into_any()
}

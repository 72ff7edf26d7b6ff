use crate::text::text;
use leptos::prelude::*;

/// The button that submits a form. While the request is pending it shows a spinner, keeps its width and the focus, and
/// does not submit again.
#[component]
pub(crate) fn SubmitButton(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] pending: Signal<bool>,
    /// Further classes: `wide`, `danger`, `quiet`, `text`.
    #[prop(default = "")]
    class: &'static str,
) -> AnyView {
    let field = text().field();
    view! {
        <button
            type="submit"
            class=format!("button {class}")
            aria-busy=move || pending.get().then_some("true")
            on:click=move |event| {
                if pending.get_untracked() {
                    event.prevent_default();
                }
            }
        >
            <span class="label">{move || label.get()}</span>
            {move || {
                pending
                    .get()
                    .then(|| view! { <span class="spin"></span> <span class="hidden-text" role="status">{field.working()}</span> })
            }}
        </button>
    }.into_any()
}

use leptos::prelude::*;

/// A tick box with its sentence; unticked unless told otherwise, and sent as `on`.
#[component]
pub fn Check(#[prop(into)] name: String, #[prop(into)] label: String, #[prop(optional)] checked: bool) -> AnyView {
    view! {
        <label class="check">
            <input type="checkbox" name=name value="on" checked=checked />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

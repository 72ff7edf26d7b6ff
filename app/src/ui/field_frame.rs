use leptos::prelude::*;

use super::{Icon, IconName};

/// The `aria-describedby` of the field `id`: its hint and, if there is one, its error.
pub(super) fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// The label, remark, hint and error around an input.
#[component]
pub(super) fn FieldFrame(
    id: String,
    label: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    error: Signal<Option<String>>,
    /// A remark at the end of the label's line, so that the layout does not shift when it appears.
    #[prop(optional, into)]
    beside: ViewFn,
    children: Children,
) -> AnyView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {beside.run()}
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {children()}
            <p class="error" id=error_id aria-live="polite">
                {move || error.get().map(|error| view! { <Icon name=IconName::Bad /> <span>{error}</span> })}
            </p>
        </div>
    }
    .into_any()
}

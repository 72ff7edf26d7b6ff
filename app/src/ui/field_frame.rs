use leptos::prelude::*;

use super::{Icon, IconName};

/// The ids that describe the field `id`: its hint, and its error while there is one.
pub(super) fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// What stands around every input: its label, a remark beside it, its hint, and the error below.
#[component]
pub(super) fn FieldFrame(
    id: String,
    label: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    error: Signal<Option<String>>,
    /// Stands at the end of the label's line, so that nothing moves when it appears.
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

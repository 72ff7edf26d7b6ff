use crate::text::text;
use leptos::prelude::*;

/// A value with a button that copies it, for pages that the server makes. Screen readers hear the label with *Copy*.
#[component]
pub(crate) fn CopyLine(id: &'static str, label: &'static str, value: String) -> AnyView {
    let field = text().field();
    view! {
        <div class="key-line">
            <code class="credential" id=id translate="no">{value}</code>
            <button type="button" class="button text" data-copy=id data-copied=field.copied()>
                {field.copy()}
                <span class="hidden-text">" " {label}</span>
            </button>
        </div>
    }
    .into_any()
}

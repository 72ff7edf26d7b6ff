use leptos::prelude::*;

use super::CopyButton;

/// A key to type by hand, in groups that never break apart, and beside it the button that copies it whole.
#[component]
pub fn KeyText(groups: Vec<String>) -> AnyView {
    let whole = groups.concat();
    let groups = groups
        .into_iter()
        .map(|group| view! { <span>{group}" "</span> })
        .collect_view();
    view! {
        <div class="key-line">
            <code class="key">{groups}</code>
            <CopyButton text=whole />
        </div>
    }
    .into_any()
}

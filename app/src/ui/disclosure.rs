use leptos::prelude::*;

use super::{Icon, IconName};

/// Optional help: a summary line that expands.
#[component]
pub(crate) fn Disclosure(#[prop(into)] label: String, #[prop(optional)] open: bool, children: Children) -> AnyView {
    view! {
        <details class="disclosure" open=open>
            <summary>
                {label}
                <span class="chevron">
                    <Icon name=IconName::Chevron />
                </span>
            </summary>
            <div>{children()}</div>
        </details>
    }
    .into_any()
}

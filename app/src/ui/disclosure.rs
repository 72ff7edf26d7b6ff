use leptos::prelude::*;

use super::{Icon, IconName};

/// Help for those who look for it: one line, and below it what it opens.
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

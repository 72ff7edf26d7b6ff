use leptos::html::Details;
use leptos::prelude::*;

use super::{Icon, IconName, client};

/// The actions on one thing behind a "more" button; opens without scripts, closes by itself with them.
#[component]
pub fn Menu(
    /// What it is for, said by screen readers: "More for My phone".
    #[prop(into)]
    label: String,
    children: Children,
) -> AnyView {
    let menu = NodeRef::<Details>::new();
    client::close_when_left(menu);
    view! {
        <details class="menu more" node_ref=menu>
            <summary aria-label=label>
                <Icon name=IconName::More />
            </summary>
            <div class="list">{children()}</div>
        </details>
    }
    .into_any()
}

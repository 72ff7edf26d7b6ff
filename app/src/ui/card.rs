use leptos::prelude::*;

/// A surface for one subject; `padded` adds padding, and gaps between the children.
#[component]
pub(crate) fn Card(#[prop(default = true)] padded: bool, children: Children) -> AnyView {
    view! { <section class=if padded { "card padded" } else { "card" }>{children()}</section> }.into_any()
}

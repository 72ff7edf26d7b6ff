use leptos::prelude::*;

/// Whose password a form asks for: unseen and not sent, so that password managers fill in the right one.
#[component]
pub(crate) fn Username(#[prop(into)] email: String) -> AnyView {
    view! { <input type="text" autocomplete="username" value=email readonly=true hidden=true /> }.into_any()
}

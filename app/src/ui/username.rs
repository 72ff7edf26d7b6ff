use leptos::prelude::*;

/// The e-mail address that a password belongs to, for password managers; hidden and not sent.
#[component]
pub(crate) fn Username(#[prop(into)] email: String) -> AnyView {
    view! { <input type="text" autocomplete="username" value=email readonly=true hidden=true /> }.into_any()
}

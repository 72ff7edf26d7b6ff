use leptos::html::H1;
use leptos::prelude::*;

use super::client;
use crate::text;

/// The page's one `h1`; after a move to another page without a document load it takes the focus.
#[component]
pub fn PageHeading(#[prop(into)] text: Signal<String>) -> AnyView {
    let heading = NodeRef::<H1>::new();
    client::focus_new_heading(heading, text);
    view! { <h1 tabindex="-1" node_ref=heading>{move || text.get()}</h1> }.into_any()
}

/// The first link of a page: past the bar and the side list, straight to the content.
#[component]
pub fn SkipLink() -> AnyView {
    view! { <a class="skip" href="#main">{text::frame::SKIP}</a> }.into_any()
}

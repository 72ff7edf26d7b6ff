use crate::text::text;
use leptos::html::H1;
use leptos::prelude::*;

use super::client;

/// The page's one `h1`; after a move to another page without a document load it takes the focus.
#[component]
pub(crate) fn PageHeading(#[prop(into)] text: Signal<String>) -> AnyView {
    let heading = NodeRef::<H1>::new();
    client::focus_new_heading(heading, text);
    view! { <h1 tabindex="-1" node_ref=heading>{move || text.with(|text| unbroken(text))}</h1> }.into_any()
}

/// A longer word may break at its hyphens: on a phone "Zwei-Faktor-Authentifizierung" would stick out.
const WHOLE: usize = 12;

/// The words of a heading; a short one with a hyphen stays whole at the end of a line ("sign-in", "e-mail").
fn unbroken(text: &str) -> AnyView {
    match text.split(' ').find(|word| word.contains('-') && word.len() <= WHOLE) {
        None => text.to_owned().into_any(),
        Some(word) => {
            let (before, after) = text.split_once(word).unwrap_or((text, ""));
            let (before, word, after) = (before.to_owned(), word.to_owned(), after.to_owned());
            view! { {before} <span class="whole">{word}</span> {after} }.into_any()
        }
    }
}

/// The first link of a page: past the bar and the side list, straight to the content.
#[component]
pub(crate) fn SkipLink() -> AnyView {
    let frame = text().frame();
    // External: the router would change the address and leave the focus where it is.
    view! { <a class="skip" href="#main" rel="external">{frame.skip()}</a> }.into_any()
}

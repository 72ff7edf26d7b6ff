use crate::text::text;
use leptos::html::H1;
use leptos::prelude::*;

use super::client;

/// The page's only `h1`; it takes the focus after a navigation without a document load.
#[component]
pub(crate) fn PageHeading(#[prop(into)] text: Signal<String>) -> AnyView {
    let heading = NodeRef::<H1>::new();
    client::focus_new_heading(heading, text);
    view! { <h1 tabindex="-1" node_ref=heading>{move || text.with(|text| unbroken(text))}</h1> }.into_any()
}

/// Longest word, in bytes, that does not break at its hyphens: on a phone "Zwei-Faktor-Authentifizierung" would overflow.
const WHOLE: usize = 12;

/// A heading in which a short word with a hyphen does not break at the end of a line ("sign-in", "e-mail").
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

/// The first link of a page, which skips the bar and the side list.
#[component]
pub(crate) fn SkipLink() -> AnyView {
    let frame = text().frame();
    view! { <a class="skip" href="#main">{frame.skip()}</a> }.into_any()
}

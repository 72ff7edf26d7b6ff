//! What both clients do: they hydrate the document that the server rendered.
#![cfg(target_arch = "wasm32")]

use leptos::prelude::{IntoView, document};

/// Hydrates the page; called when the WebAssembly module and the text of the document's language are loaded. If the
/// text is of another build, the forms keep working without scripts.
pub fn hydrate<V: IntoView + 'static>(words: String, app: fn() -> V) {
    if !text::load(words) {
        return;
    }
    leptos::mount::hydrate_body(app);
    // Styles and tests use the attribute to detect hydration. A document always has a root element.
    let _ = document()
        .document_element()
        .map(|root| root.set_attribute("data-live", ""));
}

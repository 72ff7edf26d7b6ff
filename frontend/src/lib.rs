//! The browser's side: takes over the pages the server rendered.
#![cfg(target_arch = "wasm32")]

use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once the WebAssembly module and the words of the document's language are there. If the words are not those of
/// this client, the plain forms stay.
#[wasm_bindgen]
pub fn hydrate(words: String) {
    if !text::load(words) {
        return;
    }
    leptos::mount::hydrate_body(app::App);
    // From here on links and forms load no document; style and tests may ask for it. A document has a root.
    let _ = document()
        .document_element()
        .map(|root| root.set_attribute("data-live", ""));
}

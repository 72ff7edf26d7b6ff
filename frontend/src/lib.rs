//! The client's entry point, which hydrates the pages rendered by the server.
#![cfg(target_arch = "wasm32")]

use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Hydrates the page; called when the WebAssembly module and the text of the document's language are loaded. If the
/// text is of another build, the forms keep working without scripts.
#[wasm_bindgen]
pub fn hydrate(words: String) {
    if !text::load(words) {
        return;
    }
    leptos::mount::hydrate_body(app::App);
    // Styles and tests use the attribute to detect hydration. A document always has a root element.
    let _ = document()
        .document_element()
        .map(|root| root.set_attribute("data-live", ""));
}

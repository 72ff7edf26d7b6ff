//! The browser's side: takes over the pages the server rendered.

use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once the WebAssembly module is there.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
    // From here on links and forms load no document; style and tests may ask for it. A document has a root.
    let _ = document()
        .document_element()
        .map(|root| root.set_attribute("data-live", ""));
}

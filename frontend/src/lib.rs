//! The browser's side: takes over the pages the server rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once the WebAssembly module is there.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
}

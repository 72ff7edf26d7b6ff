//! The client of the home: the pages of a session.
#![no_main]
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

/// The entry point, called by the document's script.
#[wasm_bindgen]
pub fn hydrate(words: String) {
    frontend::hydrate(words, app::HomeApp);
}

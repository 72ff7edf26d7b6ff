//! The text in the document's language, and the sentences for each error. The sentences themselves are in the package
//! `text`, which is `::text` within `app`.

pub(crate) mod alert;
mod field_error;

pub(crate) use field_error::field_error;

use ::text::Text;

/// The language that this request is answered in.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn language() -> terms::Language {
    leptos::prelude::use_context().unwrap_or_default()
}

/// The words of [`language`].
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn text() -> Text {
    Text::of(language())
}

/// The words of the document's language.
#[cfg(target_arch = "wasm32")]
pub(crate) fn text() -> Text {
    Text
}

/// The title of a page in the browser's tab.
pub(crate) fn page_title(heading: &str, product: &str) -> String {
    format!("{heading} · {product}")
}

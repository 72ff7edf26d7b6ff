//! [`Text`] in the browser: the language of the document; plurals and dates by `Intl`.

use js_sys::{Date, JSON};
use std::sync::OnceLock;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// The sentences of the document's language. They are stored in a static, so that passing `Text` costs no bytes.
#[derive(Clone, Copy)]
pub struct Text;

static WORDS: OnceLock<Vec<&'static str>> = OnceLock::new();

#[wasm_bindgen]
unsafe extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;

    // The binding of js-sys takes an array and an object, which would have to be created.
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str) -> PluralRules;

    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, count: f64) -> String;
}

/// Stores the sentences of a file with one line each; false if the file is not for this client.
pub fn load(file: String) -> bool {
    // They are needed as long as the page exists.
    let words: Vec<_> = file.leak().split('\n').collect();
    words.len() == Text::SENT && WORDS.set(words).is_ok()
}

/// Returns a reference to the sentence instead of the sentence: it fits in a register, which makes each of the three
/// hundred calls a dozen bytes smaller.
#[inline(never)]
fn entry(at: usize) -> &'static &'static str {
    WORDS.get().and_then(|words| words.get(at)).unwrap_or(&"")
}

impl Text {
    #[inline(always)]
    pub(crate) fn word(self, at: usize) -> &'static str {
        entry(at)
    }

    pub(crate) fn is_one(self, count: u32) -> bool {
        PluralRules::new(self.time().locale()).select(count.into()) == "one"
    }

    /// "3 May 2026", in UTC.
    pub fn date(self, at: i64) -> String {
        let options = JSON::parse(r#"{"dateStyle":"long","timeZone":"UTC"}"#).unwrap_or_default();
        date_of(at).to_locale_date_string(self.time().locale(), &options).into()
    }

    /// RFC 3339 in UTC, with or without fractions.
    pub(crate) fn moment(at: i64) -> String {
        date_of(at).to_iso_string().into()
    }
}

fn date_of(at: i64) -> Date {
    Date::new(&JsValue::from_f64(at as f64 * 1000.0))
}

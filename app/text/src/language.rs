use terms::Language;

/// The language's name in itself: offered to people who may not read any other.
pub const fn name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::German => "Deutsch",
    }
}

/// The sentences of a language.
#[cfg(not(target_arch = "wasm32"))]
pub fn sentences(language: Language) -> &'static crate::Sentences {
    match language {
        Language::English => &crate::en::SENTENCES,
        Language::German => &crate::de::SENTENCES,
    }
}

use terms::Language;

/// Returns the language's own name, for people who may not read any other language.
pub const fn name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::German => "Deutsch",
    }
}

/// Returns the sentences of a language.
#[cfg(not(target_arch = "wasm32"))]
pub fn sentences(language: Language) -> &'static crate::Sentences {
    match language {
        Language::English => &crate::en::SENTENCES,
        Language::German => &crate::de::SENTENCES,
    }
}

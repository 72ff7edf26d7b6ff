//! Checks that every language defines every sentence with exactly its placeholders.

use crate::{Sentences, Text, sentences};
use std::collections::BTreeSet;
use terms::Language;

/// Name, placeholders and words of every entry of a language's list.
fn entries(language: Language) -> Vec<(&'static str, &'static [&'static str], &'static str)> {
    let shapes = Sentences::SHAPES.iter().copied().flatten();
    let named = shapes.flat_map(|(name, entries)| entries.iter().map(move |shape| (*name, *shape)));
    let list = sentences(language).all();
    let entries: Vec<_> = named
        .zip(list.iter().copied())
        .map(|((name, shape), word)| (name, shape, word))
        .collect();
    assert_eq!(entries.len(), list.len());
    entries
}

fn placeholders(word: &'static str) -> Vec<&'static str> {
    let after = word.split('{').skip(1);
    after
        .map(|rest| rest.split_once('}').map_or("", |(name, _)| name))
        .collect()
}

#[test]
fn every_sentence_has_exactly_its_placeholders() {
    for language in Language::ALL.iter().copied() {
        for (name, shape, word) in entries(language) {
            let found = placeholders(word);
            let named: BTreeSet<_> = found.iter().copied().collect();
            let exact: BTreeSet<_> = shape.iter().copied().filter(|name| !name.starts_with('?')).collect();
            let allowed: BTreeSet<_> = shape.iter().map(|name| name.trim_start_matches('?')).collect();
            assert!(
                exact.is_subset(&named) && named.is_subset(&allowed),
                "{language:?} {name}: {word:?}"
            );
            // Each placeholder occurs once.
            assert_eq!(found.len(), named.len(), "{language:?} {name}: {word:?}");
        }
    }
}

#[test]
fn no_sentence_is_empty_or_untidy() {
    for language in Language::ALL.iter().copied() {
        for (name, _, word) in entries(language) {
            assert!(!word.is_empty(), "{language:?} {name}");
            // Mails and files contain line breaks and columns; the mark of a finished step follows its label.
            let tidy = word == word.trim() && !word.contains("  ");
            let laid_out = ["mail.", "codes_file.", "frame.step_done"]
                .iter()
                .any(|part| name.starts_with(part));
            assert!(tidy || laid_out, "{language:?} {name}: {word:?}");
            assert!(
                !word.contains(['\'', '\t', '<', '>']) && !word.contains("..."),
                "{language:?} {name}: {word:?}"
            );
        }
    }
}

#[test]
fn a_browser_gets_one_line_a_sentence() {
    for language in Language::ALL.iter().copied() {
        let list = sentences(language).sent();
        assert_eq!(list.len(), Text::SENT);
        assert!(list.iter().all(|word| !word.contains('\n')));
    }
}

#[test]
fn the_list_and_the_fields_agree() {
    let list = sentences(Language::German);
    let text = Text::of(Language::German);
    assert_eq!(text.frame().skip(), list.frame.skip);
    assert_eq!(text.home().not_now(), list.home.not_now);
    assert_eq!(text.profile().as_browser(), list.profile.as_browser);
    let wrong = &list.error_pages.misdirected;
    assert_eq!(text.error_pages().misdirected(), (wrong.title, wrong.text));
    assert_eq!(text.calendar().december(), list.calendar.december);
    assert_eq!(text.two_factor().added("Pixel <7>"), "Pixel <7> ist bestätigt.");
    assert_eq!(text.two_factor().expires(), ("läuft ", " ab"));
    assert_eq!(text.errors().tries_left(1), "Noch 1 Versuch.");
    assert_eq!(text.passcode().lead().1, "");
}

#[test]
fn every_language_has_a_locale() {
    for language in Language::ALL.iter().copied() {
        assert!(Text::of(language).time().locale().starts_with(language.as_str()));
    }
}

//! Names that people choose.

use terms::{Field, Problem, Rejection};
use unicode_normalization::UnicodeNormalization;

/// Maximum length of a person's or a device's name, in characters.
pub const NAME_MAX: usize = 64;

/// The name of a device or an API key: 1–64 characters, NFC, trimmed, without control and bidirectional control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label(String);

impl Label {
    /// Parses what a person typed as the name of a device.
    pub fn parse(typed: &str) -> Result<Self, Rejection> {
        Self::parse_in(Field::DeviceName, typed)
    }

    /// Parses what a person typed in this field.
    pub fn parse_in(field: Field, typed: &str) -> Result<Self, Rejection> {
        plain_text(typed, field).map(Self)
    }

    /// Wraps a label from the store, which validated it before.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }

    /// Returns the name as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the form in which labels are compared, which ignores case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// Returns a label that none of these keys is equal to: this one, or the first that is free with a number from 2 on.
    pub fn besides(self, taken: &[String]) -> Self {
        let is_free = |label: &Self| !taken.contains(&label.key());
        if is_free(&self) {
            return self;
        }
        let mut numbered = (2_usize..).map(|n| {
            let number = format!(" {n}");
            let kept = self.0.chars().take(NAME_MAX - number.len());
            Self(kept.collect::<String>().trim_end().to_owned() + &number)
        });
        numbered.find(is_free).unwrap_or(self.clone())
    }
}

/// Parses a person's or a thing's name: one line of 1–64 characters, see [`one_line`].
pub fn plain_text(typed: &str, field: Field) -> Result<String, Rejection> {
    one_line(typed, NAME_MAX).map_err(|problem| Rejection::Invalid(field, problem))
}

/// Parses one line of text: NFC, trimmed, not empty, at most `max` characters, without invisible characters that could
/// mislead.
pub fn one_line(typed: &str, max: usize) -> Result<String, Problem> {
    checked(typed.trim().nfc().collect(), max, |_| false)
}

/// Parses lines of text as [`one_line`] does one. Line feeds and tabs stay.
pub fn lines(typed: &str, max: usize) -> Result<String, Problem> {
    let text = typed.replace("\r\n", "\n");
    let text = text.trim_start_matches('\n').trim_end();
    checked(text.nfc().collect(), max, |c| matches!(c, '\n' | '\t'))
}

/// Makes a name readable that another system chose: one line of at most [`NAME_MAX`] characters, NFC, without the
/// characters that [`one_line`] refuses; `None` if nothing is left.
pub fn readable(name: &str) -> Option<String> {
    let shown: String = name.nfc().filter(|c| c.is_whitespace() || !hidden(*c)).collect();
    let words: Vec<_> = shown.split_whitespace().collect();
    let kept: String = words.join(" ").chars().take(NAME_MAX).collect();
    let kept = kept.trim_end();
    (!kept.is_empty()).then(|| kept.to_owned())
}

fn checked(text: String, max: usize, stays: fn(char) -> bool) -> Result<String, Problem> {
    if text.trim().is_empty() {
        Err(Problem::Missing)
    } else if text.chars().count() > max {
        Err(Problem::TooLong)
    } else if text.chars().any(|c| hidden(c) && !stays(c)) {
        Err(Problem::HiddenCharacters)
    } else {
        Ok(text)
    }
}

/// Whether `c` is a control character, a bidirectional control or an invisible separator. ZWJ and ZWNJ are allowed,
/// because emoji and Persian need them.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_label_gets_the_first_free_number() {
        let free = |label: &str, taken: &[&str]| {
            let taken: Vec<_> = taken.iter().map(|key| (*key).to_owned()).collect();
            Label::from_store(label.into()).besides(&taken).0
        };
        assert_eq!(free("Deploy", &["backup"]), "Deploy");
        assert_eq!(free("Deploy", &["deploy"]), "Deploy 2");
        assert_eq!(free("Deploy", &["deploy 2", "deploy", "deploy 3"]), "Deploy 4");
        let long = "é".repeat(NAME_MAX);
        let found = free(&long, &[&long]);
        assert_eq!(found, "é".repeat(NAME_MAX - 2) + " 2");
    }

    fn problem(typed: &str) -> Option<Problem> {
        match Label::parse(typed) {
            Err(Rejection::Invalid(Field::DeviceName, problem)) => Some(problem),
            _ => None,
        }
    }

    #[test]
    fn names_keep_what_was_typed() {
        for typed in ["My phone", "<b>\"Ana's\"</b>", "👩‍👩‍👧 phone", "هاتف", "a"] {
            assert_eq!(Label::parse(typed).map(|l| l.as_str().to_owned()), Ok(typed.to_owned()));
        }
        assert_eq!(Label::parse("  x  ").map(|l| l.as_str().to_owned()), Ok("x".to_owned()));
    }

    #[test]
    fn invalid_names_are_reported_with_their_problem() {
        assert_eq!(problem("  "), Some(Problem::Missing));
        assert_eq!(problem(&"ä".repeat(65)), Some(Problem::TooLong));
        assert_eq!(problem(&"ä".repeat(64)), None);
        assert_eq!(problem("a\u{202e}b"), Some(Problem::HiddenCharacters));
        assert_eq!(problem("a\nb"), Some(Problem::HiddenCharacters));
    }

    #[test]
    fn names_of_other_systems_lose_what_is_hidden_and_what_is_too_long() {
        for (name, shown) in [
            ("Vienna", "Vienna"),
            ("  São  Paulo\n", "São Paulo"),
            ("Zu\u{308}rich", "Zürich"),
            ("a\u{202e}b\u{200b}c\u{2066}\u{7}", "abc"),
            ("a\u{2028}b\tc\u{85}d", "a b c d"),
            ("القاهرة", "القاهرة"),
        ] {
            assert_eq!(readable(name).as_deref(), Some(shown), "{name:?}");
        }
        assert_eq!(readable(&"ä".repeat(1_000)), Some("ä".repeat(NAME_MAX)));
        assert_eq!(
            readable(&format!("{} b", "a".repeat(NAME_MAX - 1))),
            Some("a".repeat(NAME_MAX - 1))
        );
        for nothing in ["", " \n", "\u{202e}\u{feff}"] {
            assert_eq!(readable(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn lines_keep_their_breaks_and_nothing_else_that_is_hidden() {
        assert_eq!(lines("\n  a\r\n\tb \n\n", 9), Ok("  a\n\tb".to_owned()));
        for (typed, problem) in [
            (" \n ", Problem::Missing),
            ("0123456789", Problem::TooLong),
            ("a\rb", Problem::HiddenCharacters),
            ("a\u{202e}b", Problem::HiddenCharacters),
            ("a\u{1b}[2Jb", Problem::HiddenCharacters),
        ] {
            assert_eq!(lines(typed, 9), Err(problem), "{typed:?}");
        }
        assert_eq!(one_line("a\tb", 9), Err(Problem::HiddenCharacters));
    }
}

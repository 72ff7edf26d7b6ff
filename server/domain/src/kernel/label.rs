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
}

/// Parses one line of text: NFC, trimmed, 1–64 characters, without invisible characters that could mislead.
pub fn plain_text(typed: &str, field: Field) -> Result<String, Rejection> {
    let text: String = typed.trim().nfc().collect();
    let problem = if text.is_empty() {
        Problem::Missing
    } else if text.chars().count() > NAME_MAX {
        Problem::TooLong
    } else if text.chars().any(hidden) {
        Problem::HiddenCharacters
    } else {
        return Ok(text);
    };
    Err(Rejection::Invalid(field, problem))
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
}

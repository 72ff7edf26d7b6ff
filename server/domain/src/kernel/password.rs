//! Passwords and the rules for new ones. Hashing is done by a [`crate::kernel::ports::Hasher`].

use terms::{
    Field, Problem, Rejection,
    limits::{PASSWORD_MAX, PASSWORD_MIN},
};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The number of guesses a dictionary attack needs for a password among the 10,000 most common.
const COMMON_GUESSES: u64 = 10_000;

/// A password in plain text, or another secret that is stored only as a slow hash.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Wraps a secret without normalisation.
    pub fn from_secret(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// Parses a password to be compared. It is normalised to NFC, so that all keyboards produce the same bytes.
    pub fn typed(text: &str) -> Result<Self, Rejection> {
        let problem = match text.chars().take(PASSWORD_MAX + 1).count() {
            0 => Problem::Missing,
            1..=PASSWORD_MAX => return Ok(Self(Zeroizing::new(text.nfc().collect()))),
            _ => Problem::TooLong,
        };
        Err(Rejection::Invalid(Field::Password, problem))
    }

    /// Parses a new password: 8–256 characters, not among the most common, not composed of `about` (names of the person
    /// and of the product). There are no composition rules (NIST SP 800-63B-4 section 3.1.1.2).
    pub fn chosen(text: &str, about: &[&str], field: Field) -> Result<Self, Rejection> {
        let invalid = |problem| Err(Rejection::Invalid(field, problem));
        let password = match Self::typed(text) {
            Err(Rejection::Invalid(_, problem)) => return invalid(problem),
            other => other?,
        };
        if password.0.chars().count() < PASSWORD_MIN {
            return invalid(Problem::TooShort);
        }
        let words = words_of(about);
        if zxcvbn::zxcvbn(&password.0, &[]).guesses() < COMMON_GUESSES || made_of(&words, &password.0) {
            return invalid(Problem::Common);
        }
        Ok(password)
    }

    /// Returns the secret's text.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

/// A stored password or another stored secret: a PHC string with algorithm, parameters, salt and hash.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps a PHC string from a [`crate::kernel::ports::Hasher`] or from the store.
    pub const fn from_phc(text: String) -> Self {
        Self(text)
    }

    /// Returns the PHC string.
    pub fn as_phc(&self) -> &str {
        &self.0
    }

    /// Whether it was erased with the other secrets of a closed account. No password is right then.
    pub const fn is_erased(&self) -> bool {
        self.0.is_empty()
    }
}

terms::redacted!(PasswordHash);

/// Returns the names and their parts, longest first, in lower case.
fn words_of(about: &[&str]) -> Vec<String> {
    let parts = about
        .iter()
        .flat_map(|name| name.split(['@', '.', ' ', '-', '_']).chain([*name]));
    let mut words: Vec<String> = parts
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() > 2)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// Whether fewer than four characters of `password` remain after `words` are removed.
fn made_of(words: &[String], password: &str) -> bool {
    let lower = Zeroizing::new(password.to_lowercase());
    let rest = words.iter().fold(lower.clone(), |rest, word| {
        Zeroizing::new(rest.replace(word.as_str(), ""))
    });
    rest.len() < lower.len() && rest.chars().count() < 4
}

terms::redacted!(Password);

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<Problem> {
        match Password::chosen(text, &["Ana Ruiz", "ana.ruiz@example.com", "Twofold"], Field::Password) {
            Err(Rejection::Invalid(Field::Password, problem)) => Some(problem),
            _ => None,
        }
    }

    #[test]
    fn new_passwords() {
        assert_eq!(refused("correct horse battery"), None);
        assert_eq!(refused(""), Some(Problem::Missing));
        assert_eq!(refused("x7$kQ2p"), Some(Problem::TooShort));
        assert_eq!(refused(&"x7$kQ2p!".repeat(33)), Some(Problem::TooLong));
        for common in [
            "password",
            "12345678",
            "iloveyou",
            "qwertyuiop",
            "Ana Ruiz",
            "ana.ruiz@example.com",
            "twofold1",
        ] {
            assert_eq!(refused(common), Some(Problem::Common), "{common}");
        }
    }

    #[test]
    fn one_password_however_it_is_composed() {
        let composed = Password::typed("caf\u{e9} au lait").expect("fine");
        let decomposed = Password::typed("cafe\u{301} au lait").expect("fine");
        assert_eq!(composed.expose_secret(), decomposed.expose_secret());
    }
}

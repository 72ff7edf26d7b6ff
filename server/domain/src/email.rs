//! E-mail addresses: one person, one address, however it was typed.

use crate::refusal::{Field, Problem, Refused};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Longest address, in bytes (RFC 5321 section 4.5.3.1.3).
const MAX_BYTES: usize = 254;

/// An address as it was typed (NFC, trimmed), with the key under which it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// Checks the form: one `@`, something on both sides, a dot or a bare host name after it, no spaces.
    pub fn parse(typed: &str) -> Result<Self, Refused> {
        let invalid = |problem| Err(Refused::Invalid(Field::Email, problem));
        let text: String = typed.trim().nfc().collect();
        let text = text.strip_suffix('.').unwrap_or(&text);
        if text.is_empty() {
            return invalid(Problem::Missing);
        }
        if text.len() > MAX_BYTES {
            return invalid(Problem::TooLong);
        }
        match text.rsplit_once('@') {
            Some((local, domain)) if local_part(local) && host(domain) => Ok(Self(text.to_owned())),
            _ => invalid(Problem::Malformed),
        }
    }

    /// Takes an address that the store wrote itself.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which addresses are compared: NFKC and lower case, so that look-alike spellings are one person.
    pub fn key(&self) -> String {
        self.0.nfkc().collect::<String>().to_lowercase().nfc().collect()
    }
}

fn local_part(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"@<>()[],;:\\\"".contains(c))
}

fn host(text: &str) -> bool {
    text.split('.')
        .all(|part| !part.is_empty() && part.len() <= 63 && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_share_a_key() {
        let keys: Vec<_> = [
            "ana@example.com",
            " ANA@Example.com ",
            "ana@example.com.",
            "ａna@example.com",
        ]
        .iter()
        .filter_map(|typed| Email::parse(typed).ok().map(|e| e.key()))
        .collect();
        assert_eq!(keys, vec!["ana@example.com"; 4]);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in [
            "",
            "ana",
            "@b.c",
            "a@",
            "a b@c.d",
            "a@b..c",
            "a@b.c\r\nBcc: x@y.z",
            "<a>@b.c",
            "a@b@",
        ] {
            assert!(Email::parse(typed).is_err(), "{typed:?}");
        }
    }
}

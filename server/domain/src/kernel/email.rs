//! E-mail addresses, and the key under which different spellings of one address are equal.

use serde::{Deserialize, Serialize};
use terms::{Field, Problem, Rejection};
use unicode_normalization::UnicodeNormalization;

/// Maximum length of an address, in bytes (RFC 5321 section 4.5.3.1.3).
const MAX_BYTES: usize = 254;

/// An address as it was typed (NFC, trimmed).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// Parses a dot-atom, `@` and a host name of one or more labels.
    ///
    /// Refuses addresses that mail could not be sent to: quoted local parts, address literals in brackets, and
    /// characters outside ASCII that are neither letters nor digits.
    pub fn parse(typed: &str) -> Result<Self, Rejection> {
        let invalid = |problem| Err(Rejection::Invalid(Field::Email, problem));
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

    /// Wraps an address from the store, which validated it before.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }

    /// Returns the address as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the form in which addresses are compared: NFKC and lower case, so that look-alike spellings are equal.
    pub fn key(&self) -> String {
        self.0.nfkc().collect::<String>().to_lowercase().nfc().collect()
    }
}

fn local_part(text: &str) -> bool {
    text.len() <= 64
        && text
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_atom_text))
}

/// Whether `c` may occur in a dot-atom (RFC 5322 section 3.2.3, extended to all scripts by RFC 6531).
fn is_atom_text(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn host(text: &str) -> bool {
    text.split('.').all(|label| {
        label.len() <= 63
            && label.starts_with(char::is_alphanumeric)
            && label.ends_with(char::is_alphanumeric)
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn malformed() -> Result<Email, Rejection> {
        Err(Rejection::Invalid(Field::Email, Problem::Malformed))
    }

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
    fn invalid_addresses_are_refused() {
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

    #[test]
    fn dots_only_separate_atoms() {
        for typed in ["a.b@c.d", "a.b.c@d", "-.-@c.d"] {
            assert!(Email::parse(typed).is_ok(), "{typed:?}");
        }
        for typed in ["a..b@c.d", ".a@c.d", "a.@c.d", ".@c.d"] {
            assert_eq!(Email::parse(typed), malformed(), "{typed:?}");
        }
    }

    #[test]
    fn labels_begin_and_end_with_a_letter_or_a_digit() {
        for typed in [
            "a@b",
            "a@b-c.d",
            "a@b--c.d",
            "a@1.2",
            "a@192.0.2.1",
            "a@xn--bcher-kva.example",
            "a@bücher.example",
        ] {
            assert!(Email::parse(typed).is_ok(), "{typed:?}");
        }
        for typed in [
            "a@-b.c", "a@b-.c", "a@b.-c", "a@b.c-", "a@-", "a@.b", "a@b..", "a@b_c.d", "a@b!c.d", "a@b+c.d",
        ] {
            assert_eq!(Email::parse(typed), malformed(), "{typed:?}");
        }
    }

    #[test]
    fn names_are_of_atom_text_and_of_letters_of_every_script() {
        for typed in [
            "!#$%&'*+-/=?^_`{|}~@b.c",
            "ana+shop@b.c",
            "o'neil@b.c",
            "zoë.ñ@b.c",
            "Zoe\u{308}@b.c",
            "用户@例子.公司",
            "１٢३@b.c",
        ] {
            assert!(Email::parse(typed).is_ok(), "{typed:?}");
        }
        for c in " \t\u{0}\u{7f}\"(),:;<>@[\\]\u{a0}\u{301}\u{200b}\u{200d}\u{2026}\u{ff20}¡€–😀".chars() {
            for typed in [format!("1{c}2@c.d"), format!("a@1{c}2.d")] {
                assert_eq!(Email::parse(&typed), malformed(), "{typed:?}");
            }
        }
    }

    #[test]
    fn names_in_quotes_and_addresses_in_brackets_are_refused() {
        for typed in [
            "\"a b\"@c.d",
            "\"a\"@c.d",
            "\"a@b\"@c.d",
            "a.\"b\"@c.d",
            "a(b)@c.d",
            "a@[192.0.2.1]",
            "a@[IPv6:::1]",
            "a@::1",
        ] {
            assert_eq!(Email::parse(typed), malformed(), "{typed:?}");
        }
    }

    #[test]
    fn lengths_are_counted_in_bytes() {
        let (name, label) = ("a".repeat(64), "b".repeat(63));
        assert!(Email::parse(&format!("{name}@{label}.c")).is_ok());
        assert_eq!(Email::parse(&format!("{name}a@{label}.c")), malformed());
        assert_eq!(Email::parse(&format!("{name}@{label}b.c")), malformed());
        assert!(Email::parse(&format!("{}@{}b.c", "ä".repeat(32), "ü".repeat(31))).is_ok());
        assert_eq!(Email::parse(&format!("{}@b.c", "ä".repeat(33))), malformed());
        assert_eq!(Email::parse(&format!("a@{}.c", "ü".repeat(32))), malformed());
        // 64 + 1 + 63 + 1 + 63 + 1 + 61 = 254
        let longest = format!("{name}@{label}.{label}.{}", "c".repeat(61));
        assert!(Email::parse(&longest).is_ok());
        let too_long = Err(Rejection::Invalid(Field::Email, Problem::TooLong));
        assert_eq!(Email::parse(&format!("{longest}c")), too_long);
    }
}

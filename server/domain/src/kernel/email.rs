//! E-mail addresses, and the key under which different spellings of one address are equal.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};
use terms::{Field, Problem, Rejection};
use unicode_normalization::UnicodeNormalization;

/// Maximum length of an address, in bytes (RFC 5321 section 4.5.3.1.3).
const MAX_BYTES: usize = 254;

/// An address as people read it: the local part in NFKC, the domain in letters instead of A-labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// Parses a dot-atom, `@` and a host name of one or more labels.
    ///
    /// Refuses addresses that mail could not be sent to: quoted local parts, address literals in brackets, characters
    /// outside ASCII that are neither letters nor digits, domains without A-labels (UTS #46), and whatever is not the
    /// same address any more in the form in which addresses are compared.
    pub fn parse(typed: &str) -> Result<Self, Rejection> {
        let invalid = |problem| Err(Rejection::Invalid(Field::Email, problem));
        let text = trimmed(typed);
        if text.is_empty() {
            return invalid(Problem::Missing);
        }
        if text.len() > MAX_BYTES {
            return invalid(Problem::TooLong);
        }
        let email = match text.rsplit_once('@') {
            Some((local, domain)) if local_part(local) && host(domain) => readable(local, domain),
            _ => None,
        };
        match email {
            Some(email) if email.mailbox().len() > MAX_BYTES => invalid(Problem::TooLong),
            Some(email) if email.survives() => Ok(email),
            _ => invalid(Problem::Malformed),
        }
    }

    /// Wraps an address from the store, which validated it before.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }

    /// Returns the address as people read it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address to which mail is sent: the local part in NFKC, the domain in A-labels.
    pub fn mailbox(&self) -> String {
        match self.0.rsplit_once('@') {
            Some((local, domain)) => {
                let local: String = local.nfkc().collect();
                let domain = a_labels(domain).unwrap_or_else(|| domain.to_owned());
                format!("{local}@{domain}")
            }
            None => self.0.clone(),
        }
    }

    /// Returns the form in which addresses are compared: the address to which mail is sent, in lower case.
    pub fn key(&self) -> String {
        folded(&self.mailbox())
    }

    /// Returns the keys under which the store may have the member who signs in as `typed`, which this address was
    /// parsed from. Earlier versions compared the domain as it was typed, so that the two spellings of one address could
    /// be two members.
    pub fn stored_keys(&self, typed: &str) -> Vec<String> {
        let mut keys = Vec::with_capacity(3);
        for key in [folded(&trimmed(typed)), self.key(), folded(&self.0)] {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// Whether the key is the key of an address again.
    fn survives(&self) -> bool {
        let key = Self(self.key());
        key.0.rsplit_once('@').is_some_and(|(local, _)| local_part(local)) && key.key() == key.0
    }
}

/// The address without what people leave around it, in NFC.
fn trimmed(typed: &str) -> String {
    let text: String = typed.trim().nfc().collect();
    text.strip_suffix('.').map(str::to_owned).unwrap_or(text)
}

fn folded(address: &str) -> String {
    address.nfkc().collect::<String>().to_lowercase().nfc().collect()
}

/// The address with its domain in letters, where the letters name the same domain; `None` if the domain has no A-labels.
fn readable(local: &str, domain: &str) -> Option<Email> {
    let local: String = local.nfkc().collect();
    let ascii = a_labels(domain)?;
    let (letters, understood) = Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    let same = understood.is_ok() && host(&letters) && a_labels(&letters).as_deref() == Some(&*ascii);
    let domain = if same { &*letters } else { &*ascii };
    Some(Email(format!("{local}@{domain}")))
}

/// The domain in A-labels, of which each and all together have a length that DNS allows.
fn a_labels(domain: &str) -> Option<String> {
    Uts46::new()
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .map(std::borrow::Cow::into_owned)
        .ok()
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
    fn the_spellings_of_a_domain_are_one_address() {
        for typed in [
            "ana@bücher.example",
            "ana@BÜCHER.example",
            "ana@bu\u{308}cher.example",
            "ana@xn--bcher-kva.example",
            "Ana@XN--BCHER-KVA.Example.",
            "ａna@ｂücher.example",
        ] {
            let email = Email::parse(typed).expect(typed);
            assert_eq!(email.key(), "ana@xn--bcher-kva.example", "{typed}");
            assert_eq!(email.as_str().to_lowercase(), "ana@bücher.example", "{typed}");
            assert!(
                email.mailbox().eq_ignore_ascii_case("ana@xn--bcher-kva.example"),
                "{typed}"
            );
        }
    }

    #[test]
    fn mail_goes_to_what_was_compared() {
        for (typed, mailbox) in [
            ("ａna@example.com", "ana@example.com"),
            ("Ana@Example.com", "Ana@example.com"),
            ("zoë@b.example", "zoë@b.example"),
            ("²@b.example", "2@b.example"),
            ("用户@例子.公司", "用户@xn--fsqu00a.xn--55qx5d"),
        ] {
            let email = Email::parse(typed).expect(typed);
            assert_eq!(email.mailbox(), mailbox, "{typed}");
            assert_eq!(email.key(), mailbox.to_lowercase(), "{typed}");
        }
        // As a version stored it that kept what was typed.
        assert_eq!(
            Email::from_store("ａna@bücher.example".into()).mailbox(),
            "ana@xn--bcher-kva.example"
        );
    }

    #[test]
    fn what_is_another_address_once_compared_is_refused() {
        for typed in [
            "½@b.c",
            "²½@b.c",
            "ana@x⒈com",
            "ana@xn--a",
            "ana@xn--zzzzzzz99999",
            "İ@b.c",
            "ana@ª⒈b",
        ] {
            assert_eq!(Email::parse(typed), malformed(), "{typed:?}");
        }
    }

    #[test]
    fn keys_of_earlier_versions_are_found() {
        let keys = |typed: &str| Email::parse(typed).expect(typed).stored_keys(typed);
        assert_eq!(keys(" ANA@Example.com"), ["ana@example.com"]);
        let (ascii, letters) = ("ana@xn--bcher-kva.example", "ana@bücher.example");
        assert_eq!(keys("Ana@Bücher.example"), [letters, ascii]);
        assert_eq!(keys("ana@XN--bcher-kva.example"), [ascii, letters]);
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

//! Codes that prove an e-mail address.

use super::{clock::MINUTE, ports::Entropy, token::TokenDigest};
use crate::Timestamp;
use subtle::ConstantTimeEq;
use terms::{Field, Problem, Rejection, typed};
use zeroize::Zeroizing;

/// How long a code works, in seconds.
pub const CODE_LIFE: i64 = 10 * MINUTE;
/// Maximum number of tries of one code.
pub const CODE_TRIES: i64 = 5;
/// Number of digits.
const DIGITS: usize = 8;
/// Number of different codes.
const CODES: u64 = 100_000_000;

/// A code as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// The digest of the code.
    pub digest: TokenDigest,
    /// When the code ends.
    pub expires_at: Timestamp,
}

/// The outcome of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proved {
    /// The address is proved, and the code used up.
    Done,
    /// The code is wrong. One of its tries is used up.
    Wrong,
    /// There is no code, or none that has tries left.
    NoCode,
}

/// A mailed code: eight digits.
pub struct MailedCode(Zeroizing<String>);

impl MailedCode {
    /// Creates a random code. The remainder of 64 random bits prefers no code by more than one in 10^11.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0u8; 8];
        entropy.fill(&mut bytes);
        let code = u64::from_le_bytes(bytes) % CODES;
        Self(Zeroizing::new(format!("{code:08}")))
    }

    /// Parses what a person typed, as [`crate::sign_in::passcode::Passcode::parse`] does.
    ///
    /// # Errors
    /// `Invalid(MailedCode)`.
    pub fn parse(text: &str) -> Result<Self, Rejection> {
        let invalid = |problem| Err(Rejection::Invalid(Field::MailedCode, problem));
        if text.len() > 256 {
            return invalid(Problem::TooLong);
        }
        let mut digits = Zeroizing::new(String::with_capacity(DIGITS));
        for c in text.chars().filter(|c| !typed::is_separator(*c)) {
            match typed::digit(c) {
                Some(value) => digits.push(char::from(b'0' + value)),
                None => return invalid(Problem::Malformed),
            }
        }
        match digits.len() {
            0 => invalid(Problem::Missing),
            DIGITS => Ok(Self(digits)),
            _ => invalid(Problem::Malformed),
        }
    }

    /// Returns the digits, for the mail.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }

    /// Returns what the store keeps of a code that is mailed now. The digest is bound to what the code is for: codes that happen
    /// to be equal are not.
    pub fn kept(&self, of: &str, now: Timestamp) -> NewCode {
        NewCode {
            digest: self.digest(of),
            expires_at: now.plus(CODE_LIFE),
        }
    }

    /// Returns the digest that the store compares.
    pub fn digest(&self, of: &str) -> TokenDigest {
        TokenDigest::of(&format!("{of} {}", *self.0))
    }
}

terms::redacted!(MailedCode);

/// Compares two digests in constant time.
pub fn same(a: &TokenDigest, b: &TokenDigest) -> bool {
    a.as_str().as_bytes().ct_eq(b.as_str().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(typed: &str) -> Option<String> {
        MailedCode::parse(typed)
            .ok()
            .map(|code| code.expose_secret().to_owned())
    }

    #[test]
    fn a_code_is_taken_with_what_is_pasted_around_it() {
        for typed in ["01234567", " 0123 4567 ", "0123-4567", "０１２３４５６７", "٠١٢٣٤٥٦٧"] {
            assert_eq!(digits(typed).as_deref(), Some("01234567"), "{typed}");
        }
        for typed in ["", "1234567", "123456789", "1234567a", "1e7"] {
            assert_eq!(digits(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_digest_is_of_one_thing() {
        let code = MailedCode::parse("01234567").expect("a code");
        assert!(same(&code.digest("a"), &code.digest("a")));
        assert!(!same(&code.digest("a"), &code.digest("b")));
    }
}

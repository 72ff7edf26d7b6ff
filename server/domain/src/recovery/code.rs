//! Recovery codes: ten single-use codes for a member who has lost all devices.

use crate::{
    Timestamp,
    kernel::{
        id::{MemberId, RecoveryCodeId},
        password::{Password, PasswordHash},
        ports::Entropy,
    },
    sessions::session::Reveal,
};
use terms::{Field, Problem, Rejection, typed};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Codes in a set.
pub const CODES: usize = 10;
/// Groups in a code, of [`GROUP`] characters each.
const GROUPS: usize = typed::RECOVERY_CODE_CHARACTERS / GROUP;
/// Characters in a group. Of the 100 bits of a code, 25 select the row and 75 are the secret.
const GROUP: usize = 5;
/// Crockford's base32 alphabet, without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code in plain text, `XXXXX-XXXXX-XXXXX-XXXXX`.
pub struct PlainCode(Zeroizing<String>);

/// An unused code as the store keeps it.
#[derive(Clone, Debug)]
pub struct RecoveryCode {
    /// The row's id.
    pub id: RecoveryCodeId,
    /// The hash of the last three groups.
    pub hash: PasswordHash,
    /// Whether it is one of the member's set, and not the code of a verified reset.
    pub of_set: bool,
}

/// A set of codes to be stored.
#[derive(Clone, Debug)]
pub struct NewCodes {
    /// The member they belong to.
    pub member: MemberId,
    /// The codes.
    pub rows: Vec<NewCode>,
    /// The sealed codes, for the session that made them.
    pub reveal: Reveal,
    /// The current time.
    pub at: Timestamp,
}

/// A code to be stored.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// The row's id.
    pub id: RecoveryCodeId,
    /// The first group, which selects the row.
    pub selector: String,
    /// The hash of the last three groups.
    pub hash: PasswordHash,
}

impl PlainCode {
    /// Creates a random code.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new([0u8; GROUPS * GROUP]);
        entropy.fill(bytes.as_mut_slice());
        // 256 is a multiple of 32, so the low five bits of a byte are uniform.
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
        for (position, byte) in bytes.iter().enumerate() {
            if position > 0 && position.is_multiple_of(GROUP) {
                text.push('-');
            }
            text.push(char::from(*ALPHABET.get(usize::from(byte & 31)).unwrap_or(&b'0')));
        }
        Self(text)
    }

    /// Parses what a person typed. Case and what is neither a letter nor a digit are ignored; I and L are read as 1, O
    /// as 0 (Crockford).
    pub fn parse(typed: &str) -> Result<Self, Rejection> {
        let invalid = |problem| Err(Rejection::Invalid(Field::RecoveryCode, problem));
        if typed.len() > 256 {
            return invalid(Problem::TooLong);
        }
        let mut text = Zeroizing::new(String::with_capacity(typed.len()));
        let mut count = 0usize;
        // Input methods write letters of full width as well, which NFKC makes ASCII.
        for c in typed.nfkc().filter(|c| !typed::is_separator(*c)) {
            let Some(c) = typed::recovery_character(c) else {
                return invalid(Problem::Malformed);
            };
            if count > 0 && count.is_multiple_of(GROUP) {
                text.push('-');
            }
            text.push(c);
            count += 1;
        }
        match count {
            0 => invalid(Problem::Missing),
            n if n < GROUPS * GROUP => invalid(Problem::TooShort),
            n if n > GROUPS * GROUP => invalid(Problem::TooLong),
            _ => Ok(Self(text)),
        }
    }

    /// Returns the first group.
    pub fn selector(&self) -> &str {
        self.0.split_once('-').map_or("", |(selector, _)| selector)
    }

    /// Returns the other three groups, which are stored as a slow hash only.
    pub fn secret(&self) -> Password {
        Password::from_secret(self.0.split_once('-').map_or("", |(_, secret)| secret))
    }

    /// Returns the whole code.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

terms::redacted!(PlainCode);

/// Creates a set of codes with distinct selectors.
pub fn new_set(entropy: &dyn Entropy) -> Vec<PlainCode> {
    let mut set: Vec<PlainCode> = Vec::with_capacity(CODES);
    while set.len() < CODES {
        let code = PlainCode::random(entropy);
        if set.iter().all(|other| other.selector() != code.selector()) {
            set.push(code);
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "7K3QX-9ABCD-1EFGH-2JKM4";

    #[test]
    fn what_is_no_letter_or_digit_does_not_matter() {
        for between in ["\u{a0}", "\u{200b}", "\u{feff}", "–", "−", "－", ".", "\r\n", "", "·"] {
            let inside = CODE.replace('-', between);
            for typed in [format!("{between}{CODE}{between}"), inside, format!("{CODE}{between}")] {
                let code = PlainCode::parse(&typed).expect("a code");
                assert_eq!(code.expose_secret(), CODE, "{typed:?}");
            }
        }
    }

    #[test]
    fn letters_and_digits_count_in_every_width_and_case() {
        for typed in [
            "7k3qx-9abcd-lefgh-2jkm4",
            "７Ｋ３ＱＸ－９ＡＢＣＤ－１ＥＦＧＨ－２ＪＫＭ４",
            "٧K٣QX-٩ABCD-١EFGH-٢JKM٤",
        ] {
            let code = PlainCode::parse(typed).expect("a code");
            assert_eq!(code.expose_secret(), CODE, "{typed:?}");
        }
        for typed in ["7K3QX-9ABCD-1EFGH-2JKMU", "7K3QX-9ABCD-1EFGH-2JKMé"] {
            let refused = PlainCode::parse(typed).err();
            assert_eq!(
                refused,
                Some(Rejection::Invalid(Field::RecoveryCode, Problem::Malformed)),
                "{typed:?}"
            );
        }
    }
}

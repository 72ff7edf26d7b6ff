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
use terms::{Field, Problem, Rejection};
use zeroize::Zeroizing;

/// Codes in a set.
pub const CODES: usize = 10;
/// Groups in a code, of [`GROUP`] characters each.
const GROUPS: usize = 4;
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

    /// Parses what a person typed. Case, spaces and dashes are ignored; I and L are read as 1, O as 0 (Crockford).
    pub fn parse(typed: &str) -> Result<Self, Rejection> {
        let invalid = |problem| Err(Rejection::Invalid(Field::RecoveryCode, problem));
        if typed.len() > 256 {
            return invalid(Problem::TooLong);
        }
        let mut text = Zeroizing::new(String::with_capacity(typed.len()));
        let mut count = 0usize;
        for c in typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
        {
            let c = match c.to_ascii_uppercase() {
                'I' | 'L' => '1',
                'O' => '0',
                other => other,
            };
            if !u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte)) {
                return invalid(Problem::Malformed);
            }
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

//! Recovery codes: ten single-use codes for the day the phone is gone.

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

/// How many codes a set has.
pub const CODES: usize = 10;
/// Groups in a code, of [`GROUP`] characters each.
const GROUPS: usize = 4;
/// Characters in a group: 4 × 5 × 5 bits, 25 of them select the row and 75 are the secret.
const GROUP: usize = 5;
/// Crockford's base32 alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code in the clear, `XXXXX-XXXXX-XXXXX-XXXXX`.
pub struct PlainCode(Zeroizing<String>);

/// What the store knows of one unused code.
#[derive(Clone, Debug)]
pub struct RecoveryCode {
    /// Its row.
    pub id: RecoveryCodeId,
    /// The last three groups, hashed.
    pub hash: PasswordHash,
}

/// A set about to be stored.
#[derive(Clone, Debug)]
pub struct NewCodes {
    /// The member they belong to.
    pub member: MemberId,
    /// The codes.
    pub rows: Vec<NewCode>,
    /// How the session that made them may show them for a while.
    pub reveal: Reveal,
    /// The present moment.
    pub at: Timestamp,
}

/// One code about to be stored.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// Its row.
    pub id: RecoveryCodeId,
    /// The first group: selects the row.
    pub selector: String,
    /// The last three groups, hashed.
    pub hash: PasswordHash,
}

impl PlainCode {
    /// A new random code.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new([0u8; GROUPS * GROUP]);
        entropy.fill(bytes.as_mut_slice());
        // 256 is a multiple of 32: the low five bits of a byte are uniform.
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
        for (position, byte) in bytes.iter().enumerate() {
            if position > 0 && position.is_multiple_of(GROUP) {
                text.push('-');
            }
            text.push(char::from(*ALPHABET.get(usize::from(byte & 31)).unwrap_or(&b'0')));
        }
        Self(text)
    }

    /// Takes what a person typed: case, spaces and dashes do not matter, I and L are 1, O is 0 (Crockford).
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

    /// The first group.
    pub fn selector(&self) -> &str {
        self.0.split_once('-').map_or("", |(selector, _)| selector)
    }

    /// The other three groups, which only a slow hash keeps.
    pub fn secret(&self) -> Password {
        Password::from_secret(self.0.split_once('-').map_or("", |(_, secret)| secret))
    }

    /// The whole code, for the sheet it is shown on.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PlainCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlainCode(redacted)")
    }
}

/// A fresh set whose selectors differ.
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

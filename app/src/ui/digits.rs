//! Passcodes as people type and paste them.

use terms::typed::{digit, looks_like_recovery_code};

/// Letters and digits of a passcode with one letter that a finger hit beside it.
const SLIP: usize = terms::limits::PASSCODE_DIGITS as usize + 1;

/// What a text in the field of a passcode is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// The digits in it as ASCII digits, whatever their script.
    Digits(String),
    /// A recovery code, whose digits are no passcode.
    RecoveryCode,
    /// Words that mix letters and digits, whose digits are no passcode either.
    Other,
}

/// Reads what was typed or pasted; words of letters, a single slip and whatever is no letter or digit are dropped.
pub(crate) fn passcode(typed: &str) -> Typed {
    if looks_like_recovery_code(typed) {
        return Typed::RecoveryCode;
    }
    let (mut digits, mut mixed, mut length) = (String::new(), false, 0);
    let mut before = None;
    for c in typed.chars() {
        let value = digit(c);
        let counts = value.is_some() || c.is_ascii_alphabetic();
        length += usize::from(counts);
        mixed |= counts && before.is_some_and(|before: bool| before != value.is_some());
        before = counts.then_some(value.is_some());
        digits.extend(value.and_then(|value| char::from_digit(value.into(), 10)));
    }
    if mixed && length > SLIP {
        return Typed::Other;
    }
    Typed::Digits(digits)
}

#[cfg(test)]
mod tests {
    use super::{Typed, passcode};

    #[test]
    fn what_people_paste_becomes_six_digits() {
        for typed in [
            "284019",
            "284 019",
            " 284-019\n",
            "284\u{a0}019",
            "284\u{200b}019\u{feff}",
            "٢٨٤٠١٩",
            "۲۸۴۰۱۹",
            "२८४०१९",
            "２８４０１９",
            "᠒᠘᠔᠐᠑᠙",
            "code: 284019.",
        ] {
            assert_eq!(passcode(typed), Typed::Digits("284019".to_owned()), "{typed}");
        }
    }

    #[test]
    fn letters_are_no_digits() {
        for (typed, digits) in [("O1l-½²", "1"), ("O l", ""), ("28401a", "28401"), ("284019a", "284019")] {
            assert_eq!(passcode(typed), Typed::Digits(digits.to_owned()), "{typed}");
        }
        for typed in ["7K3QX-9ABCD", "7K3QX-9ABCD-1EFGH-2JKM", "id284019"] {
            assert_eq!(passcode(typed), Typed::Other, "{typed}");
        }
    }

    #[test]
    fn a_recovery_code_is_no_passcode() {
        for typed in ["7K3QX-9ABCD-1EFGH-2JKM4", " 7k3qx 9abcd 1efgh 2jkm4"] {
            assert_eq!(passcode(typed), Typed::RecoveryCode, "{typed}");
        }
    }
}

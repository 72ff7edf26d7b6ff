//! Codes as people type and paste them.

/// The first character of each run of ten decimal digits (Unicode 17, general category Nd), in ascending order.
const ZEROS: [u32; 77] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
    0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136,
    0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0,
    0x11c50, 0x11d50, 0x11da0, 0x11de0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce,
    0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

/// Characters of a recovery code, without the dashes between its groups.
pub const RECOVERY_CODE_CHARACTERS: usize = 20;

/// Returns the value of a decimal digit of any script.
#[must_use]
pub fn digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    let zero = ZEROS.iter().rev().find(|zero| **zero <= code)?;
    u8::try_from(code - zero).ok().filter(|value| *value < 10)
}

/// Returns the character of a recovery code that `c` stands for: digits of any script, letters of both cases, I and L
/// as 1, O as 0 (Crockford's base32); `None` if it is none.
#[must_use]
pub fn recovery_character(c: char) -> Option<char> {
    if let Some(value) = digit(c) {
        return char::from_digit(value.into(), 10);
    }
    match c.to_ascii_uppercase() {
        'I' | 'L' => Some('1'),
        'O' => Some('0'),
        'U' => None,
        letter => letter.is_ascii_uppercase().then_some(letter),
    }
}

/// Whether `c` is neither a letter nor a digit, such as a space, a dash or an invisible character. Codes have none, so
/// it does not matter in them. Control characters besides white space are refused, because no keyboard produces them.
#[must_use]
pub fn is_separator(c: char) -> bool {
    digit(c).is_none() && !c.is_alphanumeric() && (!c.is_control() || c.is_whitespace())
}

/// Whether `typed` has the length and the letters of a recovery code.
#[must_use]
pub fn looks_like_recovery_code(typed: &str) -> bool {
    let mut length = 0;
    let mut letters = false;
    for c in typed.chars() {
        let number = digit(c).is_some();
        if number || recovery_character(c).is_some() {
            length += 1;
            letters |= !number;
        } else if c.is_ascii_alphanumeric() {
            return false;
        }
    }
    letters && length == RECOVERY_CODE_CHARACTERS
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

    #[test]
    fn every_decimal_digit_of_unicode_has_its_value() {
        let mut value = 0;
        for c in '\0'..=char::MAX {
            if c.general_category() == GeneralCategory::DecimalNumber {
                // The digits of a script follow each other, from 0 to 9.
                assert_eq!(digit(c), Some(value), "U+{:04X}", u32::from(c));
                value = (value + 1) % 10;
            } else {
                assert_eq!(digit(c), None, "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn a_recovery_code_is_recognised() {
        for typed in [
            "7K3QX-9ABCD-1EFGH-2JKM4",
            "7k3qx 9abcd 1efgh 2jkm4",
            "\u{feff}7K3QX–9ABCD–1EFGH–2JKM4.\n",
            "oooooiiiiilllllAAAAA",
        ] {
            assert!(looks_like_recovery_code(typed), "{typed}");
        }
        for typed in [
            "",
            "284019",
            "7K3QX-9ABCD-1EFGH",
            "7K3QX-9ABCD-1EFGH-2JKM44",
            "12345678901234567890",
            "7K3QX-9ABCD-1EFGH-2JKMU",
            "ééééééééééééééééééééé",
        ] {
            assert!(!looks_like_recovery_code(typed), "{typed}");
        }
    }
}

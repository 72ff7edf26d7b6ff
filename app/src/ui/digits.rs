//! Passcodes as people type and paste them.

/// The first character of each run of ten decimal digits that phones' keyboards write.
const ZEROS: [char; 18] = [
    '0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}', '\u{C66}', '\u{CE6}',
    '\u{D66}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}', '\u{17E0}', '\u{FF10}',
];

/// The digits in `typed` as ASCII digits, whatever their script; all other characters are dropped.
pub(crate) fn passcode_digits(typed: &str) -> String {
    typed.chars().filter_map(ascii_digit).collect()
}

fn ascii_digit(typed: char) -> Option<char> {
    let code = u32::from(typed);
    let value = ZEROS
        .iter()
        .filter_map(|zero| code.checked_sub(u32::from(*zero)))
        .find(|value| *value < 10)?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::passcode_digits;

    #[test]
    fn what_people_paste_becomes_six_digits() {
        for typed in [
            "284019",
            "284 019",
            " 284-019\n",
            "284\u{a0}019",
            "٢٨٤٠١٩",
            "۲۸۴۰۱۹",
            "२८४०१९",
            "２８４０１９",
            "code: 284019.",
        ] {
            assert_eq!(passcode_digits(typed), "284019", "{typed}");
        }
    }

    #[test]
    fn letters_are_no_digits() {
        assert_eq!(passcode_digits("O1l-½²"), "1");
    }
}

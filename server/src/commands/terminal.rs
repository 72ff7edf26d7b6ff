//! Text of other people on the operator's terminal.

use std::fmt::Write;

/// Escapes what would control the terminal or turn the direction of its lines. Names cannot contain it, but what browsers
/// send and what other versions stored may.
pub(super) fn printable(text: &str) -> String {
    escaped(text, |out, c| {
        let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
    })
}

/// The same for text that is JSON. `serde_json` has escaped line feeds and the like, but not what is beyond ASCII.
pub(super) fn printable_json(json: &str) -> String {
    escaped(json, |out, c| {
        let _ = write!(out, "\\u{:04x}", u32::from(c));
    })
}

fn escaped(text: &str, escape: fn(&mut String, char)) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match is_control(c) {
            true => escape(&mut out, c),
            false => out.push(c),
        }
    }
    out
}

/// Whether `c` is a control character, a line separator or changes the direction of what follows. ZWJ and ZWNJ are none of
/// them, because emoji and Persian need them.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\u{1b}[2J\u{9b}31m\r\nb\u{7f}\u{202e}c\u{2028}";

    #[test]
    fn nothing_controls_the_terminal() {
        let shown = printable(HOSTILE);
        assert_eq!(shown, r"a\u{1b}[2J\u{9b}31m\u{d}\u{a}b\u{7f}\u{202e}c\u{2028}");
        for text in ["نور الهدى", "👩‍👩‍👧", "Ana \"A\" \\ Ruiz"] {
            assert_eq!(printable(text), text);
        }
    }

    #[test]
    fn json_says_the_same_without_them() {
        let json = printable_json(&serde_json::to_string(HOSTILE).expect("JSON"));
        assert!(json.is_ascii(), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), HOSTILE);
    }
}

//! The label under which an authenticator app lists a device.
//!
//! Some apps overwrite the entry that has the same label. So no two devices of a member ever get the same one, whatever
//! became of the first: it may have been renamed, removed or never confirmed, and still be in an app.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Maximum length of a label after percent-encoding, in bytes. It keeps the QR code small enough for poor cameras.
pub(super) const LABEL_MAX: usize = 96;
/// How many labels without a number are remembered. A member who was given more gets labels with numbers only.
const REMEMBERED: usize = 100;

/// The label of one device: "ana@example.com (My phone)", if necessary shortened or with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLabel(String);

/// The labels that the devices of a member were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenLabels {
    /// Number of labels. It is the number in the next label that needs one, so no such label is given twice.
    pub given: u32,
    /// The labels without a number.
    pub plain: Vec<KeyLabel>,
}

impl KeyLabel {
    /// Returns the label of a device with this name, without a number.
    pub fn plain(email: &str, device: &str) -> Self {
        Self::ending(email, device, "")
    }

    fn ending(email: &str, device: &str, ending: &str) -> Self {
        let text = without_colons(&format!("{email} ({device})"));
        Self(shortened(&text, ending, LABEL_MAX))
    }

    /// Wraps a label from the store.
    pub const fn from_store(text: String) -> Self {
        Self(text)
    }

    /// Returns the text, which has no line breaks.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl GivenLabels {
    /// Gives a label to a new device. Labels without a number end with ")" or "…", the others with their number.
    pub fn give(&mut self, email: &str, device: &str) -> KeyLabel {
        self.given = self.given.saturating_add(1);
        let plain = KeyLabel::plain(email, device);
        if self.plain.len() < REMEMBERED && !self.plain.contains(&plain) {
            self.plain.push(plain.clone());
            return plain;
        }
        KeyLabel::ending(email, device, &format!(" {}", self.given))
    }
}

/// Returns the text with this ending. A text that is longer than `max` bytes after percent-encoding is cut between
/// characters and gets "…" before the ending.
pub(super) fn shortened(text: &str, ending: &str, max: usize) -> String {
    let whole = format!("{text}{ending}");
    if encode(&whole).len() <= max {
        return whole;
    }
    let end = format!("…{ending}");
    let mut left = max.saturating_sub(encode(&end).len());
    let fits = |c: &char| {
        let rest = left.checked_sub(encode(c.encode_utf8(&mut [0; 4])).len());
        left = rest.unwrap_or(left);
        rest.is_some()
    };
    let start: String = text.chars().take_while(fits).collect();
    start + &end
}

/// Replaces colons, because a colon, encoded or not, separates issuer and account.
pub(super) fn without_colons(text: &str) -> String {
    text.replace(':', "-")
}

/// Everything except RFC 3986's unreserved characters and `@`. A space becomes `%20`, never `+`.
const IN_LABEL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, IN_LABEL).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const EMAIL: &str = "anna.petrowa@example.com";

    fn labels(devices: impl IntoIterator<Item = &'static str>) -> Vec<String> {
        let mut given = GivenLabels::default();
        let labels = devices.into_iter().map(|device| given.give(EMAIL, device).0);
        labels.collect()
    }

    #[test]
    fn a_label_that_was_given_before_gets_a_number() {
        assert_eq!(
            labels(["My phone", "Tablet", "My phone", "My phone"]),
            [
                "anna.petrowa@example.com (My phone)",
                "anna.petrowa@example.com (Tablet)",
                "anna.petrowa@example.com (My phone) 3",
                "anna.petrowa@example.com (My phone) 4",
            ]
        );
    }

    #[test]
    fn names_that_are_shortened_alike_get_different_labels() {
        let found = labels(["Телефон Анны работа", "Телефон Анны новый", "Телефон Анны работа"]);
        assert_eq!(
            found,
            [
                "anna.petrowa@example.com (Телефон Ан…",
                "anna.petrowa@example.com (Телефон А… 2",
                "anna.petrowa@example.com (Телефон А… 3",
            ]
        );
        assert!(found.iter().all(|label| encode(label).len() <= LABEL_MAX));
    }

    #[test]
    fn no_label_is_given_twice_however_many_there_were() {
        let mut given = GivenLabels::default();
        let mut seen = HashSet::new();
        let names = [
            "a",
            "a) 7",
            "a) 7 (",
            "2",
            "é",
            "漢字漢字漢字漢字漢字漢字",
            "漢字漢字漢字漢字漢字漢字漢字",
        ];
        for n in 0..1_000 {
            let name = match n % 3 {
                0 => names[n % names.len()].to_owned(),
                _ => format!("{} {n}", names[n % names.len()]),
            };
            let label = given.give(EMAIL, &name);
            assert!(
                encode(&label.0).len() <= LABEL_MAX && !label.0.contains(':'),
                "{label:?}"
            );
            assert!(seen.insert(label.0.clone()), "{label:?}");
        }
        assert_eq!(
            (given.given, given.plain.len()),
            (1_000, REMEMBERED),
            "what is kept is bounded"
        );
    }

    #[test]
    fn texts_are_cut_between_characters() {
        let label = KeyLabel::plain("ana@example.com", &"é".repeat(64));
        assert!(
            label.0.ends_with("é…") && encode(&label.0).len() <= LABEL_MAX,
            "{label:?}"
        );
        assert_eq!(shortened("ab", "", 2), "ab");
        assert_eq!(shortened("abcdefghijkl", "", 11), "ab…");
        assert_eq!(shortened("abcdefghijkl", " 9", 14), "a… 9");
    }
}

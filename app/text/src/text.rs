//! Reading sentences by their index in the list of a language.

use crate::Text;

/// The parts that server and browser share; `word`, `is_one`, `date` and `moment` exist once for each.
impl Text {
    pub(crate) fn filled(self, at: usize, values: &[(&str, &str)]) -> String {
        fill(self.word(at), values)
    }

    /// Returns title and text of a message.
    pub(crate) fn pair(self, at: usize) -> (&'static str, &'static str) {
        (self.word(at), self.word(at + 1))
    }

    /// Returns the text before and after the only placeholder.
    pub(crate) fn around(self, at: usize) -> (&'static str, &'static str) {
        let word = self.word(at);
        let (before, rest) = word.split_once('{').unwrap_or((word, ""));
        (before, rest.split_once('}').unwrap_or_default().1)
    }

    pub(crate) fn plural(self, at: usize, count: u32) -> String {
        let form = if self.is_one(count) { at } else { at + 1 };
        self.filled(form, &[("count", &count.to_string())])
    }

    pub(crate) fn counted(self, at: usize, count: u32) -> String {
        match count {
            0 => self.word(at).to_owned(),
            _ => self.plural(at + 1, count),
        }
    }
}

/// Replaces the placeholders of a template. Placeholders in values are not replaced.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or_default();
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(before);
        filled.push_str(value.map(|(_, value)| *value).unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn placeholders_are_replaced_once_and_values_are_not_looked_into() {
        assert_eq!(fill("no placeholder", &[("a", "1")]), "no placeholder");
        assert_eq!(fill("{b} and {a}, {b}", &[("a", "{b}"), ("b", "2")]), "2 and {b}, 2");
        assert_eq!(fill("{unknown}!", &[]), "!");
    }
}

//! The types of sentences: plain text, messages, and plurals.

/// A message with a title (what happened) and a text (what to do).
pub struct Message {
    pub title: &'static str,
    pub text: &'static str,
}

/// A sentence with a number, in the CLDR plural categories of our languages.
///
/// A language with more categories needs a field here and a case in [`Text::plural`].
pub struct Plural {
    pub one: &'static str,
    pub other: &'static str,
}

/// A [`Plural`] with a separate text for zero.
pub struct Counted {
    pub none: &'static str,
    pub one: &'static str,
    pub other: &'static str,
}

/// The type of a sentence, which occupies one or more entries of the list.
pub(crate) trait Sentence {
    const LENGTH: usize;

    fn put(&self, list: &mut Vec<&'static str>);
}

impl Sentence for &'static str {
    const LENGTH: usize = 1;

    fn put(&self, list: &mut Vec<&'static str>) {
        list.push(self);
    }
}

impl Sentence for Message {
    const LENGTH: usize = 2;

    fn put(&self, list: &mut Vec<&'static str>) {
        list.extend([self.title, self.text]);
    }
}

impl Sentence for Plural {
    const LENGTH: usize = 2;

    fn put(&self, list: &mut Vec<&'static str>) {
        list.extend([self.one, self.other]);
    }
}

impl Sentence for Counted {
    const LENGTH: usize = 3;

    fn put(&self, list: &mut Vec<&'static str>) {
        list.extend([self.none, self.one, self.other]);
    }
}

/// The sum of the first `count` lengths.
pub(crate) const fn sum(lengths: &[usize], count: usize) -> usize {
    match lengths {
        [first, rest @ ..] if count > 0 => *first + sum(rest, count - 1),
        _ => 0,
    }
}

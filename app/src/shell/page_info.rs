//! The properties of a page in the table of pages.

use crate::ui::IconName;

/// A line of the table of pages.
#[derive(Clone, Copy)]
pub struct PageInfo {
    /// Its path; a part that begins with a colon is a parameter.
    pub path: &'static str,
    /// Its heading, its title in the browser's tab, and the text of links to it.
    pub title: fn() -> &'static str,
    /// The navigation that links to it.
    pub nav: Nav,
    /// The client that has it.
    pub part: ClientPart,
}

/// The navigation that links to a page, with the link's icon if it has one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// Only other pages link to it.
    None,
    /// In the bar, and in the person's menu on a phone.
    Bar,
    /// In the person's menu.
    Menu(IconName),
    /// In the list of *Access and security*, and on a card of that page.
    Side(IconName),
}

/// The clients. A document load leads from one to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientPart {
    /// Pages without a session.
    Door,
    /// Pages that need a session.
    Home,
}

impl PageInfo {
    /// The heading in the document's language.
    pub fn title(&self) -> &'static str {
        (self.title)()
    }

    /// The path and the heading, for a link.
    pub fn link(&self) -> (String, &'static str) {
        (self.path.to_owned(), self.title())
    }

    /// The path with `value` as its parameter.
    pub fn path_of(&self, value: &str) -> String {
        self.path.split('/').skip(1).fold(String::new(), |mut path, part| {
            path.push('/');
            path.push_str(if part.starts_with(':') { value } else { part });
            path
        })
    }

    /// Whether `path` is this page's, whatever its parameter.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        let mut parts = path.split('/');
        let mut ours = self.path.split('/');
        let same = |mine: &str| {
            parts
                .next()
                .is_some_and(|part| part == mine || mine.starts_with(':') && !part.is_empty())
        };
        ours.all(same) && parts.next().is_none()
    }

    /// The parameter in `path`, which is this page's.
    pub(crate) fn param_in<'a>(&self, path: &'a str) -> Option<&'a str> {
        let mut parts = self.path.split('/').zip(path.split('/'));
        parts.find_map(|(mine, part)| mine.starts_with(':').then_some(part))
    }

    /// Whether the path is that of `other` or below it. No page is below Home.
    pub fn within(&self, other: &Self) -> bool {
        let rest = self.path.as_bytes().strip_prefix(other.path.as_bytes());
        rest.is_some_and(|rest| rest.is_empty() || rest.first() == Some(&b'/'))
    }
}

#[cfg(test)]
mod tests {
    use crate::page;

    #[test]
    fn parameters_are_filled_in() {
        assert_eq!(page::REMOVE_DEVICE.path_of("1"), "/security/two-factor/1/remove");
        assert_eq!(page::HOME.path_of("1"), "/");
    }

    #[test]
    fn a_page_is_found_by_its_address() {
        for page in page::ALL {
            let path = page.path_of("0123456789abcdef");
            assert_eq!(page::at(&path).map(|found| found.path), Some(page.path));
            let param = page.path.contains(':').then_some("0123456789abcdef");
            assert_eq!(page.param_in(&path), param);
        }
        for path in [
            "",
            "/none",
            "/sign-in/",
            "/sign-in/passcode/x",
            "//",
            "/set-up/",
            "sign-in",
        ] {
            assert!(page::at(path).is_none(), "{path}");
        }
    }

    #[test]
    fn pages_stand_below_each_other_by_their_paths() {
        assert!(page::SCAN.within(page::TWO_FACTOR) && page::SCAN.within(page::SECURITY));
        assert!(page::HOME.within(page::HOME) && !page::SECURITY.within(page::HOME));
        assert!(!page::TWO_FACTOR.within(page::SCAN) && !page::SIGN_IN.within(page::SIGN_UP));
    }
}

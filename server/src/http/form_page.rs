//! Which page a plain form stands on: where its person goes back to when it failed.

use super::own_path;
use crate::config::Origin;
use http::{HeaderMap, header};

/// Before the endpoint of every server function.
pub const PREFIX: &str = "/ui/";

/// Where forms stand, for browsers that send no `Referer`; the first that fits counts.
const PAGES: [(&str, &str); 12] = [
    ("sign-in/passcode", "/sign-in/passcode"),
    ("sign-in/recovery", "/sign-in/recovery"),
    ("sign-in", "/sign-in"),
    ("set-up", "/set-up"),
    ("sign-up/", "/sign-up/check-mail"),
    ("sign-up", "/sign-up"),
    ("confirm-email", "/confirm-email"),
    ("profile/", "/profile"),
    ("devices/add", "/security/two-factor/new"),
    ("devices/", "/security/two-factor"),
    ("two-factor/switch-off", "/security/two-factor/switch-off"),
    ("recovery-codes/", "/security/recovery-codes"),
];

/// The page of the form with this endpoint: the path of a `Referer` of ours, else the one we know.
///
/// The query of the `Referer` is dropped: what matters of it comes back as a field.
pub fn form_page(origin: &Origin, headers: &HeaderMap, endpoint: &str) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referer.and_then(|url| origin.path_of(url)).and_then(own_path);
    // An error page stands at the address of the function that failed, where nothing can be read.
    let path = path.filter(|path| !path.starts_with(PREFIX));
    path.unwrap_or_else(|| known_page(endpoint)).to_owned()
}

fn known_page(endpoint: &str) -> &'static str {
    PAGES
        .iter()
        .find(|(start, _)| endpoint.starts_with(start))
        .map_or("/", |(_, page)| page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(referer: Option<&str>, endpoint: &str) -> String {
        let origin = Origin::parse("https://a.example").expect("an origin");
        let referer = referer.map(|referer| (header::REFERER, referer.parse().expect("a value")));
        form_page(&origin, &referer.into_iter().collect(), endpoint)
    }

    #[test]
    fn the_referer_if_it_is_ours() {
        assert_eq!(
            page(Some("https://a.example/security/two-factor/1?x=y"), "devices/confirm"),
            "/security/two-factor/1"
        );
        for foreign in [
            "https://evil.example/sign-in",
            "https://a.example.evil/x",
            "https://a.example//evil",
            "/x",
            "https://a.example/ui/sign-in",
        ] {
            assert_eq!(page(Some(foreign), "sign-in"), "/sign-in", "{foreign}");
        }
    }

    #[test]
    fn without_one_the_page_we_know() {
        assert_eq!(page(None, "sign-in/passcode"), "/sign-in/passcode");
        assert_eq!(page(None, "sign-in/another-account"), "/sign-in");
        assert_eq!(page(None, "sign-up/send-again"), "/sign-up/check-mail");
        assert_eq!(page(None, "home/not-now"), "/");
    }
}

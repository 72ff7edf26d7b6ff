//! Protection against cross-site requests, which Leptos does not have.

use super::{api, oidc};
use crate::config::Origin;
use http::{HeaderMap, Method, header};

/// Whether a request may proceed: a read always, a change only from our own pages or if the user initiated it directly.
/// The REST API takes no cookie and any request but one that a page of another site makes.
pub(super) fn allowed(method: &Method, path: &str, headers: &HeaderMap, origin: &Origin) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    // The headers are those of the request that the proxy asks about: a link from another site to an application. A person
    // may follow a link to the document, too, which is the same for everybody.
    if path == api::verify::PATH || path.starts_with(api::verify::ROOT) || path == api::document::PATH {
        return true;
    }
    // Apps take no cookie along; browsers that apps send bring a request that changes nothing.
    if oidc::is_open(path) {
        return true;
    }
    if path.starts_with(api::PREFIX) {
        return text("sec-fetch-site") != Some("cross-site");
    }
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => text(header::ORIGIN.as_str()).is_some_and(|sender| sender == origin.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(headers: &[(&'static str, &str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().expect("a value")));
        let origin = Origin::parse("https://a.example").expect("an origin");
        allowed(&Method::POST, "/ui/sign-in", &headers.collect(), &origin)
    }

    #[test]
    fn our_own_pages_may_change_things() {
        assert!(post(&[("sec-fetch-site", "same-origin")]) && post(&[("sec-fetch-site", "none")]));
        assert!(post(&[("origin", "https://a.example")]));
    }

    #[test]
    fn other_sites_may_not() {
        assert!(!post(&[]));
        assert!(!post(&[("origin", "null")]) && !post(&[("origin", "https://evil.example")]));
        assert!(!post(&[("origin", "https://a.example.evil")]) && !post(&[("origin", "http://a.example")]));
        for site in ["cross-site", "same-site", "", "Same-Origin", "same-origin, none"] {
            assert!(
                !post(&[("sec-fetch-site", site), ("origin", "https://a.example")]),
                "{site:?}"
            );
        }
    }

    #[test]
    fn reads_and_programs_are_exempt() {
        let origin = Origin::parse("https://a.example").expect("an origin");
        assert!(allowed(&Method::GET, "/", &HeaderMap::new(), &origin));
        assert!(allowed(&Method::POST, "/api/v1/tokens", &HeaderMap::new(), &origin));
        let from_a_page = HeaderMap::from_iter([(
            http::HeaderName::from_static("sec-fetch-site"),
            http::HeaderValue::from_static("cross-site"),
        )]);
        for method in [Method::GET, Method::POST] {
            assert!(!allowed(&method, "/api/v1/me", &from_a_page, &origin));
        }
        assert!(!allowed(&Method::POST, "/api/v1", &HeaderMap::new(), &origin));
        assert!(!allowed(&Method::DELETE, "/api/v1x", &HeaderMap::new(), &origin));
    }
}

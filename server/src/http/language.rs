//! The language of a response: the member's choice, else the browser's, else English.

use super::accept::weighted;
use app::wire::cookies::{Cookie, Transport};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use terms::Language;

/// Returns the language of a request: the choice in the cookie, else the preferred one of `Accept-Language`.
pub(super) fn of(headers: &HeaderMap, over: Transport) -> Language {
    Cookie::Language
        .read(headers, over)
        .and_then(Language::parse)
        .or_else(|| preferred(headers))
        .unwrap_or(Language::English)
}

/// Sets `Content-Language` and `Vary` on a page, unless it is in one language only and says so.
pub(super) fn name(response: &mut Response, language: Language) {
    let headers = response.headers_mut();
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    if is_page && !headers.contains_key(header::CONTENT_LANGUAGE) {
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
        headers.append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    }
}

/// Returns our language with the highest weight; of equal ones the first (RFC 9110 section 12.5.4, with lookup by RFC
/// 4647 section 3.4: `de-CH` is German).
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let spoken = weighted(headers, header::ACCEPT_LANGUAGE).filter_map(|(range, weight)| {
        let tag = range.split('-').next()?.to_ascii_lowercase();
        Some((Language::parse(&tag)?, weight))
    });
    let acceptable = spoken.filter(|(_, weight)| *weight > 0.0);
    let best = acceptable.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Language::{English, German};

    fn of_header(accepted: &str) -> Language {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, accepted.parse().expect("a value"))]);
        of(&headers, Transport::Https)
    }

    #[test]
    fn the_browser_is_heard_by_weight() {
        for (accepted, expected) in [
            ("de", German),
            ("DE-ch, en;q=0.9", German),
            ("de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", German),
            ("en-US,en;q=0.9,de;q=0.8", English),
            ("en;q=0.8, de;q=0.81", German),
            ("fr, it;q=0.9, de;q=0.1", German),
            ("fr-CH, fr;q=0.9", English),
            ("de;q=0", English),
            ("de;q=0, en;q=0.1", English),
            ("de;q=nonsense, en;q=0.1", English),
            ("de;q=2", English),
            ("de;q=NaN", English),
            ("deutsch", English),
            ("*", English),
            (",;,", English),
            ("", English),
        ] {
            assert_eq!(of_header(accepted), expected, "{accepted:?}");
        }
        assert_eq!(of(&HeaderMap::new(), Transport::Https), English);
    }

    #[test]
    fn a_choice_counts_more_and_nonsense_is_none() {
        let chosen = |cookie: &str| {
            let value = |text: &str| text.parse().expect("a value");
            of(
                &HeaderMap::from_iter([
                    (header::ACCEPT_LANGUAGE, value("de")),
                    (header::COOKIE, value(&format!("__Host-language={cookie}"))),
                ]),
                Transport::Https,
            )
        };
        assert_eq!(chosen("en"), English);
        assert_eq!(chosen("xx"), German);
        assert_eq!(chosen(""), German);
    }
}

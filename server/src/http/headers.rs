//! The headers that every response carries, error pages and static files included.

use http::{HeaderMap, HeaderName, HeaderValue, header};

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // `no-referrer` would hide from a server which form was sent, and plain forms go back to theirs.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Two years (the origin's host only: what else lives on its subdomains is not ours to decide).
const HSTS: &str = "max-age=63072000";

/// The content security policy of a response whose inline scripts carry `nonce`.
///
/// Everything is refused but our own files; the nonce is for the little script with which Leptos starts the client
/// and hands over what the page was rendered from.
pub fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

/// Puts the headers on a response; whatever says nothing about caching is not kept anywhere.
pub fn put(headers: &mut HeaderMap, nonce: &str, https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(nonce)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_our_files_and_the_nonce_only() {
        let policy = content_security_policy("abc");
        let directives: Vec<_> = policy.split("; ").collect();
        assert!(directives.contains(&"default-src 'none'"));
        assert!(directives.contains(&"script-src 'self' 'nonce-abc' 'wasm-unsafe-eval'"));
        assert!(directives.contains(&"frame-ancestors 'none'"));
        assert!(directives.contains(&"base-uri 'none'"));
        assert!(directives.contains(&"form-action 'self'"));
        for never in [
            "unsafe-inline",
            "'unsafe-eval'",
            "strict-dynamic",
            "http",
            "*",
            "data:",
            "blob:",
        ] {
            assert!(!policy.contains(never), "{never}");
        }
    }

    #[test]
    fn hsts_on_https_only_and_no_store_unless_said_otherwise() {
        let mut headers = HeaderMap::new();
        put(&mut headers, "n", false);
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        let mut headers = HeaderMap::from_iter([(header::CACHE_CONTROL, HeaderValue::from_static("immutable"))]);
        put(&mut headers, "n", true);
        assert_eq!(headers[header::CACHE_CONTROL], "immutable");
        assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], HSTS);
    }
}

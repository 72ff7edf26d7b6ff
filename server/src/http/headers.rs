//! The security headers of every response, error pages and static files included.

use crate::config::Apps;
use http::{HeaderMap, HeaderName, HeaderValue, header};

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // `no-referrer` would hide the page of a plain form from our own server.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Two years. Subdomains are not included, because they may belong to other services.
const HSTS: &str = "max-age=63072000";

/// Returns the content security policy of a response whose inline scripts carry `nonce`.
///
/// A form may lead to one of `apps`: Chrome applies the policy to the redirects that follow a form, too.
///
/// Only our own files may be loaded. The nonce is for the inline script with which Leptos starts the client and passes
/// it the page's data.
pub fn content_security_policy(nonce: &str, apps: &Apps) -> String {
    let apps: String = apps.iter().map(|app| format!(" {}", app.as_str())).collect();
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'{apps}; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

/// Sets the headers. A response without `Cache-Control` gets `no-store`.
pub(super) fn put(headers: &mut HeaderMap, nonce: &str, apps: &Apps, https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A page that needs less has a policy of its own.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&content_security_policy(nonce, apps))
    {
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
        let policy = content_security_policy("abc", &Apps::default());
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
        put(&mut headers, "n", &Apps::default(), false);
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        let mut headers = HeaderMap::from_iter([(header::CACHE_CONTROL, HeaderValue::from_static("immutable"))]);
        put(&mut headers, "n", &Apps::default(), true);
        assert_eq!(headers[header::CACHE_CONTROL], "immutable");
        assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], HSTS);
    }
}

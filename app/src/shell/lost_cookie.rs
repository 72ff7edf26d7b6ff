//! Browsers that did not keep the cookie of a sign-in: they come back from it without any.
//!
//! The `Referer` says that a page follows the form; both the form without scripts and the one with them lead to another
//! document.

use super::address::address;
use crate::wire::{json::Json, paths::COOKIE_LOST};
use leptos::prelude::SharedValue;

/// Whether this page, which found no session, follows a sign-in whose cookie was not kept.
pub(crate) fn session_cookie_was_lost() -> bool {
    came_back(|_| false)
}

/// Whether this page, if it finds no challenge, follows a sign-in whose cookie was not kept. If a request does not say
/// where it comes from, it does: people do not type this page's address. The document passes the answer to the client;
/// call it at the top of the page's component.
pub(crate) fn challenge_cookie_was_lost() -> bool {
    let lost = || came_back(|site| site.is_none_or(|site| site == "same-origin"));
    SharedValue::<bool, Json>::new_with_encoding(lost).into_inner()
}

/// Whether the sign-in page was opened because of that.
pub(crate) fn says_cookie_was_lost() -> bool {
    address().query.split('&').any(|pair| pair == COOKIE_LOST)
}

/// `unsaid` decides by `Sec-Fetch-Site` for a request without `Referer`.
#[cfg(feature = "ssr")]
fn came_back(unsaid: fn(Option<&str>) -> bool) -> bool {
    use crate::{page, wire::ssr};
    use http::{header, request::Parts};

    let Some(parts) = leptos::prelude::use_context::<Parts>() else {
        return false;
    };
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let follows = match text(header::REFERER.as_str()) {
        Some(referer) => referer
            .parse::<http::Uri>()
            .is_ok_and(|uri| uri.path() == page::SIGN_IN.path),
        None => unsaid(text("sec-fetch-site")),
    };
    follows && !ssr::any_cookie()
}

/// Never in the browser: a sign-in leads to another document.
#[cfg(not(feature = "ssr"))]
fn came_back(_unsaid: fn(Option<&str>) -> bool) -> bool {
    false
}

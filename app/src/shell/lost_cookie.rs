//! Browsers that did not keep the cookie of a sign-in: they come back from it without any.
//!
//! Without scripts the `Referer` says that a page follows the form. With them the form leaves a mark on the document,
//! which the next click removes (`start.js`).

use crate::wire::paths::COOKIE_LOST;
use leptos_router::hooks::use_location;

/// Whether this page, which found no session, follows a sign-in whose cookie was not kept.
pub(crate) fn session_cookie_was_lost() -> bool {
    came_back(|_| false)
}

/// Whether this page, which found no challenge, follows a sign-in whose cookie was not kept. If a request does not say
/// where it comes from, it does: people do not type this page's address.
pub(crate) fn challenge_cookie_was_lost() -> bool {
    came_back(|site| site.is_none_or(|site| site == "same-origin"))
}

/// Whether the sign-in page was opened because of that.
pub(crate) fn says_cookie_was_lost() -> bool {
    let search = use_location().search;
    leptos::prelude::WithUntracked::with_untracked(&search, |query| {
        query.split(['?', '&']).any(|pair| pair == COOKIE_LOST)
    })
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

#[cfg(not(feature = "ssr"))]
fn came_back(_unsaid: fn(Option<&str>) -> bool) -> bool {
    use leptos::server_fn::ServerFn;

    crate::ui::client::redirected_by() == Some(crate::sign_in::api::SignIn::PATH.to_owned())
}

//! Rendering of the app's pages.

use super::{
    Shared,
    caller::{Caller, LeptosAnswer, ask_leptos},
    flash,
    middleware::PageNonce,
};
use app::wire::{
    paths::{DONE_PARAMETERS, own_path},
    ssr::{Flash, RequestInfo},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use domain::kernel::browser::Browser;
use http::{Method, StatusCode, Uri, header};
use leptos::{nonce::Nonce, prelude::provide_context};
use leptos_axum::render_app_async_with_context;
use terms::Language;

/// Maximum length of a rendered page, in bytes.
const PAGE_BYTES: usize = 4 * 1024 * 1024;
/// The query parameters that Leptos adds if a form without scripts fails. They are removed, because anyone can craft
/// such a link.
const LEPTOS_ERROR_PARAMETERS: [&str; 2] = ["__err", "__path"];

/// The query of a call by which an open page reads again what another person has changed.
const LOOKS_AGAIN: &str = "again";

/// Renders a page of the app.
pub(super) async fn page(State(shared): State<Shared>, request: Request) -> Response {
    // Links from elsewhere, such as those in mails of others, cannot make a page say that something was done.
    let done = if is_ours(&request) {
        &[]
    } else {
        DONE_PARAMETERS.as_slice()
    };
    if let Some(clean) = without(&[&LEPTOS_ERROR_PARAMETERS, done], request.uri()) {
        return (StatusCode::FOUND, [(header::LOCATION, clean)]).into_response();
    }
    let had_flash = flash::is_present(&shared.web, request.headers());
    let flash = flash::read(&shared.web, request.headers(), shared.service.now());
    let mut response = buffered(render(&shared, flash, request).await).await;
    // A redirect keeps the flash for the next page.
    if had_flash
        && !response.status().is_redirection()
        && let Some(cookie) = flash::forget(&shared.web)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Renders the app's "not found" page for browsers and answers programs with a bare 404.
pub(super) async fn not_found(State(shared): State<Shared>, request: Request) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reading || Caller::in_extensions(&request) != Caller::Person {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = buffered(render(&shared, None, request).await).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

async fn render(shared: &Shared, flash: Option<Flash>, mut request: Request) -> Response {
    // A page does not depend on the kind of client.
    ask_leptos(&mut request, LeptosAnswer::Document);
    let context = context(shared, flash, &request);
    render_app_async_with_context(context, app::document)(request).await
}

/// Returns a function that provides the use cases, the request's data and the nonce as context. The nonce replaces the
/// one that Leptos would generate, because the content security policy is made before the page.
pub(super) fn context(
    shared: &Shared,
    flash: Option<Flash>,
    request: &Request,
) -> impl Fn() + Clone + Send + Sync + 'static + use<> {
    let (service, web) = (shared.service.clone(), &shared.web);
    let nonce = request
        .extensions()
        .get::<PageNonce>()
        .map(|nonce| Nonce::from_value(nonce.0.as_str()));
    let language = request.extensions().get::<Language>().copied();
    let browser = request.extensions().get::<Browser>().cloned();
    let info = browser.map(|browser| RequestInfo {
        browser,
        assets: web.urls.clone(),
        flash,
        looks_again: request.method() == Method::POST && request.uri().query() == Some(LOOKS_AGAIN),
    });
    move || {
        provide_context(service.clone());
        if let Some(language) = language {
            provide_context(language);
        }
        if let Some(info) = &info {
            provide_context(info.clone());
        }
        if let Some(nonce) = &nonce {
            provide_context(nonce.clone());
        }
    }
}

/// The start of the client's script, which learns how many elements the document has.
const START: &[u8] = b"<script id=\"start\"";

/// Tells the client's script how many elements the body has up to the script itself, so that it notices elements that an
/// extension has inserted.
fn with_count(page: Vec<u8>) -> Vec<u8> {
    let find = |part: &[u8]| page.windows(part.len()).rposition(|window| window == part);
    let Some((body, start)) = find(b"<body>").zip(find(START)) else {
        return page;
    };
    let count = elements(page.get(body + 6..start + START.len()).unwrap_or_default());
    let (before, after) = page.split_at(start + START.len());
    [before, format!(" data-elements=\"{count}\"").as_bytes(), after].concat()
}

/// The number of elements in HTML that Leptos wrote: it escapes `<` in texts and attributes. Scripts are skipped.
fn elements(mut html: &[u8]) -> usize {
    const END: &[u8] = b"</script";
    let mut count = 0;
    while let Some(at) = html.iter().position(|byte| *byte == b'<') {
        html = html.get(at + 1..).unwrap_or_default();
        count += usize::from(html.first().is_some_and(u8::is_ascii_alphabetic));
        if html.starts_with(b"script") {
            let end = html.windows(END.len()).position(|window| window == END);
            html = html.get(end.unwrap_or(html.len())..).unwrap_or_default();
        }
    }
    count
}

/// Buffers a streamed page, so that it has a length, and so that the timeout covers its rendering.
async fn buffered(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    match to_bytes(body, PAGE_BYTES).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(with_count(bytes.into()))),
        Err(error) => {
            tracing::error!(%error, "a page broke off");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Whether a page of ours led to this one, as far as the browser says so.
fn is_ours(request: &Request) -> bool {
    let site = request.headers().get("sec-fetch-site");
    site.is_none_or(|site| site == "same-origin")
}

/// Returns the URI's path and query without these parameters; `None` if it has none of them.
fn without(parameters: &[&[&str]], uri: &Uri) -> Option<String> {
    let query = uri.query()?;
    let goes = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default().as_bytes();
        let name = form_urlencoded::parse(name).next();
        name.is_some_and(|(name, _)| parameters.iter().any(|some| some.contains(&name.as_ref())))
    };
    if !query.split('&').any(|pair| goes(&pair)) {
        return None;
    }
    let kept: Vec<_> = query.split('&').filter(|pair| !goes(pair)).collect();
    let path = own_path(uri.path()).unwrap_or("/");
    Some(if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_counted_as_browsers_do() {
        for (html, count) in [
            ("", 0),
            ("a &lt;b> 1 < 2", 0),
            ("<p>a<br/><!-- b --><!><svg viewBox=\"0\"><path d=\"M3\"/></svg></p>", 4),
            ("<script>if (a<b) \"<p>\"</script><p></p>", 2),
        ] {
            assert_eq!(elements(html.as_bytes()), count, "{html}");
        }
        let page = b"<body><p></p><script id=\"start\" type=\"module\">0<a</script><script></script></body>".to_vec();
        let counted = String::from_utf8(with_count(page)).expect("text");
        assert_eq!(
            counted,
            "<body><p></p><script id=\"start\" data-elements=\"2\" type=\"module\">0<a</script><script></script></body>"
        );
        assert_eq!(with_count(b"<body></body>".to_vec()), b"<body></body>");
    }

    #[test]
    fn what_was_done_is_said_by_our_pages_only() {
        let request = |site: Option<&str>| {
            let request = Request::get("/security/two-factor?done=switched-off&new=1");
            let request = site
                .into_iter()
                .fold(request, |request, site| request.header("sec-fetch-site", site));
            request.body(Body::empty()).expect("a request")
        };
        for (site, ours) in [
            (Some("same-origin"), true),
            // A browser that does not say.
            (None, true),
            (Some("none"), false),
            (Some("same-site"), false),
            (Some("cross-site"), false),
        ] {
            assert_eq!(is_ours(&request(site)), ours, "{site:?}");
        }
        let clean = without(&[&DONE_PARAMETERS], request(None).uri());
        assert_eq!(clean.as_deref(), Some("/security/two-factor?new=1"));
    }

    #[test]
    fn crafted_errors_are_removed() {
        let clean = |uri: &str| without(&[&LEPTOS_ERROR_PARAMETERS], &uri.parse().expect("a URI"));
        assert_eq!(clean("/sign-in"), None);
        assert_eq!(clean("/sign-in?next=/a"), None);
        assert_eq!(clean("/sign-in?__err=x&__path=y"), Some("/sign-in".into()));
        assert_eq!(clean("/sign-in?next=/a&__err=x"), Some("/sign-in?next=/a".into()));
        assert_eq!(clean("/sign-in?%5F_err=x"), Some("/sign-in".into()));
        assert_eq!(clean("//evil.example/?__err=x"), Some("/".into()));
    }
}

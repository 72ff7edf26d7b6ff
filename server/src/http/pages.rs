//! Rendering of the app's pages.

use super::{
    Shared,
    caller::{Caller, LeptosAnswer, ask_leptos},
    flash,
    middleware::PageNonce,
};
use app::wire::{
    paths::own_path,
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

/// Renders a page of the app.
pub(super) async fn page(State(shared): State<Shared>, request: Request) -> Response {
    if let Some(clean) = without_leptos_errors(request.uri()) {
        return (StatusCode::FOUND, [(header::LOCATION, clean)]).into_response();
    }
    let had_flash = flash::is_present(request.headers());
    let flash = flash::read(&shared.web, request.headers(), shared.service.now());
    let mut response = buffered(render(&shared, flash, request).await).await;
    // A redirect keeps the flash for the next page.
    if had_flash
        && !response.status().is_redirection()
        && let Some(cookie) = flash::forget()
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

/// Buffers a streamed page, so that it has a length, and so that the timeout covers its rendering.
async fn buffered(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    match to_bytes(body, PAGE_BYTES).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(error) => {
            tracing::error!(%error, "a page broke off");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Returns the URI's path and query without the parameters of Leptos' errors; `None` if there are none.
fn without_leptos_errors(uri: &Uri) -> Option<String> {
    let query = uri.query()?;
    let is_leptos_error = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default().as_bytes();
        form_urlencoded::parse(name)
            .next()
            .is_some_and(|(name, _)| LEPTOS_ERROR_PARAMETERS.contains(&name.as_ref()))
    };
    if !query.split('&').any(|pair| is_leptos_error(&pair)) {
        return None;
    }
    let kept: Vec<_> = query.split('&').filter(|pair| !is_leptos_error(pair)).collect();
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
    fn crafted_errors_are_removed() {
        let clean = |uri: &str| without_leptos_errors(&uri.parse().expect("a URI"));
        assert_eq!(clean("/sign-in"), None);
        assert_eq!(clean("/sign-in?next=/a"), None);
        assert_eq!(clean("/sign-in?__err=x&__path=y"), Some("/sign-in".into()));
        assert_eq!(clean("/sign-in?next=/a&__err=x"), Some("/sign-in?next=/a".into()));
        assert_eq!(clean("/sign-in?%5F_err=x"), Some("/sign-in".into()));
        assert_eq!(clean("//evil.example/?__err=x"), Some("/".into()));
    }
}

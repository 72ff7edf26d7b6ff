//! Server functions, called by the client's script or by forms without scripts.
//!
//! Leptos runs the function in the same way for both, see [`ask_leptos`]. This module converts the result into a
//! redirect with a flash cookie or into a response with the right status.
//!
//! A script that names the form's page sends a form of a served page: it is answered like a form without scripts, because
//! the server renders what the form shows next, but it learns where the redirect leads instead of following it. If the
//! script's request followed, it would take the flash away from a page that is then loaded as a document.

use super::{
    Shared,
    caller::{Caller, LeptosAnswer, ask_leptos},
    flash,
    middleware::BODY_BYTES,
    pages,
};
use app::wire::{
    error::ApiError,
    fields::{PAGE_FIELD, erase},
    paths::{own_path, with_next},
    ssr::{ErrorSlot, Flash},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use leptos::{
    prelude::{Owner, provide_context},
    reactive::computed::ScopedFuture,
    server_fn::redirect::REDIRECT_HEADER,
};
use leptos_axum::handle_server_fns_with_context;

const FORM: &str = "application/x-www-form-urlencoded";
/// The longest way on that the flash has room for, in bytes.
const LONG: usize = 512;

/// Handles a call of a server function.
pub(super) async fn call(State(shared): State<Shared>, request: Request) -> Response {
    let caller = Caller::in_extensions(&request);
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let served = caller == Caller::Script && body.split(|byte| *byte == b'&').any(is_page_field);
    let request = Request::from_parts(parts, Body::from(body));
    match caller {
        Caller::Person => answer_form(&shared, request).await,
        Caller::Script if served => told(answer_form(&shared, request).await),
        Caller::Script | Caller::Api | Caller::Program => answer_script(&shared, request).await,
    }
}

/// Tells a script where a redirect leads, as Leptos does.
fn told(mut response: Response) -> Response {
    if response.status().is_redirection() {
        *response.status_mut() = StatusCode::OK;
        response
            .headers_mut()
            .insert(REDIRECT_HEADER, HeaderValue::from_static(""));
    }
    response
}

/// Answers a script with the error in the body and its status.
async fn answer_script(shared: &Shared, request: Request) -> Response {
    let headers = request.headers();
    // The content of a served page has the forms that show it.
    let shows_flash = request.uri().path() == app::served_url() && flash::is_present(&shared.web, headers);
    let flash = shows_flash.then(|| flash::read(&shared.web, headers, shared.service.now()));
    let (mut response, error) = call_function(shared, flash.flatten(), request).await;
    // An error keeps the flash for the next page, which is that of signing in.
    if shows_flash
        && error.is_none()
        && let Some(cookie) = flash::forget(&shared.web)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if response
        .headers()
        .get(header::LOCATION)
        .is_some_and(|target| own_location(target).is_none())
    {
        response.headers_mut().remove(header::LOCATION);
    }
    if let Some(error) = error {
        *response.status_mut() = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(seconds) = error.retry_after() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
    }
    response
}

/// Answers a form with a redirect, to where the function says or back to the form's page.
async fn answer_form(shared: &Shared, request: Request) -> Response {
    if !is_form(request.headers()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let form = request.uri().path().to_owned();
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let (page, arguments) = split_page_field(&body);
    let mut fields = flash::fields(&arguments);
    erase(body);
    parts.headers.remove(header::CONTENT_LENGTH);
    let (response, error) = call_function(shared, None, Request::from_parts(parts, Body::from(arguments))).await;

    let target = response
        .headers()
        .get(header::LOCATION)
        .and_then(own_location)
        .unwrap_or_else(|| with_long_next(page, &mut fields));
    let mut redirect = match error {
        // The person cannot correct this, so the error page is shown.
        Some(ApiError::Internal) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        _ => redirect_to(&target),
    };
    copy_cookies(&response, &mut redirect);
    if let Some(error) = error.filter(|error| *error != ApiError::Internal) {
        let flash = Flash { form, error, fields };
        if let Some(cookie) = flash::keep(&shared.web, flash, shared.service.now()) {
            redirect.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    redirect
}

/// Returns the page with what follows it in the query, if that is too long for the flash: the request of an app.
fn with_long_next(page: String, fields: &mut Vec<(String, String)>) -> String {
    let long = |(name, value): &(String, String)| name == "next" && value.len() > LONG;
    match fields.iter().position(long) {
        Some(at) => with_next(&page, &fields.remove(at).1),
        None => page,
    }
}

/// Runs the function and returns Leptos' response and the error that the function reported.
async fn call_function(shared: &Shared, flash: Option<Flash>, mut request: Request) -> (Response, Option<ApiError>) {
    ask_leptos(&mut request, LeptosAnswer::Outcome);
    let slot = ErrorSlot::default();
    let (context, reported) = (pages::context(shared, flash, &request), slot.clone());
    let context = move || {
        context();
        provide_context(reported.clone());
    };
    // A document that is being rendered leaves its owner on the thread, and Leptos would make this call a child of it: the
    // call would find the contexts of another person's request.
    let owner = Owner::default();
    let call = owner.with(|| ScopedFuture::new(handle_server_fns_with_context(context, request)));
    let response = call.await.into_response();
    (response, slot.error().cloned())
}

/// Removes the page field from a form's fields. Returns the page's path and the remaining fields. Without a page of
/// ours the path is `/`.
fn split_page_field(body: &[u8]) -> (String, Vec<u8>) {
    let (pages, fields): (Vec<_>, Vec<_>) = body.split(|byte| *byte == b'&').partition(|pair| is_page_field(pair));
    let page = pages.first().and_then(|pair| form_urlencoded::parse(pair).next());
    let page = page.and_then(|(_, path)| own_page(&path).map(str::to_owned));
    (page.unwrap_or_else(|| "/".to_owned()), fields.join(&b'&'))
}

fn is_page_field(pair: &[u8]) -> bool {
    form_urlencoded::parse(pair)
        .next()
        .is_some_and(|(name, _)| name == PAGE_FIELD)
}

/// Returns `path` if it is a path of ours without a query. Pages get what they need from the flash.
fn own_page(path: &str) -> Option<&str> {
    own_path(path).filter(|path| !path.contains(['?', '#']))
}

/// Returns a 302 redirect to a path of ours.
fn redirect_to(target: &str) -> Response {
    let location = HeaderValue::from_str(target).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

/// Copies the cookies that the function set. They are needed even if it failed afterwards: a step-up has replaced the
/// session's token, so without the new one the person would be signed out.
fn copy_cookies(from: &Response, to: &mut Response) {
    for cookie in from.headers().get_all(header::SET_COOKIE) {
        to.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
}

fn own_location(target: &HeaderValue) -> Option<String> {
    target.to_str().ok().and_then(own_path).map(str::to_owned)
}

fn is_form(headers: &HeaderMap) -> bool {
    let media = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    media
        .split(';')
        .next()
        .is_some_and(|media| media.trim().eq_ignore_ascii_case(FORM))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(body: &str) -> (String, String) {
        let (page, fields) = split_page_field(body.as_bytes());
        (page, String::from_utf8(fields).expect("text"))
    }

    #[test]
    fn the_page_field_is_not_passed_to_the_function() {
        for (body, page, fields) in [
            ("_page=%2Fsign-in&email=a%40b.c", "/sign-in", "email=a%40b.c"),
            (
                "a=1&_page=/security/two-factor/1&b=%26_page=2",
                "/security/two-factor/1",
                "a=1&b=%26_page=2",
            ),
            ("%5Fpage=%2Fa", "/a", ""),
            ("_page=%2Fa&x=1&_page=%2Fb", "/a", "x=1"),
            ("x=1&_pages=%2Fa", "/", "x=1&_pages=%2Fa"),
            ("", "/", ""),
        ] {
            assert_eq!(split(body), (page.to_owned(), fields.to_owned()), "{body}");
        }
    }

    #[test]
    fn a_forged_page_leads_home() {
        for page in [
            "",
            "https://evil.example/sign-in",
            "//evil.example",
            "/\\evil.example",
            "/ui/sign-in",
            "/sign-in?ready=owner",
            "/a#b",
            "/a\r\nb",
        ] {
            let encoded: String = form_urlencoded::byte_serialize(page.as_bytes()).collect();
            assert_eq!(split(&format!("_page={encoded}")).0, "/", "{page:?}");
        }
    }
}

//! The server's side of server functions: who is calling, the service, cookies, redirects, errors.

use crate::wire::{error::ApiError, paths::own_path};
use domain::{Service, kernel::browser::Browser};
use http::{HeaderValue, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// What `server` tells about a request; provided as context for pages and server functions.
#[derive(Clone)]
pub struct RequestInfo {
    /// Who is at the other end.
    pub browser: Browser,
    /// URLs of the client's files.
    pub assets: Arc<Assets>,
    /// What a failed form left behind, once.
    pub flash: Option<Flash>,
}

/// URLs of the client's files, with their content hashes; `None` where the client was not built.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The JavaScript glue.
    pub script: Option<String>,
    /// The WebAssembly module.
    pub wasm: Option<String>,
    /// The style sheet.
    pub style: Option<String>,
    /// The script that applies the chosen theme before the first paint.
    pub theme: Option<String>,
}

/// A failed form without scripts: why, and what was typed into the fields that are not secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The path of the form's server function, such as `/ui/sign-in`.
    pub form: String,
    /// Why it failed.
    pub error: ApiError,
    /// Name and value of fields that are not secret.
    pub fields: Vec<(String, String)>,
}

/// Where the error of a failing server function is left for the code that answers the request; provided as context.
#[derive(Clone, Debug, Default)]
pub struct ErrorSlot(Arc<OnceLock<ApiError>>);

impl ErrorSlot {
    /// The error, if the function failed.
    pub fn error(&self) -> Option<&ApiError> {
        self.0.get()
    }
}

/// Leaves `error` in the request's [`ErrorSlot`], if there is one. The first error counts.
pub(super) fn leave_error(error: &ApiError) {
    if let Some(ErrorSlot(slot)) = use_context() {
        let _ = slot.set(error.clone());
    }
}

/// Longest life of the known-browser cookie, in seconds.
const KNOWN_LIFE: i64 = domain::sessions::session::KNOWN_LIFE;
/// Members whose sign-ins a browser remembers.
const KNOWN_MAX: usize = 5;

/// The cookies. `__Host-` binds them to this host and to TLS (or loopback).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The session's token.
    Session,
    /// The challenge's token.
    Challenge,
    /// An exchanged link.
    Link,
    /// A sign-up that waits for its confirmation.
    Waiting,
    /// Browsers that completed a sign-in, up to five tokens.
    Known,
}

impl Cookie {
    /// The cookie's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "__Host-session",
            Self::Challenge => "__Host-challenge",
            Self::Link => "__Host-link",
            Self::Waiting => "__Host-waiting",
            Self::Known => "__Host-known",
        }
    }
}

/// The use cases.
pub fn service() -> Result<Service, ApiError> {
    use_context().ok_or(ApiError::Internal)
}

/// Who is at the other end.
pub fn browser() -> Result<Browser, ApiError> {
    use_context::<RequestInfo>()
        .map(|info| info.browser)
        .ok_or(ApiError::Internal)
}

/// The value of a cookie of this request.
pub fn cookie(which: Cookie) -> Option<String> {
    let parts = use_context::<http::request::Parts>()?;
    let pairs = parts
        .headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    pairs.flat_map(|value| value.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == which.name()).then(|| value.to_owned())
    })
}

/// Sets a cookie; without `life` (seconds) it ends with the browser.
pub fn set_cookie(which: Cookie, value: &str, life: Option<i64>) {
    let life = life.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    append_header(&format!(
        "{}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{life}",
        which.name()
    ));
}

/// Takes a cookie away.
pub fn clear_cookie(which: Cookie) {
    set_cookie(which, "", Some(0));
}

/// The tokens of [`Cookie::Known`].
pub fn known_browsers() -> Vec<String> {
    let value = cookie(Cookie::Known).unwrap_or_default();
    value
        .split('.')
        .filter(|token| !token.is_empty())
        .take(KNOWN_MAX)
        .map(str::to_owned)
        .collect()
}

/// Signs the browser in: session and known-browser cookies, the challenge's goes.
pub fn signed_in(opened: &domain::sign_in::NewSession) {
    set_cookie(Cookie::Session, opened.token.expose_secret(), None);
    clear_cookie(Cookie::Challenge);
    if let Some(known) = &opened.known {
        let known = known.expose_secret().to_owned();
        let others = known_browsers().into_iter().filter(|token| *token != known);
        let tokens: Vec<_> = std::iter::once(known.clone()).chain(others).take(KNOWN_MAX).collect();
        set_cookie(Cookie::Known, &tokens.join("."), Some(KNOWN_LIFE));
    }
}

/// Goes on at an own path, or at Home. The one place that redirects, so that the next Leptos changes one line.
pub fn redirect(path: &str) {
    leptos_axum::redirect(own_path(path).unwrap_or("/"));
}

fn append_header(cookie: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        response.append_header(header::SET_COOKIE, value);
    }
}

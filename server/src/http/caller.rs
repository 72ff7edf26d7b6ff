//! The kind of client that sent a request, which determines the form of the response.

use super::api;
use app::wire::paths::CALLS;
use axum::extract::Request;
use http::{HeaderMap, HeaderValue, header};

/// The kind of client that sent a request. [`super::middleware`] computes it once and stores it in the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// A browser that loads a document: responses are pages and redirects.
    Person,
    /// The client's script: responses are JSON, errors are [`app::wire::error::ApiError`].
    Script,
    /// A client of the REST API: responses are JSON, errors are [`super::api::Problem`].
    Api,
    /// Any other program: errors are plain text.
    Program,
}

impl Caller {
    /// Determines the kind of client from headers and path.
    pub(super) fn of(request: &Request) -> Self {
        match accepts_html(request.headers()) {
            _ if request.uri().path().starts_with(api::PREFIX) => Self::Api,
            true => Self::Person,
            false if request.uri().path().starts_with(CALLS) => Self::Script,
            false => Self::Program,
        }
    }

    /// Returns the kind of client stored in the request's extensions.
    pub(super) fn in_extensions(request: &Request) -> Self {
        request.extensions().get().copied().unwrap_or(Self::Program)
    }
}

/// The kinds of responses that Leptos distinguishes.
#[derive(Clone, Copy, Debug)]
pub(super) enum LeptosAnswer {
    /// A document; redirects have a redirect status.
    Document,
    /// The plain result of a server function.
    Outcome,
}

/// Makes Leptos respond in one way, whatever the client accepts.
///
/// Leptos looks at the `Accept` header and has no setting for this. A page would redirect only clients that accept HTML
/// and answer others with 200; a server function that fails for a client that accepts HTML would redirect to the
/// `Referer`, which may be another site, with the error in the URL. This is the only place that changes a request
/// header.
pub(super) fn ask_leptos(request: &mut Request, answer: LeptosAnswer) {
    let media = match answer {
        LeptosAnswer::Document => "text/html",
        LeptosAnswer::Outcome => "application/json",
    };
    request
        .headers_mut()
        .insert(header::ACCEPT, HeaderValue::from_static(media));
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

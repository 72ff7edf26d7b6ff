//! Who sent a request, and therefore in which form the answer is understood.

use app::wire::paths::CALLS;
use axum::extract::Request;
use http::{HeaderMap, HeaderValue, header};

/// Who sent a request. Computed once, by [`super::front`], which leaves it in the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A person's browser that loads a document: answers are pages and redirects.
    Person,
    /// The client's script: answers are JSON, errors are [`app::wire::error::ApiError`].
    Script,
    /// Any other program: errors are text.
    Program,
}

impl Caller {
    /// Who sent this request, by its headers and address.
    pub fn of(request: &Request) -> Self {
        match accepts_html(request.headers()) {
            true => Self::Person,
            false if request.uri().path().starts_with(CALLS) => Self::Script,
            false => Self::Program,
        }
    }

    /// Who sent this request, as the front has found.
    pub fn in_extensions(request: &Request) -> Self {
        request.extensions().get().copied().unwrap_or(Self::Program)
    }
}

/// The answers that Leptos can be asked for.
#[derive(Clone, Copy, Debug)]
pub enum LeptosAnswer {
    /// A document; `Redirect`s are statuses.
    Document,
    /// The outcome of a server function, nothing around it.
    Outcome,
}

/// Asks Leptos for one kind of answer.
///
/// It reads the `Accept` header itself and has no other setting: a page sends on only callers that name HTML and answers
/// others 200, and a server function that fails for a caller of HTML is answered with a redirect to the `Referer`,
/// wherever that is, with the error in the URL. This is the only place where a header of a request is changed.
pub fn ask_leptos(request: &mut Request, answer: LeptosAnswer) {
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

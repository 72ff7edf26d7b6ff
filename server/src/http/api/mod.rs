//! The REST API, `/api/v1`: JSON for programs, over the same use cases as the pages.
//!
//! It takes no cookie and sends no CORS headers, so no web page can use it on behalf of its visitor. Errors are [`Problem`]s.

pub(super) mod activity;
pub(super) mod approvals;
mod credential;
pub(super) mod devices;
pub(super) mod document;
pub(super) mod fields;
pub(super) mod introspect;
pub(super) mod keys;
mod limit;
pub(super) mod me;
pub(super) mod members;
mod problem;
pub(super) mod reference;
pub(super) mod sessions;
pub(super) mod tokens;
pub(super) mod verify;

use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

pub(super) use limit::ReadLimits;
pub(super) use problem::Problem;

/// The prefix of every path.
pub(super) const PREFIX: &str = "/api/v1/";

/// The most entries on a page of a list.
const PAGE_MAX: usize = 100;
/// Entries on a page if the program does not say.
const PAGE: usize = 50;

/// Returns how many entries a page shall have.
fn page_size(asked: Option<u32>) -> Result<usize, Problem> {
    let size = asked.map_or(PAGE, |size| size as usize);
    (1..=PAGE_MAX)
        .contains(&size)
        .then_some(size)
        .ok_or_else(Problem::bad_query)
}

/// Reads a JSON body. Unknown and repeated fields are refused; `expected` says what it has.
fn json_body<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8], expected: &'static str) -> Result<T, Problem> {
    let media = credential::only(headers, header::CONTENT_TYPE.as_str())?.unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    serde_json::from_slice(body).map_err(|_| Problem::invalid(expected))
}

//! The REST API, `/api/v1`: JSON for programs, over the same use cases as the pages.
//!
//! It takes no cookie and sends no CORS headers, so no web page can use it on behalf of its visitor. Errors are [`Problem`]s.

pub(super) mod activity;
mod credential;
pub(super) mod devices;
pub(super) mod introspect;
pub(super) mod keys;
mod limit;
pub(super) mod me;
pub(super) mod members;
mod problem;
pub(super) mod sessions;
pub(super) mod tokens;
pub(super) mod verify;

use domain::Timestamp;
use terms::Language;
use text::Text;

pub(super) use limit::ReadLimits;
pub(super) use problem::Problem;

/// The prefix of every path.
pub(super) const PREFIX: &str = "/api/v1/";

/// The most entries on a page of a list.
const PAGE_MAX: usize = 100;
/// Entries on a page if the program does not say.
const PAGE: usize = 50;

/// Returns how many entries a page shall have.
fn page_size(asked: Option<usize>) -> Result<usize, Problem> {
    let size = asked.unwrap_or(PAGE);
    (1..=PAGE_MAX)
        .contains(&size)
        .then_some(size)
        .ok_or_else(Problem::bad_query)
}

/// Formats a time (RFC 3339).
fn time(at: Timestamp) -> String {
    Text::of(Language::English).machine(at.0)
}

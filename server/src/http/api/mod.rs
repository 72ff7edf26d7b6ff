//! The REST API, `/api/v1`: JSON for programs, over the same use cases as the pages.
//!
//! It takes no cookie and sends no CORS headers, so no web page can use it on behalf of its visitor. Errors are [`Problem`]s.

pub(super) mod activity;
mod credential;
pub(super) mod devices;
pub(super) mod keys;
pub(super) mod me;
mod problem;
pub(super) mod tokens;

pub(super) use problem::Problem;

/// The prefix of every path.
pub(super) const PREFIX: &str = "/api/v1/";

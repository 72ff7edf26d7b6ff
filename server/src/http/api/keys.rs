//! `DELETE /api/v1/keys/current`: the way of a person who finds a key to make it harmless.

use super::{Problem, credential, document::TOKENS};
use crate::http::Shared;
use axum::{Extension, extract::State};
use domain::kernel::browser::Browser;
use http::{HeaderMap, StatusCode};

/// Ends the API key that is presented.
///
/// A person who finds a key ends it with the key alone, from any address. Its member is mailed.
#[utoipa::path(
    delete,
    path = "/api/v1/keys/current",
    operation_id = "end_key",
    tag = TOKENS,
    security(("key" = [])),
    responses((status = 204, description = "It ended")),
)]
pub(in crate::http) async fn end_current(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let key = credential::bearer(&headers)?;
    shared.service.end_presented_key(key, &browser).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! `POST /oidc/revoke`: an app ends a token of its own (RFC 7009).

use super::{
    answer::{Refusal, open},
    token::{authenticated, needed},
};
use crate::http::Shared;
use axum::{
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};

/// Ends the token. One that is unknown or of another app is answered alike.
pub(in crate::http) async fn revoke(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let (client, form) = authenticated(&shared, &headers, &body).await?;
    let token = needed(&form, "token", "token is missing")?;
    shared.service.revoke_token(&client, token).await?;
    Ok(open(StatusCode::OK.into_response()))
}

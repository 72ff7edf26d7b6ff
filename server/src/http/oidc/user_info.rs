//! `GET` and `POST /oidc/userinfo`: the claims of a person (OpenID Connect Core section 5.3).

use super::{
    answer::{Refusal, readable},
    form,
};
use crate::http::Shared;
use axum::{body::Bytes, extract::State, response::Response};
use domain::oidc::error::{AppError, ErrorCode};
use http::{HeaderMap, header};

const NO_TOKEN: AppError = AppError::refused(ErrorCode::InvalidToken, "no access token is presented");
const TWICE: AppError = AppError::refused(ErrorCode::InvalidRequest, "more than one access token is presented");

/// Answers with the claims that the scopes of the access token permit. It comes in the header or in a form (RFC 6750 sections
/// 2.1 and 2.2), never in the address.
pub(in crate::http) async fn read(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let form = form::in_body(&headers, &body).unwrap_or_default();
    let token = match (bearer(&headers)?, form.get("access_token")) {
        (Some(_), Some(_)) => return Err(TWICE.into()),
        (Some(token), None) | (None, Some(token)) => token,
        (None, None) => return Err(NO_TOKEN.into()),
    };
    Ok(readable(shared.service.user_info(token).await?))
}

/// Returns the bearer token of the header, if there is one.
pub(super) fn bearer(headers: &HeaderMap) -> Result<Option<&str>, AppError> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(TWICE);
    }
    let (scheme, token) = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .ok_or(NO_TOKEN)?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(Some(token.trim_start()))
        .ok_or(NO_TOKEN)
}

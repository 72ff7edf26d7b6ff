//! `POST /oidc/token`: codes and refresh tokens become tokens (RFC 6749 section 3.2).

use super::{
    answer::{Refusal, readable},
    client, form,
};
use crate::http::Shared;
use axum::{Extension, body::Bytes, extract::State, response::Response};
use domain::{
    kernel::browser::Browser,
    oidc::{
        clients::client::Client,
        error::{AppError, ErrorCode},
        parameters::Parameters,
        tokens::{PresentedCode, Tokens},
    },
};
use http::HeaderMap;
use serde::Serialize;

const NO_FORM: AppError = AppError::refused(
    ErrorCode::InvalidRequest,
    "the body is no application/x-www-form-urlencoded, or has a parameter twice",
);

/// What an app gets (RFC 6749 section 5.1).
#[derive(Serialize)]
struct Answer<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: i64,
    refresh_token: &'a str,
    id_token: &'a str,
    scope: String,
}

/// Authenticates the app, and exchanges what it presents.
pub(in crate::http) async fn exchange(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let (client, form) = authenticated(&shared, &headers, &body).await?;
    let tokens = match form.get("grant_type") {
        Some("authorization_code") => {
            let code = PresentedCode {
                code: needed(&form, "code", "code is missing")?,
                redirect_uri: needed(&form, "redirect_uri", "redirect_uri is missing")?,
                verifier: needed(&form, "code_verifier", "code_verifier is missing")?,
            };
            shared.service.exchange_code(&client, code, &browser).await?
        }
        Some("refresh_token") => {
            let token = needed(&form, "refresh_token", "refresh_token is missing")?;
            let scope = form.get("scope");
            shared.service.refresh_tokens(&client, token, scope, &browser).await?
        }
        Some(_) => {
            return Err(AppError::refused(ErrorCode::UnsupportedGrantType, "grant_type is not supported").into());
        }
        None => return Err(AppError::refused(ErrorCode::InvalidRequest, "grant_type is missing").into()),
    };
    Ok(answer(&tokens))
}

/// Reads the form of an app and authenticates the app.
pub(super) async fn authenticated(
    shared: &Shared,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(Client, Parameters), AppError> {
    let form = form::in_body(headers, body).ok_or(NO_FORM)?;
    let basic = client::basic(headers)?;
    let client = shared
        .service
        .proved_app(&client::presented(basic.as_ref(), &form)?)
        .await?;
    Ok((client, form))
}

/// Returns a parameter that is needed.
pub(super) fn needed<'a>(form: &'a Parameters, name: &str, missing: &'static str) -> Result<&'a str, AppError> {
    form.get(name)
        .ok_or(AppError::refused(ErrorCode::InvalidRequest, missing))
}

fn answer(tokens: &Tokens) -> Response {
    readable(Answer {
        access_token: tokens.access.expose_secret(),
        token_type: "Bearer",
        expires_in: tokens.expires_in,
        refresh_token: tokens.refresh.expose_secret(),
        id_token: &tokens.id_token,
        scope: tokens.scopes.text(),
    })
}

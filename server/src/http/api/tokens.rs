//! `POST /api/v1/tokens` and `DELETE /api/v1/tokens/current`: buying and ending access tokens.

use super::{
    Problem, approvals,
    credential::{self, Presented},
    json_body,
};
use crate::http::Shared;
use axum::{Extension, Json, body::Bytes, extract::State};
use domain::{
    kernel::browser::Browser,
    tokens::{Bought, TokenRequest},
};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};

/// The header with a passcode.
const OTP: &str = "x-otp";

const WISH: &str = "The body is JSON with no fields but ttl, a whole number, and scope, a text.";

/// What a program may ask for; the body may be missing.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    /// Seconds.
    ttl: Option<i64>,
    /// Scopes, separated by spaces.
    scope: Option<String>,
}

/// An access token (RFC 6749 section 5.1), and what was proved for it.
#[derive(Serialize)]
pub(in crate::http) struct Token {
    access_token: String,
    token_type: &'static str,
    /// Seconds.
    expires_in: i64,
    scope: String,
    /// RFC 8176.
    amr: Vec<&'static str>,
    /// Unix seconds.
    auth_time: i64,
    /// The device whose passcode was proved.
    device_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<approvals::OfToken>,
}

impl From<Bought> for Token {
    fn from(Bought { text, token }: Bought) -> Self {
        Self {
            access_token: text.expose_secret().to_owned(),
            token_type: "Bearer",
            expires_in: token.expires_at.since(token.created_at),
            scope: token.scopes.to_string(),
            amr: token.amr(),
            auth_time: token.proved_at().0,
            device_id: token.device.map(|device| device.to_string()),
            approval: token.approval.map(Into::into),
        }
    }
}

/// Buys a token with an API key or with e-mail address and password, and a passcode where one is needed.
pub(in crate::http) async fn buy(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Token>), Problem> {
    let presented = credential::presented(&headers)?;
    let wish = match body.is_empty() {
        true => Wish::default(),
        false => json_body(&headers, &body, WISH)?,
    };
    let request = TokenRequest {
        otp: credential::only(&headers, OTP)?,
        ttl: wish.ttl,
        scope: wish.scope.as_deref(),
    };
    let bought = match &presented {
        Presented::Bearer(key) => {
            let bought = shared.service.buy_token_with_key(key, request, &browser).await;
            bought.map_err(|error| Problem::from(error).with_page(&shared.service.settings().origin, key))?
        }
        Presented::Basic { email, password } => {
            let by = (email.as_str(), password.as_str());
            shared.service.buy_token_with_password(by, request, &browser).await?
        }
    };
    Ok((StatusCode::CREATED, Json(bought.into())))
}

/// Ends the token that is presented.
pub(in crate::http) async fn end_current(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let token = credential::bearer(&headers)?;
    shared.service.end_presented_token(token, &browser).await?;
    Ok(StatusCode::NO_CONTENT)
}

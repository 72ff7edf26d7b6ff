//! `POST /api/v1/tokens` and `DELETE /api/v1/tokens/current`: buying and ending access tokens.

use super::{
    Problem, approvals,
    credential::{self, Presented},
    document::TOKENS,
    fields::{Id, Methods, Scopes, TokenType, UnixTime},
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
use utoipa::ToSchema;

/// The header with a passcode.
const OTP: &str = "x-otp";

const WISH: &str = "The body is JSON with no fields but ttl, a whole number, and scope, a text.";

/// What a program may ask for.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TokenRequest)]
struct Wish {
    /// For how long, in seconds.
    #[schema(minimum = 60, maximum = 43_200, default = 900, nullable = false)]
    ttl: Option<i64>,
    /// All that the credential has, if it is missing.
    #[schema(value_type = Option<Scopes>, nullable = false)]
    scope: Option<String>,
}

/// An access token (RFC 6749 section 5.1), and what was proved for it.
#[derive(Serialize, ToSchema)]
#[schema(as = AccessToken)]
pub(in crate::http) struct Token {
    /// It is shown here only.
    #[schema(pattern = "^tfa_[0-9a-f]{104}$", max_length = 108)]
    access_token: String,
    #[schema(value_type = TokenType)]
    token_type: &'static str,
    /// Seconds.
    #[schema(minimum = 0, maximum = 43_200)]
    expires_in: i64,
    #[schema(value_type = Scopes)]
    scope: String,
    #[schema(value_type = Methods)]
    amr: Vec<&'static str>,
    /// When it was proved.
    auth_time: UnixTime,
    /// The device whose passcode was proved.
    #[schema(required)]
    device_id: Option<Id>,
    #[schema(nullable = false)]
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
            auth_time: token.proved_at().into(),
            device_id: token.device.as_ref().map(Id::of),
            approval: token.approval.map(Into::into),
        }
    }
}

/// Buys an access token.
///
/// It takes an API key or e-mail address and password, and a passcode where a second factor is needed. A passcode buys one
/// token; compute a new one for each.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    operation_id = "buy_token",
    tag = TOKENS,
    params(("X-OTP" = Option<String>, Header, nullable = false, description = "A passcode as the device shows it.", pattern = "^([0-9]{6}|[0-9]{8})$",
        max_length = 8)),
    request_body(content = Option<Wish>, description = "It may be missing."),
    security(("key" = []), ("password" = [])),
    responses((status = 201, description = "The token", body = Token)),
)]
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

/// Ends the access token that is presented.
///
/// A program that has done its work leaves nothing behind that could leak.
#[utoipa::path(
    delete,
    path = "/api/v1/tokens/current",
    operation_id = "end_token",
    tag = TOKENS,
    security(("token" = [])),
    responses((status = 204, description = "It ended")),
)]
pub(in crate::http) async fn end_current(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let token = credential::bearer(&headers)?;
    shared.service.end_presented_token(token, &browser).await?;
    Ok(StatusCode::NO_CONTENT)
}

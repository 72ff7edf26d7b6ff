//! Answers to apps.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::oidc::error::{AppError, ErrorCode};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::json;

/// The realm of a challenge.
const REALM: &str = "twofold";

/// Answers an app with JSON, which pages of every site may read: nothing here depends on a cookie.
pub(super) fn readable(body: impl Serialize) -> Response {
    open((StatusCode::OK, Json(body)).into_response())
}

/// Lets pages of every site read a response.
pub(super) fn open(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Answers what a browser asks before it sends a request of another site's page (Fetch standard, "CORS protocol").
pub(in crate::http) async fn preflight() -> Response {
    const PERMITTED: [(HeaderName, &str); 3] = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "7200"),
    ];
    open((StatusCode::NO_CONTENT, PERMITTED.map(|(name, value)| (name, value))).into_response())
}

/// An error as an app reads it (RFC 6749 section 5.2).
pub(in crate::http) struct Refusal(pub(super) AppError);

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl From<domain::Error> for Refusal {
    fn from(error: domain::Error) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (code, reason) = match self.0 {
            AppError::Refused { code, reason } => (code, reason),
            AppError::Internal(error) => {
                let status = match error.busy {
                    true => StatusCode::SERVICE_UNAVAILABLE,
                    false => StatusCode::INTERNAL_SERVER_ERROR,
                };
                tracing::error!(%error, "an app's request failed");
                let code = if error.busy {
                    "temporarily_unavailable"
                } else {
                    "server_error"
                };
                return open((status, Json(json!({ "error": code }))).into_response());
            }
        };
        let status = match code {
            ErrorCode::InvalidClient | ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        let body = Json(json!({ "error": code.as_str(), "error_description": reason }));
        let mut response = (status, body).into_response();
        let challenge = match code {
            ErrorCode::InvalidClient => Some(format!("Basic realm=\"{REALM}\"")),
            ErrorCode::InvalidToken => Some(format!("Bearer realm=\"{REALM}\", error=\"{}\"", code.as_str())),
            _ => None,
        };
        if let Some(challenge) = challenge.and_then(|challenge| HeaderValue::from_str(&challenge).ok()) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        open(response)
    }
}

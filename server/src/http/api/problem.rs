//! Errors as `application/problem+json` (RFC 9457).

use super::limit::Quota;
use app::wire::error::ApiError;
use axum::response::{IntoResponse, Response};
use domain::{
    Error,
    kernel::{
        clock::MINUTE,
        credential::{CredentialKind, PlainCredential},
    },
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use terms::{Field, Rejection};
use utoipa::ToSchema;

/// How old a second factor may be at most if the route has no age of its own: the life of a token, in seconds.
const MAX_AGE: i64 = 15 * MINUTE;

/// Why a program is refused, from a closed set that programs can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum Code {
    /// No credential, or one that is unknown, expired, revoked or not accepted from there.
    Unauthenticated,
    /// The credential needs a second factor.
    OtpRequired,
    /// The passcode is wrong or used.
    OtpInvalid,
    /// Too many wrong passcodes.
    OtpLocked,
    /// The credential may not do this.
    Forbidden,
    /// The credential is a session that may only repair.
    Repair,
    /// There is no such thing for this caller.
    NotFound,
    /// The request is malformed.
    Invalid,
    /// The member's programs read too often, or wait for too many approvals.
    RateLimited,
    /// The service has too much to do; nothing was done.
    Unavailable,
    /// The service failed.
    Internal,
}

/// An error response.
#[derive(Debug)]
pub(in crate::http) struct Problem {
    code: Code,
    status: StatusCode,
    /// What to do, for the person who reads the program's log.
    detail: &'static str,
    /// Seconds after which a retry can succeed.
    retry_after: Option<i64>,
    /// What is left of the member's reads, if that is nothing.
    quota: Option<Quota>,
    /// Where a person can do something about it.
    page: Option<String>,
    /// How old the second factor may be at most, in seconds, in a challenge for one (RFC 9470 section 3).
    max_age: i64,
}

/// An error (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Body {
    /// The name of the status.
    #[schema(pattern = "^[A-Za-z -]+$", max_length = 64)]
    title: &'static str,
    /// The status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What to do, in English.
    #[schema(pattern = "^[ -~]+$", max_length = 512)]
    detail: &'static str,
    code: Code,
    /// Where a person can do something about it.
    #[schema(format = "uri", max_length = 2_048, nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
}

impl Problem {
    fn new(code: Code, status: StatusCode, detail: &'static str) -> Self {
        Self {
            code,
            status,
            detail,
            retry_after: None,
            quota: None,
            page: None,
            max_age: MAX_AGE,
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// The same with another status.
    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same; a challenge for a second factor names this age.
    pub(super) fn with_max_age(self, max_age: i64) -> Self {
        Self { max_age, ..self }
    }

    /// The same; where a second factor is missing it names the page on which the key gets a machine device.
    pub(super) fn with_page(self, origin: &str, key: &str) -> Self {
        let id = PlainCredential::parse(key).filter(|plain| plain.kind() == CredentialKind::ApiKey);
        let page = id.filter(|_| self.code == Code::OtpRequired).map(|plain| {
            let path = app::page::MACHINE_DEVICE.path_of(plain.id());
            format!("{origin}{path}")
        });
        Self { page, ..self }
    }

    /// The same; if the credential is refused, it says why.
    pub(super) fn with_detail_if_forbidden(self, detail: &'static str) -> Self {
        let detail = if self.code == Code::Forbidden {
            detail
        } else {
            self.detail
        };
        Self { detail, ..self }
    }

    /// The request is malformed.
    pub(super) fn invalid(detail: &'static str) -> Self {
        Self::new(Code::Invalid, StatusCode::BAD_REQUEST, detail)
    }

    /// The credential came over the network unencrypted.
    pub(in crate::http) fn exposed_credential() -> Self {
        Self::invalid(
            "The credential came over the network unencrypted and was not looked at. Others may have read it: replace \
             it, and use https.",
        )
    }

    /// The request's `Authorization` header cannot be understood.
    pub(super) fn bad_credential() -> Self {
        Self::invalid(
            "Send one Authorization header: Bearer, a space, and an API key or access token. Only the purchase of a token \
             takes Basic.",
        )
    }

    /// A header is there several times, or has bytes that it cannot have.
    pub(super) fn repeated_header() -> Self {
        Self::invalid("A header is there more than once, or is no text.")
    }

    /// The request's query is not one that the route knows.
    pub(super) fn bad_query() -> Self {
        Self::invalid("A parameter of the query is unknown, repeated or malformed.")
    }

    /// What a proxy demands of a request is not what the route knows.
    pub(super) fn bad_demand() -> Self {
        Self::invalid(
            "The proxy demands something unknown: scope, approval, max_mfa_age in seconds and role are known, each once.",
        )
    }

    pub(super) fn rate_limited(quota: Quota) -> Self {
        Self {
            retry_after: Some(quota.resets_in()),
            quota: Some(quota),
            ..Self::new(
                Code::RateLimited,
                StatusCode::TOO_MANY_REQUESTS,
                "The programs of this member read more often than this server allows. Try again later.",
            )
        }
    }

    /// The request's body is not the form that is expected.
    pub(super) fn bad_form() -> Self {
        Self::invalid("The body is a form with token and, if you like, token_type_hint and address, each once.")
    }

    /// The member's programs wait for as many approvals as they may; `seconds` until the first of them ends.
    pub(super) fn many_approvals(seconds: i64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(
                Code::RateLimited,
                StatusCode::TOO_MANY_REQUESTS,
                "Twenty requests of this member's programs wait for approval already. Let a person decide, or try later.",
            )
        }
    }

    fn unauthenticated() -> Self {
        Self::new(
            Code::Unauthenticated,
            StatusCode::UNAUTHORIZED,
            "Send a credential that is valid and accepted from this address in the Authorization header.",
        )
    }

    pub(super) fn internal() -> Self {
        Self::new(
            Code::Internal,
            StatusCode::INTERNAL_SERVER_ERROR,
            "The service failed, and nothing was half done. The header X-Request-Id names the line in its log.",
        )
    }

    fn unavailable() -> Self {
        Self {
            retry_after: Rejection::Busy.retry_after(),
            ..Self::new(
                Code::Unavailable,
                StatusCode::SERVICE_UNAVAILABLE,
                "The service has too much to do. Nothing was done; try again later.",
            )
        }
    }

    /// Returns the problem of a response that has a status only, from a router or middleware.
    pub(in crate::http) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::new(Code::NotFound, status, "There is nothing at this address."),
            StatusCode::FORBIDDEN => Self::new(Code::Forbidden, status, "Web pages cannot use this API."),
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable(),
            StatusCode::GATEWAY_TIMEOUT => Self::new(
                Code::Internal,
                status,
                "This took too long. It may have been done all the same: look before you repeat it.",
            ),
            status if status.is_server_error() => Self::internal(),
            status => Self::new(
                Code::Invalid,
                status,
                "The request was not understood, and nothing was done.",
            ),
        }
    }

    fn rejected(rejection: &Rejection) -> Self {
        match rejection {
            Rejection::NotSignedIn | Rejection::WrongCredentials | Rejection::WrongPassword => Self::unauthenticated(),
            Rejection::SecondFactorNeeded => Self::new(
                Code::OtpRequired,
                StatusCode::UNAUTHORIZED,
                "Two-factor authentication is on for this member, so the credential alone is not enough. Buy an access token \
                 at /api/v1/tokens with a passcode in the header X-OTP.",
            ),
            Rejection::WrongCode { .. } | Rejection::WrongMailedCode | Rejection::BeforeUsed => Self::new(
                Code::OtpInvalid,
                StatusCode::UNAUTHORIZED,
                "The passcode is not right. Compute a new one for each request.",
            ),
            Rejection::Wait(_) | Rejection::Stopped => Self {
                retry_after: rejection.retry_after(),
                ..Self::new(
                    Code::OtpLocked,
                    StatusCode::TOO_MANY_REQUESTS,
                    "There were too many wrong passcodes. None is checked while you wait.",
                )
            },
            Rejection::Repair => Self::new(
                Code::Repair,
                StatusCode::FORBIDDEN,
                "A sign-in with a recovery code may not do this.",
            ),
            Rejection::Forbidden
            | Rejection::SignInOnly
            | Rejection::Restricted
            | Rejection::Frozen
            | Rejection::AccountClosed { .. }
            | Rejection::StepUpNeeded
            | Rejection::Conflict(_) => Self::new(
                Code::Forbidden,
                StatusCode::FORBIDDEN,
                "The credential lacks the scope for this, or its member lacks the right.",
            ),
            Rejection::NotFound | Rejection::Gone(_) => Self::of_status(StatusCode::NOT_FOUND),
            // What cannot be anybody's address or password is a wrong one.
            Rejection::Invalid(Field::Email | Field::Password, _) => Self::unauthenticated(),
            Rejection::Invalid(field, _) => Self::invalid(match field {
                Field::Passcode => "X-OTP is one passcode as the device shows it.",
                Field::Scopes => "scope names scopes, separated by spaces.",
                Field::Life => "ttl is a whole number of seconds from 60 to 43200.",
                _ => "The request was not understood, and nothing was done.",
            }),
            Rejection::Busy => Self::unavailable(),
        }
    }

    /// Returns the challenge of a 401 (RFC 6750 section 3, RFC 9470 section 3).
    fn challenge(&self) -> Option<String> {
        match self.code {
            Code::Unauthenticated => Some("Bearer realm=\"api\"".to_owned()),
            Code::OtpRequired | Code::OtpInvalid => Some(format!(
                "Bearer realm=\"api\", error=\"insufficient_user_authentication\", max_age={}",
                self.max_age
            )),
            _ => None,
        }
    }
}

/// Logs an internal error, once and at the boundary.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match ApiError::from(error) {
            ApiError::Rejected(rejection) => Self::rejected(&rejection),
            _ => Self::internal(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            title: self.status.canonical_reason().unwrap_or_default(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            page: self.page.clone(),
        };
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.extend(self.quota.into_iter().flat_map(Quota::headers));
        let mut set = |name: HeaderName, text: String| {
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        };
        if let Some(challenge) = self.challenge() {
            set(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after {
            set(header::RETRY_AFTER, seconds.max(1).to_string());
        }
        response
    }
}

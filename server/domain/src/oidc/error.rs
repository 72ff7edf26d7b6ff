//! What an app is told when it does not get what it asks for.

use crate::{Error, InternalError};
use terms::Rejection;

/// The code of an error (RFC 6749 sections 4.1.2.1 and 5.2, RFC 7009 section 2.2.1, OpenID Connect Core section 3.1.2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// A parameter is missing, repeated or malformed.
    InvalidRequest,
    /// The app did not prove who it is.
    InvalidClient,
    /// The code or token is unknown, over, used, or of another app.
    InvalidGrant,
    /// A scope is missing or more than what was granted.
    InvalidScope,
    /// The token is not good.
    InvalidToken,
    /// The person or the rules do not permit it.
    AccessDenied,
    /// The app asks for something else than a code.
    UnsupportedResponseType,
    /// The app has something else than a code or a refresh token.
    UnsupportedGrantType,
    /// Parameters as a signed object are not supported.
    RequestNotSupported,
    /// The same by reference.
    RequestUriNotSupported,
    /// A person would have to sign in.
    LoginRequired,
    /// A person would have to agree.
    ConsentRequired,
    /// A person would have to do something else.
    InteractionRequired,
    /// The person cannot prove what the app asks for (OpenID Connect Core Error Code
    /// `unmet_authentication_requirements` 1.0).
    UnmetAuthenticationRequirements,
}

impl ErrorCode {
    /// Returns the text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidToken => "invalid_token",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::InteractionRequired => "interaction_required",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
        }
    }
}

/// Why an app's own request fails.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The app is told the code, and its developer the reason.
    #[error("{}: {reason}", code.as_str())]
    Refused {
        /// What the app is told.
        code: ErrorCode,
        /// What its developer is told, in English (`error_description`).
        reason: &'static str,
    },
    /// The request could not be carried out.
    #[error(transparent)]
    Internal(#[from] InternalError),
}

impl AppError {
    /// Creates a refusal.
    pub const fn refused(code: ErrorCode, reason: &'static str) -> Self {
        Self::Refused { code, reason }
    }
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match error {
            Error::Internal(error) => Self::Internal(error),
            // Of people's rejections only this one can reach an app: it has too much to do.
            Error::Rejected(Rejection::Busy) => Self::Internal(InternalError::busy("answering an app", "busy")),
            Error::Rejected(_) => Self::refused(ErrorCode::InvalidRequest, "the request is refused"),
        }
    }
}

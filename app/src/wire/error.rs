//! The error type of all server functions: a closed enum without strings, the same in JSON and in the flash cookie.

#[cfg(feature = "ssr")]
use leptos::server_fn::{Bytes, Encodes};
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};
use terms::Rejection;

/// Why a server function failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// Rejected by the domain's rules.
    Rejected(Rejection),
    /// The arguments cannot be decoded, or contain an unknown field (400).
    BadRequest,
    /// Cancelled by the server's timeout (504); the action may have been done.
    TimedOut,
    /// An internal error (500).
    Internal,
    /// The client could not reach the server; never sent by it.
    Offline,
}

impl ApiError {
    /// The rejection, if it is one.
    pub const fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Rejected(rejection) => Some(rejection),
            _ => None,
        }
    }

    /// The HTTP status of the response.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Rejected(rejection) => rejection.status(),
            Self::BadRequest => 400,
            Self::Internal | Self::Offline => 500,
            Self::TimedOut => 504,
        }
    }

    /// Seconds for `Retry-After`, if a retry can succeed.
    pub const fn retry_after(&self) -> Option<i64> {
        match self {
            Self::Rejected(rejection) => rejection.retry_after(),
            _ => None,
        }
    }
}

impl From<Rejection> for ApiError {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// Logs an internal error, once and at the boundary; its details do not leave the server. What is only busy is told so.
#[cfg(feature = "ssr")]
impl From<domain::Error> for ApiError {
    fn from(error: domain::Error) -> Self {
        match error {
            domain::Error::Rejected(rejection) => Self::Rejected(rejection),
            domain::Error::Internal(error) if error.busy => {
                tracing::warn!(%error, "a request has to be sent again later");
                Self::Rejected(Rejection::Busy)
            }
            domain::Error::Internal(error) => {
                tracing::error!(%error, "a request failed");
                Self::Internal
            }
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    /// Maps the framework's errors; a body that cannot be decoded is a bad request.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "hydrate") => Self::Offline,
            ServerFnErrorErr::Deserialization(_) => Self::BadRequest,
            _ => Self::Internal,
        }
    }

    /// Records the error for the response; all errors are encoded here, those of the framework too.
    #[cfg(feature = "ssr")]
    fn ser(&self) -> Bytes {
        crate::wire::ssr::leave_error(self);
        JsonEncoding::encode(self).unwrap_or_default()
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for ApiError {}

//! The only error a page knows: closed, without strings, the same in JSON, in the flash cookie and on the screen.

#[cfg(feature = "ssr")]
use leptos::server_fn::{Bytes, Encodes};
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};
use terms::Rejection;

/// Why a call did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// The rules say no.
    Rejected(Rejection),
    /// The arguments cannot be read, or there are more of them than the function knows (400).
    BadRequest,
    /// Broken off by the server after its longest patience (504); it may have been done.
    TimedOut,
    /// Broken on our side (500).
    Internal,
    /// The client could not reach the server; never sent by it.
    Offline,
}

impl ApiError {
    /// What the rules said, if they said no.
    pub const fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Rejected(rejection) => Some(rejection),
            _ => None,
        }
    }

    /// The HTTP status for programs.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Rejected(rejection) => rejection.status(),
            Self::BadRequest => 400,
            Self::Internal | Self::Offline => 500,
            Self::TimedOut => 504,
        }
    }

    /// Seconds for `Retry-After`, where waiting helps.
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

/// An internal error is logged here, once, at the boundary; nothing of it leaves the server.
#[cfg(feature = "ssr")]
impl From<domain::Error> for ApiError {
    fn from(error: domain::Error) -> Self {
        match error {
            domain::Error::Rejected(rejection) => Self::Rejected(rejection),
            domain::Error::Internal(error) => {
                tracing::error!(%error, "a request failed");
                Self::Internal
            }
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    /// What the framework itself refuses: a body that it cannot read is the caller's fault.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "hydrate") => Self::Offline,
            ServerFnErrorErr::Deserialization(_) => Self::BadRequest,
            _ => Self::Internal,
        }
    }

    /// Every error that leaves a server function passes here, also one of the framework's.
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

//! The error types of the use cases: a [`Rejection`] tells the person why, an [`InternalError`] tells the operator.

use crate::kernel::ports::HashError;
use terms::Rejection;

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a use case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refuse the request; the person is told why.
    #[error("rejected: {0:?}")]
    Rejected(Rejection),
    /// The request could not be carried out. It is logged once at the boundary; the person sees a request id.
    #[error(transparent)]
    Internal(#[from] InternalError),
}

/// A failure of the store, the keys or another dependency. Never contains a secret.
#[derive(Debug, thiserror::Error)]
#[error("{doing}: {cause}")]
pub struct InternalError {
    /// The operation that failed.
    pub doing: &'static str,
    /// The underlying error as text.
    pub cause: String,
    /// Whether nothing is broken and nothing was done: the same request can succeed later.
    pub busy: bool,
}

impl InternalError {
    /// Creates an error from the operation and its cause.
    pub fn new(doing: &'static str, cause: impl std::fmt::Display) -> Self {
        Self {
            doing,
            cause: cause.to_string(),
            busy: false,
        }
    }

    /// Creates an error of a dependency that has too much to do. Nothing was done, and a retry can succeed.
    pub fn busy(doing: &'static str, cause: impl std::fmt::Display) -> Self {
        Self {
            busy: true,
            ..Self::new(doing, cause)
        }
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<HashError> for Error {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Rejected(Rejection::Busy),
            HashError::Internal(error) => Self::Internal(error),
        }
    }
}

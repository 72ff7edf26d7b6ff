//! Why something did not happen: a [`Rejection`] is for people and closed, an [`InternalError`] is for the operator.

use crate::kernel::ports::HashError;
use terms::Rejection;

/// What a use case returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a use case returns instead of success.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no; the person is told why.
    #[error("rejected: {0:?}")]
    Rejected(Rejection),
    /// It could not be found out or done; logged once at the boundary, the person sees a request id.
    #[error(transparent)]
    Internal(#[from] InternalError),
}

/// Could not find out, or could not do: a broken store, a value that does not open. Never carries a secret.
#[derive(Debug, thiserror::Error)]
#[error("{doing}: {cause}")]
pub struct InternalError {
    /// What was being done.
    pub doing: &'static str,
    /// What the machine said.
    pub cause: String,
}

impl InternalError {
    /// An error while `doing` something, because of `cause`.
    pub fn new(doing: &'static str, cause: impl std::fmt::Display) -> Self {
        Self {
            doing,
            cause: cause.to_string(),
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

//! Storage of the sessions that browsers have on the hosts of applications.

use super::app::{AppExchange, NewAppCode};
use crate::{InternalError, kernel::token::TokenDigest, sessions::store::SessionOfMember};
use async_trait::async_trait;

/// Storage of codes and sessions of applications. Both end with the session that they come from.
#[async_trait]
pub trait AppStore: Send + Sync {
    /// Stores a code, and erases the oldest ones if the session has too many; false if the session has ended.
    async fn put_app_code(&self, new: &NewAppCode) -> Result<bool, InternalError>;
    /// Erases the code and, if it was good for this, opens the session; it replaces the one of the same session on the same
    /// host.
    async fn exchange_app_code(&self, exchange: &AppExchange) -> Result<bool, InternalError>;
    /// Returns the application's origin, and the session with its member that this token belongs to, in one read.
    async fn app_session(&self, token: &TokenDigest) -> Result<Option<(String, SessionOfMember)>, InternalError>;
}

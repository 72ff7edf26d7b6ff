//! Storage of apps.

use super::client::Client;
use crate::{InternalError, kernel::id::ClientId};
use async_trait::async_trait;

/// Storage of apps.
#[async_trait]
pub trait ClientStore: Send + Sync {
    /// Returns the app with this id.
    async fn client(&self, id: &ClientId) -> Result<Option<Client>, InternalError>;
}

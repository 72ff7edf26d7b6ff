//! The outbox in the database.

use super::OutboxMail;
use crate::{InternalError, Timestamp, kernel::id::MailId};
use async_trait::async_trait;

/// Mails that wait for their delivery.
#[async_trait]
pub trait OutboxStore: Send + Sync {
    /// Takes up to `limit` mails that are due, and makes them due again at `retry_at` in case this node dies.
    async fn take_mail(
        &self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: i64,
    ) -> Result<Vec<OutboxMail>, InternalError>;
    /// It was delivered: erased.
    async fn mail_delivered(&self, id: &MailId) -> Result<(), InternalError>;
    /// It was not: once more at `due_at`.
    async fn mail_failed(&self, id: &MailId, due_at: Timestamp) -> Result<(), InternalError>;
}

//! Storage of the outbox.

use super::OutboxMail;
use crate::{InternalError, Timestamp, kernel::id::MailId};
use async_trait::async_trait;

/// Storage of mails that wait for delivery.
#[async_trait]
pub trait OutboxStore: Send + Sync {
    /// Claims up to `limit` due mails. They become due again at `retry_at`, in case this node dies before it reports
    /// the outcome.
    async fn take_mail(
        &self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: i64,
    ) -> Result<Vec<OutboxMail>, InternalError>;
    /// Erases a delivered mail.
    async fn mail_delivered(&self, id: &MailId) -> Result<(), InternalError>;
    /// Records a failed delivery; the next one is tried at `due_at`.
    async fn mail_failed(&self, id: &MailId, due_at: Timestamp) -> Result<(), InternalError>;
}

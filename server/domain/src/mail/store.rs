//! Storage of the outbox.

use super::OutboxMail;
use crate::{InternalError, Timestamp, kernel::id::MailId, store::Effects};
use async_trait::async_trait;

/// Storage of mails that wait for delivery.
#[async_trait]
pub trait OutboxStore: Send + Sync {
    /// Queues mails that belong to no change, with the events about them.
    async fn send(&self, effects: &Effects) -> Result<(), InternalError>;
    /// Claims up to `limit` due mails. Their `due_at` becomes `lease`, at which they are due again in case this node dies
    /// before it reports the outcome.
    async fn take_mail(&self, now: Timestamp, lease: Timestamp, limit: i64) -> Result<Vec<OutboxMail>, InternalError>;
    /// Erases a mail that is delivered or refused for good; false if it is no longer claimed under this lease.
    async fn end_mail(&self, id: &MailId, lease: Timestamp) -> Result<bool, InternalError>;
    /// Records a failed delivery; the next one is tried at `due_at`. False if the mail is no longer claimed under this
    /// lease.
    async fn mail_failed(&self, id: &MailId, lease: Timestamp, due_at: Timestamp) -> Result<bool, InternalError>;
}

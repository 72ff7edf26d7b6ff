//! Storage of the outbox.

use super::transaction::{Outcome, at_most_one, commit_effects, internal, transaction};
use crate::SqlStore;
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{id::MailId, seal::Sealed},
    mail::{OutboxMail, cap::Summary, store::OutboxStore},
    store::Effects,
};
use sqlx::query;

#[async_trait]
impl OutboxStore for SqlStore {
    async fn send(&self, effects: &Effects) -> Result<(), InternalError> {
        transaction!(self, "sending mails", |conn| {
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn take_mail(&self, now: Timestamp, lease: Timestamp, limit: i64) -> Result<Vec<OutboxMail>, InternalError> {
        transaction!(self, "taking mail", |conn| {
            // The outer condition is checked again after waiting for a row lock, so two nodes never take the same row.
            let rows = query!(
                r#"UPDATE outbox SET due_at = $2
                   WHERE due_at <= $1 AND id IN (SELECT id FROM outbox WHERE due_at <= $1 ORDER BY urgent DESC, due_at, id LIMIT $3)
                   RETURNING id AS "id!", body AS "body!", due_at AS "due_at!", tries AS "tries!", more, since"#,
                now.0,
                lease.0,
                limit
            )
            .fetch_all(conn)
            .await?;
            let mails = rows.into_iter().map(|row| OutboxMail {
                id: MailId::from_store(row.id),
                body: Sealed(row.body),
                due_at: Timestamp(row.due_at),
                tries: row.tries,
                summary: row.more.zip(row.since).map(|(more, since)| Summary {
                    more: u32::try_from(more).unwrap_or(u32::MAX),
                    since: Timestamp(since),
                }),
            });
            Ok(Outcome::Commit(mails.collect()))
        })
    }

    async fn end_mail(&self, id: &MailId, lease: Timestamp) -> Result<bool, InternalError> {
        let done = query!("DELETE FROM outbox WHERE id = $1 AND due_at = $2", id.as_str(), lease.0)
            .execute(self.write())
            .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map_err(internal("erasing a mail"))
    }

    async fn mail_failed(&self, id: &MailId, lease: Timestamp, due_at: Timestamp) -> Result<bool, InternalError> {
        let done = query!(
            "UPDATE outbox SET due_at = $3, tries = tries + 1 WHERE id = $1 AND due_at = $2",
            id.as_str(),
            lease.0,
            due_at.0
        )
        .execute(self.write())
        .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map_err(internal("noting a failed mail"))
    }
}

//! Mails that wait, and the sweep.

use super::sql::at_most_one;
use crate::SqlStore;
use domain::{
    Timestamp,
    kernel::{clock::DAY, id::MailId, seal::Sealed},
    mail::OutboxMail,
    sessions::session::{IDLE_LIFE, KNOWN_LIFE, REPAIR_LIFE},
};
use sqlx::query_file;

pub(super) async fn take(
    store: &SqlStore,
    now: Timestamp,
    retry_at: Timestamp,
    limit: i64,
) -> Result<Vec<OutboxMail>, sqlx::Error> {
    let mut tx = store.begin().await?;
    let rows = query_file!("../store-sql/queries/mail_take.sql", now.0, retry_at.0, limit)
        .fetch_all(&mut *tx)
        .await?;
    tx.commit().await?;
    let mail = |id, body, due_at, tries| OutboxMail {
        id: MailId::from_store(id),
        body: Sealed(body),
        due_at: Timestamp(due_at),
        tries,
    };
    Ok(rows
        .into_iter()
        .map(|row| mail(row.id, row.body, row.due_at, row.tries))
        .collect())
}

pub(super) async fn delivered(store: &SqlStore, id: &MailId) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/mail_delivered.sql", id.as_str())
        .execute(store.write())
        .await?;
    at_most_one(done.rows_affected()).map(|_| ())
}

pub(super) async fn failed(store: &SqlStore, id: &MailId, due_at: Timestamp) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/mail_failed.sql", id.as_str(), due_at.0)
        .execute(store.write())
        .await?;
    at_most_one(done.rows_affected()).map(|_| ())
}

/// Forgets what is over; any number of rows is right.
pub(super) async fn sweep(store: &SqlStore, now: Timestamp) -> Result<(), sqlx::Error> {
    let (at, full, repair) = (now.0, now.plus(-IDLE_LIFE).0, now.plus(-REPAIR_LIFE).0);
    let mut tx = store.begin().await?;
    query_file!("../store-sql/queries/sweep_links.sql", at)
        .execute(&mut *tx)
        .await?;
    query_file!("../store-sql/queries/sweep_sign_ups.sql", at)
        .execute(&mut *tx)
        .await?;
    query_file!("../store-sql/queries/sweep_windows.sql", at)
        .execute(&mut *tx)
        .await?;
    query_file!("../store-sql/queries/sweep_counters.sql", now.plus(-DAY).0)
        .execute(&mut *tx)
        .await?;
    query_file!("../store-sql/queries/sweep_devices.sql", at)
        .execute(&mut *tx)
        .await?;
    query_file!("../store-sql/queries/sweep_challenges.sql", at)
        .execute(&mut *tx)
        .await?;
    query_file!("../store-sql/queries/sweep_sessions.sql", at, full, repair)
        .execute(&mut *tx)
        .await?;
    query_file!("../store-sql/queries/sweep_reveals.sql", at)
        .execute(&mut *tx)
        .await?;
    query_file!("../store-sql/queries/sweep_known.sql", now.plus(-KNOWN_LIFE).0)
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

//! Operations on the whole database: ping, canary, sweep.

use super::{
    sessions::idle_since,
    transaction::{Outcome, at_most_one, internal, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Store, Timestamp,
    kernel::{clock::DAY, seal::Sealed},
    sessions::session::KNOWN_LIFE,
};
use sqlx::query;

#[async_trait]
impl Store for SqlStore {
    async fn ping(&self) -> Result<(), InternalError> {
        let answered = query!(r#"SELECT CAST(1 AS BIGINT) AS "one!: i64""#)
            .fetch_one(self.read())
            .await;
        answered.map(drop).map_err(internal("asking the database"))
    }

    async fn canary(&self) -> Result<Option<Sealed>, InternalError> {
        let row = query!("SELECT body FROM canary").fetch_optional(self.read()).await;
        let row = row.map_err(internal("reading the canary"))?;
        Ok(row.map(|row| Sealed(row.body)))
    }

    async fn plant_canary(&self, canary: &Sealed) -> Result<Sealed, InternalError> {
        let body = canary.0.as_slice();
        transaction!(self, "planting the canary", |conn| {
            let done = query!(
                "INSERT INTO canary (id, body) VALUES ('canary', $1) ON CONFLICT (id) DO NOTHING",
                body
            )
            .execute(&mut *conn)
            .await?;
            at_most_one(done.rows_affected())?;
            let row = query!("SELECT body FROM canary").fetch_one(conn).await?;
            Ok(Outcome::Commit(Sealed(row.body)))
        })
    }

    async fn sweep(&self, now: Timestamp) -> Result<(), InternalError> {
        transaction!(self, "sweeping", |conn| {
            sweep_by_expiry(conn, now).await?;
            sweep_sessions(conn, now).await?;
            Ok(Outcome::Commit(()))
        })
    }
}

/// Erases rows that have expired, however many they are.
async fn sweep_by_expiry(conn: &mut Conn, now: Timestamp) -> Result<(), sqlx::Error> {
    let at = now.0;
    query!("DELETE FROM link WHERE expires_at <= $1", at)
        .execute(&mut *conn)
        .await?;
    query!("DELETE FROM sign_up WHERE expires_at <= $1", at)
        .execute(&mut *conn)
        .await?;
    query!("DELETE FROM try_window WHERE over_at <= $1", at)
        .execute(&mut *conn)
        .await?;
    // Counters of members are kept. Those of devices are useless once the device is confirmed or gone.
    let yesterday = now.plus(-DAY).0;
    query!(
        "DELETE FROM counter WHERE subject LIKE 'enrolment %' AND moved_at <= $1",
        yesterday
    )
    .execute(&mut *conn)
    .await?;
    let (full, repair) = idle_since(now);
    query!(
        "DELETE FROM device WHERE confirmed_at IS NULL AND (expires_at <= $1 OR session_id IN
         (SELECT id FROM session WHERE expires_at <= $1
          OR last_seen_at <= CASE WHEN kind = 'repair' THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END))",
        at,
        full,
        repair
    )
    .execute(&mut *conn)
    .await?;
    query!(
        "DELETE FROM reveal WHERE expires_at <= $1 OR session_id IN
         (SELECT id FROM session WHERE expires_at <= $1
          OR last_seen_at <= CASE WHEN kind = 'repair' THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END)",
        at,
        full,
        repair
    )
    .execute(&mut *conn)
    .await?;
    query!("DELETE FROM challenge WHERE expires_at <= $1", at)
        .execute(conn)
        .await?;
    Ok(())
}

async fn sweep_sessions(conn: &mut Conn, now: Timestamp) -> Result<(), sqlx::Error> {
    let at = now.0;
    let (full, repair) = idle_since(now);
    query!(
        "DELETE FROM session WHERE expires_at <= $1
         OR last_seen_at <= CASE WHEN kind = 'repair' THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END",
        at,
        full,
        repair
    )
    .execute(&mut *conn)
    .await?;
    let known = now.plus(-KNOWN_LIFE).0;
    query!("DELETE FROM known_browser WHERE at <= $1", known)
        .execute(conn)
        .await?;
    Ok(())
}

//! Operations on the whole database: ping, canary, sweep.

use super::{
    resets,
    sessions::idle_since,
    transaction::{Outcome, at_most_one, exactly_one, internal, seconds, transaction},
};
use crate::SqlStore;
use async_trait::async_trait;
use domain::{
    InternalError, Store, Timestamp,
    freeze::kept::{ADDRESS_LIFE, UNDO_LIFE},
    kernel::{
        clock::{DAY, HOUR},
        seal::Sealed,
    },
    sessions::session::KNOWN_LIFE,
    sweep::{Ahead, SweepRecord},
    team::invitation::INVITATION_KEPT,
};
use sqlx::query;

/// Rows that one transaction of the sweep erases at most, so that others wait for it briefly.
pub(super) const BATCH: i64 = 500;

/// Erases rows in batches, each in a transaction of its own, until none are left. `$1` is the first value, `$2` the size
/// of a batch. A condition that another transaction can change is checked again by the outer statement.
macro_rules! erase {
    ($store:expr, $sql:literal, $at:expr $(, $value:expr)*) => {
        loop {
            let erased = transaction!($store, "sweeping", |conn| {
                let done = sqlx::query!($sql, $at, $crate::shared::maintenance::BATCH $(, $value)*).execute(conn).await?;
                Ok(Outcome::Commit(done.rows_affected()))
            })?;
            if erased < $crate::shared::maintenance::BATCH.unsigned_abs() {
                break;
            }
        }
    };
}
pub(super) use erase;

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

    async fn sweep_record(&self) -> Result<Option<SweepRecord>, InternalError> {
        let row = query!("SELECT last_run_at, ahead_since, ahead_seen_at FROM sweep_run")
            .fetch_optional(self.read())
            .await;
        let row = row.map_err(internal("reading the last sweep"))?;
        Ok(row.map(|row| sweep_record(row.last_run_at, row.ahead_since, row.ahead_seen_at)))
    }

    async fn may_sweep(&self, now: Timestamp) -> Result<bool, InternalError> {
        transaction!(self, "beginning a sweep", |conn| {
            // The upsert creates a missing row and locks an existing one.
            let row = query!(
                r#"INSERT INTO sweep_run (id, last_run_at) VALUES ('sweep', $1)
                   ON CONFLICT (id) DO UPDATE SET last_run_at = sweep_run.last_run_at
                   RETURNING last_run_at AS "last_run_at!", ahead_since, ahead_seen_at"#,
                now.0
            )
            .fetch_one(&mut *conn)
            .await?;
            let (may, next) = sweep_record(row.last_run_at, row.ahead_since, row.ahead_seen_at).decide(now);
            let done = query!(
                "UPDATE sweep_run SET last_run_at = $1, ahead_since = $2, ahead_seen_at = $3 WHERE id = 'sweep'",
                next.last_run.0,
                seconds(next.ahead.map(|ahead| ahead.since)),
                seconds(next.ahead.map(|ahead| ahead.seen))
            );
            exactly_one(done.execute(conn).await?.rows_affected())?;
            Ok(Outcome::Commit(may))
        })
    }

    async fn sweep(&self, now: Timestamp) -> Result<(), InternalError> {
        sweep_links(self, now).await?;
        sweep_counters(self, now).await?;
        sweep_programs(self, now).await?;
        sweep_apps(self, now).await?;
        sweep_sessions(self, now).await
    }
}

/// Builds the record from its columns.
fn sweep_record(last_run: i64, since: Option<i64>, seen: Option<i64>) -> SweepRecord {
    SweepRecord {
        last_run: Timestamp(last_run),
        ahead: since.zip(seen).map(|(since, seen)| Ahead {
            since: Timestamp(since),
            seen: Timestamp(seen),
        }),
    }
}

/// Erases links and what waits for one.
async fn sweep_links(store: &SqlStore, now: Timestamp) -> Result<(), InternalError> {
    let at = now.0;
    erase!(
        store,
        "DELETE FROM link WHERE digest IN (SELECT digest FROM link WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    erase!(
        store,
        "DELETE FROM enrolment WHERE id IN (SELECT id FROM enrolment WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    let (available, read) = resets::over_since(now);
    erase!(
        store,
        "DELETE FROM factor_reset WHERE id IN (SELECT id FROM factor_reset
             WHERE (read_at IS NULL AND available_at <= $1) OR read_at <= $3 LIMIT $2)",
        available,
        read
    );
    erase!(
        store,
        "DELETE FROM recovery_code WHERE id IN (SELECT id FROM recovery_code WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    erase!(
        store,
        "DELETE FROM sign_up WHERE waiting IN (SELECT waiting FROM sign_up WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    erase!(
        store,
        "DELETE FROM email_change WHERE member_id IN (SELECT member_id FROM email_change WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    let (addresses, others) = (now.plus(-ADDRESS_LIFE).0, now.plus(-UNDO_LIFE).0);
    erase!(
        store,
        "DELETE FROM kept_change WHERE id IN (SELECT id FROM kept_change
             WHERE at <= $1 OR (at <= $3 AND kind <> 'email') LIMIT $2)",
        addresses,
        others
    );
    let kept = now.plus(-INVITATION_KEPT).0;
    erase!(
        store,
        "DELETE FROM invitation WHERE id IN (SELECT id FROM invitation WHERE sent_at <= $1 LIMIT $2)",
        kept
    );
    Ok(())
}

async fn sweep_counters(store: &SqlStore, now: Timestamp) -> Result<(), InternalError> {
    let at = now.0;
    erase!(
        store,
        "DELETE FROM try_window WHERE over_at <= $1
             AND subject IN (SELECT subject FROM try_window WHERE over_at <= $1 LIMIT $2)",
        at
    );
    let hour_ago = now.plus(-HOUR).0;
    erase!(
        store,
        "DELETE FROM mail_window WHERE began_at <= $1 AND (member_id, kind) IN
             (SELECT member_id, kind FROM mail_window WHERE began_at <= $1 LIMIT $2)",
        hour_ago
    );
    // Counters of members are kept. Those of devices are useless once the device is confirmed or gone.
    let yesterday = now.plus(-DAY).0;
    erase!(
        store,
        "DELETE FROM counter WHERE moved_at <= $1 AND subject IN
             (SELECT subject FROM counter WHERE subject LIKE 'enrolment %' AND moved_at <= $1 LIMIT $2)",
        yesterday
    );
    Ok(())
}

/// Erases what belongs to sessions, then the sessions.
async fn sweep_sessions(store: &SqlStore, now: Timestamp) -> Result<(), InternalError> {
    let (at, (full, repair)) = (now.0, idle_since(now));
    erase!(
            store,
            "DELETE FROM device WHERE confirmed_at IS NULL AND id IN
             (SELECT id FROM device WHERE confirmed_at IS NULL AND (expires_at <= $1 OR session_id IN
             (SELECT id FROM session WHERE expires_at <= $1
              OR last_seen_at <= CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END)) LIMIT $2)",
            at,
            full,
            repair
        );
    erase!(
            store,
            "DELETE FROM reveal WHERE session_id IN
             (SELECT session_id FROM reveal WHERE expires_at <= $1 OR session_id IN
             (SELECT id FROM session WHERE expires_at <= $1
              OR last_seen_at <= CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END) LIMIT $2)",
            at,
            full,
            repair
        );
    forget_texts(store, now).await?;
    erase!(
        store,
        "DELETE FROM challenge WHERE digest IN (SELECT digest FROM challenge WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    erase!(
            store,
            "DELETE FROM session WHERE (expires_at <= $1
              OR last_seen_at <= CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END)
             AND id IN (SELECT id FROM session WHERE expires_at <= $1
              OR last_seen_at <= CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END LIMIT $2)",
            at,
            full,
            repair
        );
    erase!(
        store,
        "DELETE FROM trusted_browser WHERE id IN (SELECT id FROM trusted_browser WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    let known = now.plus(-KNOWN_LIFE).0;
    erase!(
        store,
        "DELETE FROM known_browser WHERE at <= $1 AND (digest, member_id) IN
             (SELECT digest, member_id FROM known_browser WHERE at <= $1 LIMIT $2)",
        known
    );
    Ok(())
}

/// Erases what programs have and ask for, and the browsers of applications. What became of a request is kept for a day.
async fn sweep_programs(store: &SqlStore, now: Timestamp) -> Result<(), InternalError> {
    let at = now.0;
    erase!(
        store,
        "DELETE FROM access_token WHERE id IN (SELECT id FROM access_token WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    let yesterday = now.plus(-DAY).0;
    erase!(
        store,
        "DELETE FROM approval WHERE id IN (SELECT id FROM approval WHERE expires_at <= $1 LIMIT $2)",
        yesterday
    );
    erase!(
        store,
        "DELETE FROM machine_device WHERE confirmed_at IS NULL AND id IN
             (SELECT id FROM machine_device WHERE confirmed_at IS NULL AND expires_at <= $1 LIMIT $2)",
        at
    );
    erase!(
        store,
        "DELETE FROM app_code WHERE digest IN (SELECT digest FROM app_code WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    Ok(())
}

/// Erases what apps have of sign-ins. An app is told of the end of a sign-in before it is erased, unless it never used the
/// code.
async fn sweep_apps(store: &SqlStore, now: Timestamp) -> Result<(), InternalError> {
    let at = now.0;
    erase!(
        store,
        "DELETE FROM oidc_token WHERE digest IN (SELECT digest FROM oidc_token WHERE expires_at <= $1 LIMIT $2)",
        at
    );
    erase!(
        store,
        "DELETE FROM oidc_grant WHERE id IN
             (SELECT id FROM oidc_grant WHERE redeemed_at IS NULL AND code_expires_at <= $1 LIMIT $2)",
        at
    );
    erase!(
        store,
        "DELETE FROM oidc_grant WHERE id IN
             (SELECT id FROM oidc_grant WHERE session_id IS NULL AND told_at IS NOT NULL
              AND (offline = 0 OR refresh_until <= $1) LIMIT $2)",
        at
    );
    Ok(())
}

/// Erases the texts of new API keys, and of new secrets of apps, that are not shown any more.
async fn forget_texts(store: &SqlStore, now: Timestamp) -> Result<(), InternalError> {
    let done = query!(
        "UPDATE api_key SET shown = NULL, shown_in = NULL, shown_until = NULL WHERE shown_until <= $1",
        now.0
    )
    .execute(store.write())
    .await;
    done.map_err(internal("sweeping"))?;
    let done = query!(
        "UPDATE oidc_client SET shown = NULL, shown_in = NULL, shown_until = NULL WHERE shown_until <= $1",
        now.0
    )
    .execute(store.write())
    .await;
    done.map(drop).map_err(internal("sweeping"))
}

//! Storage for what the operator sees of members and does to them.

use super::{
    change, profile,
    rows::{member, query_member},
    sessions,
    team::{count, like},
    transaction::{Outcome, commit_effects, internal, transaction},
    trusted_browsers,
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{
        id::MemberId,
        throttle::{Tries, Window},
    },
    operator::{
        Ended, Overview,
        store::{OperatorStore, OverviewPage},
    },
    sessions::session::ABSOLUTE_LIFE,
    store::Effects,
};
use sqlx::query;
use terms::CLOCK_TOLERANCE;

/// Selects members with the state of their security; the arguments are what follows `WHERE`, the moment that the sessions are
/// counted at, and further arguments from `$6` on. The condition on sessions is that of
/// [`domain::sessions::session::Session::live`], under the account's policy.
macro_rules! query_overviews {
    ($condition:tt, $now:expr, $($argument:expr),+ $(,)?) => {
        query_member!(
            r#"SELECT m.email_key,
                      (SELECT COUNT(*) FROM device AS d WHERE d.member_id = m.id AND d.confirmed_at IS NOT NULL
                       AND d.holder_name IS NULL) AS "devices!: i64",
                      (SELECT COUNT(*) FROM device AS d WHERE d.member_id = m.id AND d.confirmed_at IS NOT NULL
                       AND d.holder_name IS NOT NULL) AS "colleagues!: i64",
                      (SELECT COUNT(*) FROM recovery_code AS r WHERE r.member_id = m.id AND r.used_at IS NULL
                       AND r.expires_at IS NULL) AS "codes!: i64",
                      (SELECT COUNT(*) FROM api_key AS k WHERE k.member_id = m.id) AS "keys!: i64",
                      (SELECT COUNT(*) FROM session AS s WHERE s.member_id = m.id AND s.expires_at > $1
                       AND s.created_at > $4 AND s.created_at <= $5 AND s.last_seen_at <= $5
                       AND s.last_seen_at > CASE WHEN s.kind = 'repair' THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END
                       AND (p.session_hours IS NULL OR s.created_at + p.session_hours * 3600 > $1)) AS "sessions!: i64",
                      (SELECT MAX(s.created_at) FROM session AS s WHERE s.member_id = m.id) AS "opened_at: i64",
                      (SELECT MAX(b.at) FROM known_browser AS b WHERE b.member_id = m.id) AS "known_at: i64", "#,
            "FROM member AS m JOIN account AS p ON p.id = m.account_id WHERE " + $condition,
            $now.0,
            sessions::idle_since($now).0,
            sessions::idle_since($now).1,
            $now.plus(-ABSOLUTE_LIFE).0,
            $now.plus(CLOCK_TOLERANCE).0,
            $($argument),+
        )
    };
}

/// Converts a row of [`query_overviews`].
macro_rules! overview {
    ($row:expr) => {{
        let row = $row;
        // A repair makes no browser known, and its session may have ended.
        let last = row.opened_at.max(row.known_at).max(row.repaired_at);
        Ok::<_, sqlx::Error>(Overview {
            devices: count(row.devices),
            colleagues: count(row.colleagues),
            codes_left: count(row.codes),
            keys: count(row.keys),
            sessions: count(row.sessions),
            last_sign_in: last.map(Timestamp),
            member: member!(row),
        })
    }};
}

#[async_trait]
impl OperatorStore for SqlStore {
    async fn overviews(&self, after: Option<&str>, limit: i64, now: Timestamp) -> Result<OverviewPage, InternalError> {
        // No key is empty. A condition that could be NULL would not be looked up in the index.
        let after = after.unwrap_or_default();
        let rows = query_overviews!("m.email_key > $6 ORDER BY m.email_key LIMIT $7", now, after, limit)
            .fetch_all(self.read())
            .await;
        let page = rows.and_then(|rows| {
            Ok(OverviewPage {
                last: rows.last().map(|row| row.email_key.clone()),
                members: rows.into_iter().map(|row| overview!(row)).collect::<Result<_, _>>()?,
            })
        });
        page.map_err(internal("reading the members of all accounts"))
    }

    async fn overview(&self, id: &MemberId, now: Timestamp) -> Result<Option<Overview>, InternalError> {
        let row = query_overviews!("m.id = $6", now, id.as_str())
            .fetch_optional(self.read())
            .await;
        let found = row.and_then(|row| row.map(|row| overview!(row)).transpose());
        found.map_err(internal("reading a member for the operator"))
    }

    async fn sign_in_windows(&self, id: &MemberId, email_key: &str) -> Result<Vec<(String, Tries)>, InternalError> {
        let rows = query!(
            r"SELECT subject, tries FROM try_window
              WHERE subject LIKE $1 ESCAPE '\' OR subject = $2
              OR subject IN (SELECT 'password known ' || digest FROM known_browser WHERE member_id = $3)
              OR subject IN (SELECT 'hashing known ' || digest FROM known_browser WHERE member_id = $3)
              ORDER BY subject",
            format!("% {}", like(email_key)),
            Window::key_passcodes(id).subject,
            id.as_str()
        )
        .fetch_all(self.read())
        .await;
        let rows = rows.map_err(internal("reading the windows of a member"))?;
        let windows = rows.into_iter();
        Ok(windows
            .map(|row| (row.subject, Tries::from_bytes(&row.tries)))
            .collect())
    }

    async fn end_sessions_of(
        &self,
        id: &MemberId,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Option<Ended>, InternalError> {
        transaction!(self, "ending the sessions of a member for the operator", |conn| {
            if profile::lock(conn, id).await?.is_none() {
                return Ok(Outcome::Rollback(None));
            }
            let ended = count_live(conn, id, now).await?;
            let none = domain::kernel::id::SessionId::from_store(String::new());
            change::end_other_browsers(conn, id, &none, change::Ending::SessionsAndChallenges).await?;
            change::end_what_outlives(conn, id).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Some(ended)))
        })
    }
}

/// Counts what is live of what ends.
async fn count_live(conn: &mut Conn, id: &MemberId, now: Timestamp) -> Result<Ended, sqlx::Error> {
    let challenges = query!(
        r#"SELECT COUNT(*) AS "live!: i64" FROM challenge WHERE member_id = $1 AND expires_at > $2"#,
        id.as_str(),
        now.0
    )
    .fetch_one(&mut *conn)
    .await?;
    let sessions = sessions::of_member(conn, id, now).await?;
    let trusted = trusted_browsers::of_member(conn, id, now).await?;
    Ok(Ended {
        sessions: sessions.len(),
        challenges: usize::try_from(challenges.live).unwrap_or(usize::MAX),
        trusted: trusted.len(),
    })
}

//! Storage of sessions.

use super::{
    change, recovery,
    rows::query_member,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, seconds, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{
        id::{DeviceId, MemberId, SessionId, TrustedBrowserId},
        throttle::{Tries, Window},
        token::TokenDigest,
    },
    sessions::{
        change::{Change, Changed},
        session::{ABSOLUTE_LIFE, IDLE_LIFE, REPAIR_LIFE, SESSIONS, Session, SignIn},
        store::{SessionOfMember, SessionStore},
    },
    store::Effects,
};
use sqlx::query;

/// Selects sessions with their members. The first argument is what follows `SELECT`, the second what follows the member.
macro_rules! query_sessions {
    ($selected:tt, $condition:tt, $($argument:expr),+ $(,)?) => {
        query_member!(
            "SELECT " + $selected + "s.id, s.digest, s.kind, s.created_at, s.last_seen_at, s.expires_at, s.password_at,
                    s.factor_at, s.mailbox_at, s.device_id, s.opened_by, s.trusted_id, s.address, s.agent, ",
            "FROM session AS s JOIN member AS m ON m.id = s.member_id JOIN account AS p ON p.id = m.account_id " + $condition,
            $($argument),+
        )
    };
}
pub(super) use query_sessions;

/// Converts a row of [`query_sessions`].
macro_rules! session_of_member {
    ($row:expr) => {{
        let row = $row;
        domain::sessions::store::SessionOfMember::of(
            domain::sessions::session::Session {
                id: domain::kernel::id::SessionId::from_store(row.id),
                digest: domain::kernel::token::TokenDigest::from_store(row.digest),
                member: domain::kernel::id::MemberId::from_store(row.member_id.clone()),
                kind: $crate::shared::rows::known_value("session.kind", terms::SessionKind::parse(&row.kind))?,
                created_at: domain::Timestamp(row.created_at),
                last_seen_at: domain::Timestamp(row.last_seen_at),
                expires_at: domain::Timestamp(row.expires_at),
                password_at: domain::Timestamp(row.password_at),
                factor_at: row.factor_at.map(domain::Timestamp),
                mailbox_at: row.mailbox_at.map(domain::Timestamp),
                device: row.device_id.map(domain::kernel::id::DeviceId::from_store),
                opened_by: row.opened_by.map(domain::kernel::id::DeviceId::from_store),
                trusted: row.trusted_id.map(domain::kernel::id::TrustedBrowserId::from_store),
                address: row.address,
                agent: row.agent,
            },
            $crate::shared::rows::member!(row),
        )
    }};
}
pub(super) use session_of_member;

#[async_trait]
impl SessionStore for SqlStore {
    async fn session(&self, digest: &TokenDigest) -> Result<Option<SessionOfMember>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            read(&mut conn, digest).await
        };
        found.await.map_err(internal("reading a session"))
    }

    async fn sessions(&self, member: &MemberId, now: Timestamp) -> Result<Vec<Session>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            of_member(&mut conn, member, now).await
        };
        found.await.map_err(internal("reading the sessions of a member"))
    }

    async fn newest_sign_in(&self, member: &MemberId, now: Timestamp) -> Result<Option<SignIn>, InternalError> {
        let (full, repair) = idle_since(now);
        // Any of those opened in the same second will do.
        let row = query!(
            "SELECT id, created_at, address, agent, opened_by FROM session
             WHERE member_id = $1 AND expires_at > $2 AND expires_at <= $5
             AND last_seen_at > CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END
             ORDER BY created_at DESC, id LIMIT 1",
            member.as_str(),
            now.0,
            full,
            repair,
            latest_end(now, ABSOLUTE_LIFE)
        )
        .fetch_optional(self.read())
        .await;
        let row = row.map_err(internal("looking for the newest sign-in"))?;
        Ok(row.map(|row| SignIn {
            session: SessionId::from_store(row.id),
            at: Timestamp(row.created_at),
            address: row.address,
            agent: row.agent,
            device: row.opened_by.map(DeviceId::from_store),
        }))
    }

    async fn touch_session(&self, digest: &TokenDigest, now: Timestamp) -> Result<(), InternalError> {
        let (full, repair) = idle_since(now);
        // An expired session must not be revived.
        let done = query!(
            "UPDATE session SET last_seen_at = $2
             WHERE digest = $1 AND last_seen_at < $2 AND expires_at > $2
             AND last_seen_at > CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END",
            digest.as_str(),
            now.0,
            full,
            repair
        )
        .execute(self.write())
        .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map(drop).map_err(internal("noting the use of a session"))
    }

    async fn end_session(&self, id: &SessionId, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "ending a session", |conn| {
            if !end(conn, id).await? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn end_other_sessions(&self, c: &Change) -> Result<Changed, InternalError> {
        transaction!(self, "ending the other sessions of a member", |conn| {
            let Some(asking) = change::authorize(conn, c).await? else {
                return Ok(Outcome::Rollback(Changed::NotProved));
            };
            let ending = change::Ending::SessionsAndChallenges;
            change::end_other_browsers(conn, &c.member, &asking.session.id, ending).await?;
            change::end_what_outlives(conn, &c.member).await?;
            change::finish(conn, c, &asking.session.id).await
        })
    }

    async fn end_session_when_full(
        &self,
        id: &SessionId,
        tries: &Window,
        now: Timestamp,
    ) -> Result<bool, InternalError> {
        transaction!(self, "ending a session after wrong passwords", |conn| {
            let row = query!("SELECT tries FROM try_window WHERE subject = $1", tries.subject);
            let made = row.fetch_optional(&mut *conn).await?;
            let full = made.is_some_and(|row| tries.reserve(Tries::from_bytes(&row.tries), now).is_err());
            if !full {
                return Ok(Outcome::Rollback(false));
            }
            end(conn, id).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn prove_password(
        &self,
        digest: &TokenDigest,
        new: &TokenDigest,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        let (full, repair) = idle_since(now);
        transaction!(self, "noting a proved password", |conn| {
            let done = query!(
                "UPDATE session SET digest = $5, password_at = $2
                 WHERE digest = $1 AND expires_at > $2
                 AND last_seen_at > CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END",
                digest.as_str(),
                now.0,
                full,
                repair,
                new.as_str()
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }
}

/// Returns the last-seen times at or before which full and repair sessions are over.
pub(super) fn idle_since(now: Timestamp) -> (i64, i64) {
    (now.plus(-IDLE_LIFE).0, now.plus(-REPAIR_LIFE).0)
}

/// Reads a session with its member in one statement.
pub(super) async fn read(conn: &mut Conn, digest: &TokenDigest) -> Result<Option<SessionOfMember>, sqlx::Error> {
    let row = query_sessions!("", "WHERE s.digest = $1", digest.as_str())
        .fetch_optional(conn)
        .await?;
    row.map(|row| Ok(session_of_member!(row))).transpose()
}

/// Returns the member's live sessions, newest first.
pub(super) async fn of_member(conn: &mut Conn, member: &MemberId, now: Timestamp) -> Result<Vec<Session>, sqlx::Error> {
    let rows = query_sessions!("", "WHERE m.id = $1 ORDER BY s.created_at DESC, s.id", member.as_str())
        .fetch_all(conn)
        .await?;
    let found: Result<Vec<SessionOfMember>, sqlx::Error> =
        rows.into_iter().map(|row| Ok(session_of_member!(row))).collect();
    let sessions = found?.into_iter().map(|found| found.session);
    Ok(sessions.filter(|session| session.live(now)).collect())
}

pub(super) async fn insert(conn: &mut Conn, s: &Session) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO session (id, digest, member_id, kind, created_at, last_seen_at, expires_at, password_at, factor_at,
                              device_id, opened_by, trusted_id, address, agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        s.id.as_str(),
        s.digest.as_str(),
        s.member.as_str(),
        s.kind.as_str(),
        s.created_at.0,
        s.last_seen_at.0,
        s.expires_at.0,
        s.password_at.0,
        seconds(s.factor_at),
        s.device.as_ref().map(DeviceId::as_str),
        s.opened_by.as_ref().map(DeviceId::as_str),
        s.trusted.as_ref().map(TrustedBrowserId::as_str),
        s.address,
        s.agent
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Erases what the member's oldest sessions have made, and returns those that [`erase`] has to end for one more. Between the
/// two a sign-in takes its challenge, as the lock order wants it.
pub(super) async fn surplus(conn: &mut Conn, member: &MemberId) -> Result<Vec<SessionId>, sqlx::Error> {
    let surplus = query!(
        "SELECT id FROM session WHERE member_id = $1 ORDER BY created_at DESC, id LIMIT 1000 OFFSET $2",
        member.as_str(),
        SESSIONS - 1
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut sessions = Vec::with_capacity(surplus.len());
    for row in surplus {
        let id = SessionId::from_store(row.id);
        erase_made(conn, &id).await?;
        sessions.push(id);
    }
    Ok(sessions)
}

async fn erase_made(conn: &mut Conn, id: &SessionId) -> Result<(), sqlx::Error> {
    query!("DELETE FROM device WHERE session_id = $1", id.as_str())
        .execute(&mut *conn)
        .await?;
    recovery::end_reveal(conn, id).await
}

/// Erases sessions whose devices and reveals are gone.
pub(super) async fn erase(conn: &mut Conn, sessions: &[SessionId]) -> Result<(), sqlx::Error> {
    for id in sessions {
        erase_one(conn, id).await?;
    }
    Ok(())
}

/// Locks a session, so that it does not end meanwhile. False if it has ended.
pub(super) async fn hold(conn: &mut Conn, id: &SessionId) -> Result<bool, sqlx::Error> {
    let done = query!("UPDATE session SET agent = agent WHERE id = $1", id.as_str())
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected())
}

/// Ends a session, after its pending devices and its reveal as the lock order wants it. False if it is not there.
pub(super) async fn end(conn: &mut Conn, id: &SessionId) -> Result<bool, sqlx::Error> {
    erase_made(conn, id).await?;
    erase_one(conn, id).await
}

async fn erase_one(conn: &mut Conn, id: &SessionId) -> Result<bool, sqlx::Error> {
    let done = query!("DELETE FROM session WHERE id = $1", id.as_str());
    at_most_one(done.execute(conn).await?.rows_affected())
}

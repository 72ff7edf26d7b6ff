//! Storage of recovery codes and of their reveal.

use super::{
    change, counters, kept, resets,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    freeze::kept::{Keeper, Kept},
    kernel::{
        counter::CounterKey,
        id::{MemberId, RecoveryCodeId, SessionId},
        password::PasswordHash,
        seal::Sealed,
    },
    recovery::{
        code::{NewCodes, RecoveryCode},
        store::RecoveryStore,
    },
    sessions::{
        change::{Change, Changed},
        session::{REVEAL_LIFE, Reveal},
    },
    store::Effects,
    team::reset::CODE_LIFE,
};
use sqlx::query;

#[async_trait]
impl RecoveryStore for SqlStore {
    async fn recovery_code(
        &self,
        member: &MemberId,
        selector: &str,
        now: Timestamp,
    ) -> Result<Option<RecoveryCode>, InternalError> {
        let row = query!(
            "SELECT id, hash, expires_at FROM recovery_code
             WHERE member_id = $1 AND selector = $2 AND used_at IS NULL
             AND (expires_at IS NULL OR (expires_at > $3 AND expires_at <= $4))",
            member.as_str(),
            selector,
            now.0,
            latest_end(now, CODE_LIFE)
        )
        .fetch_optional(self.read())
        .await;
        let row = row.map_err(internal("reading a recovery code"))?;
        Ok(row.map(|row| RecoveryCode {
            id: RecoveryCodeId::from_store(row.id),
            hash: PasswordHash::from_phc(row.hash),
            of_set: row.expires_at.is_none(),
        }))
    }

    async fn codes_left(&self, member: &MemberId) -> Result<u32, InternalError> {
        let count = async {
            let mut conn = self.read().acquire().await?;
            count(&mut conn, member).await
        };
        let count = count.await.map_err(internal("counting recovery codes"))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn replace_codes(&self, codes: &NewCodes, c: &Change) -> Result<Changed, InternalError> {
        transaction!(self, "replacing recovery codes", |conn| {
            let Some(asking) = change::authorize(conn, c).await? else {
                return Ok(Outcome::Rollback(Changed::NotProved));
            };
            replace(conn, codes, (&asking.session.id, &c.keeper)).await?;
            change::end_other_sessions(conn, &c.member, &asking.session.id, change::Ending::Sessions).await?;
            change::finish(conn, c, &asking.session.id).await
        })
    }

    async fn reveal(&self, session: &SessionId, now: Timestamp) -> Result<Option<Reveal>, InternalError> {
        let row = query!(
            "SELECT codes, expires_at FROM reveal WHERE session_id = $1 AND expires_at > $2 AND expires_at <= $3",
            session.as_str(),
            now.0,
            latest_end(now, REVEAL_LIFE)
        )
        .fetch_optional(self.read())
        .await;
        let row = row.map_err(internal("reading new recovery codes"))?;
        Ok(row.map(|row| Reveal {
            codes: Sealed(row.codes),
            expires_at: Timestamp(row.expires_at),
        }))
    }

    async fn codes_saved(&self, member: &MemberId, now: Timestamp, effects: &Effects) -> Result<(), InternalError> {
        transaction!(self, "noting saved recovery codes", |conn| {
            let done = query!(
                "UPDATE member SET codes_saved_at = COALESCE(codes_saved_at, $2) WHERE id = $1",
                member.as_str(),
                now.0
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn forget_reveal(&self, session: &SessionId) -> Result<(), InternalError> {
        transaction!(self, "forgetting shown recovery codes", |conn| {
            end_reveal(conn, session).await?;
            Ok(Outcome::Commit(()))
        })
    }
}

/// Replaces all codes of a member, which are kept for a while, marks the set as not saved and stores its reveal with the session. The member is
/// locked.
pub(super) async fn replace(
    conn: &mut Conn,
    new: &NewCodes,
    (session, keeper): (&SessionId, &Keeper),
) -> Result<(), sqlx::Error> {
    let member = new.member.as_str();
    let before = kept::codes(conn, &new.member).await?;
    if !before.rows.is_empty() {
        kept::keep(conn, &Kept::CodesReplaced(before), &new.member, (keeper, new.at)).await?;
    }
    // Wrong codes against the old set do not count against the new one.
    counters::end(conn, &CounterKey::Recovery(new.member.clone())).await?;
    let unsaved = query!("UPDATE member SET codes_saved_at = NULL WHERE id = $1", member)
        .execute(&mut *conn)
        .await?;
    exactly_one(unsaved.rows_affected())?;
    end_all(conn, &new.member).await?;
    for code in &new.rows {
        let done = query!(
            "INSERT INTO recovery_code (id, member_id, selector, hash, created_at) VALUES ($1, $2, $3, $4, $5)",
            code.id.as_str(),
            member,
            code.selector,
            code.hash.as_phc(),
            new.at.0
        );
        exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    }
    let (codes, expires_at) = (new.reveal.codes.0.as_slice(), new.reveal.expires_at.0);
    let done = query!(
        "INSERT INTO reveal (session_id, codes, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (session_id) DO UPDATE SET codes = excluded.codes, expires_at = excluded.expires_at",
        session.as_str(),
        codes,
        expires_at
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Erases all codes of a member, and a reset that is under way.
pub(super) async fn end_all(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    resets::erase(conn, member).await?;
    query!("DELETE FROM recovery_code WHERE member_id = $1", member.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// Consumes a code; false if it is used, or another member's.
pub(super) async fn claim(
    conn: &mut Conn,
    id: &RecoveryCodeId,
    member: &MemberId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE recovery_code SET used_at = $3 WHERE id = $1 AND member_id = $2 AND used_at IS NULL
         AND (expires_at IS NULL OR (expires_at > $3 AND expires_at <= $4))",
        id.as_str(),
        member.as_str(),
        now.0,
        latest_end(now, CODE_LIFE)
    );
    let claimed = at_most_one(done.execute(&mut *conn).await?.rows_affected())?;
    if claimed {
        resets::used(conn, id).await?;
    }
    Ok(claimed)
}

/// Returns the number of unused codes of a member.
pub(super) async fn count(conn: &mut Conn, member: &MemberId) -> Result<i64, sqlx::Error> {
    let row = query!(
        r#"SELECT COUNT(*) AS "count!: i64" FROM recovery_code
           WHERE member_id = $1 AND used_at IS NULL AND expires_at IS NULL"#,
        member.as_str()
    );
    Ok(row.fetch_one(conn).await?.count)
}

/// Erases the reveal of a session.
pub(super) async fn end_reveal(conn: &mut Conn, session: &SessionId) -> Result<(), sqlx::Error> {
    let done = query!("DELETE FROM reveal WHERE session_id = $1", session.as_str())
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected()).map(drop)
}

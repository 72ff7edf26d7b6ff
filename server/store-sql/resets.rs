//! Storage of verified resets.

use super::{
    profile,
    registration::{delete_link, upsert_link},
    team,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{
        id::{AccountId, MemberId, RecoveryCodeId, ResetId, SessionId},
        seal::Sealed,
    },
    profile::member::Member,
    registration::link::Link,
    sessions::change::{AccountChange, Changed},
    store::Effects,
    team::reset::{
        CODE_LIFE, READABLE_LIFE, Reset, ResetState, ShownCode,
        store::{CodeOfReset, ResetStore, StoredReset},
    },
};
use sqlx::query;
use terms::LinkKind;

/// Selects resets; the argument is what follows `WHERE`.
macro_rules! query_resets {
    ($condition:tt, $($argument:expr),+ $(,)?) => {
        query!(
            r#"SELECT r.id, r.member_id, r.account_id, r.started_by, r.reason, r.created_at, r.available_at, r.approved_by,
                      r.read_at, r.shown_in, r.shown, r.shown_until,
                      (SELECT b.name FROM member AS b WHERE b.id = r.started_by) AS "by: String"
               FROM factor_reset AS r WHERE "# + $condition,
            $($argument),+
        )
    };
}

/// Converts a row of [`query_resets`].
macro_rules! stored_reset {
    ($row:expr) => {{
        let row = $row;
        let shown = row.shown_in.zip(row.shown).zip(row.shown_until);
        StoredReset {
            by: row.by,
            shown: shown.map(|((session, text), until)| ShownCode {
                session: SessionId::from_store(session),
                text: Sealed(text),
                until: Timestamp(until),
            }),
            reset: Reset {
                id: ResetId::from_store(row.id),
                member: MemberId::from_store(row.member_id),
                account: AccountId::from_store(row.account_id),
                by: row.started_by.map(MemberId::from_store),
                reason: row.reason,
                created_at: Timestamp(row.created_at),
                available_at: Timestamp(row.available_at),
                approved_by: row.approved_by.map(MemberId::from_store),
                read_at: row.read_at.map(Timestamp),
            },
        }
    }};
}

#[async_trait]
impl ResetStore for SqlStore {
    async fn reset_of(&self, member: &MemberId) -> Result<Option<StoredReset>, InternalError> {
        let row = query_resets!("r.member_id = $1", member.as_str())
            .fetch_optional(self.read())
            .await;
        let row = row.map_err(internal("reading a reset"))?;
        Ok(row.map(|row| stored_reset!(row)))
    }

    async fn reset_of_link(&self, id: &str) -> Result<Option<(StoredReset, Member)>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            let row = query_resets!("r.id = $1", id).fetch_optional(&mut *conn).await?;
            let Some(found) = row.map(|row| stored_reset!(row)) else {
                return Ok(None);
            };
            let member = profile::read(&mut conn, &found.reset.member).await?;
            Ok::<_, sqlx::Error>(member.map(|member| (found, member)))
        };
        found.await.map_err(internal("reading the reset of a link"))
    }

    async fn start_reset(&self, c: &AccountChange, new: &Reset, link: &Link) -> Result<Changed, InternalError> {
        transaction!(self, "starting a reset", |conn| {
            let (asking, found) = match team::authorize(conn, c, &new.member).await? {
                Ok(found) => found,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            if !asking.member.may_reset(&found) {
                return Ok(Outcome::Rollback(Changed::NotFound));
            }
            begin(conn, &found, (new, link), &c.effects).await
        })
    }

    async fn start_reset_by_operator(
        &self,
        new: &Reset,
        link: &Link,
        effects: &Effects,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "starting a reset for the operator", |conn| {
            profile::lock(conn, &new.member).await?;
            let Some(found) = profile::read(conn, &new.member).await? else {
                return Ok(Outcome::Rollback(Changed::NotFound));
            };
            begin(conn, &found, (new, link), effects).await
        })
    }

    async fn approve_reset(&self, c: &AccountChange, member: &MemberId) -> Result<Changed, InternalError> {
        transaction!(self, "approving a reset", |conn| {
            let (asking, found) = match team::authorize(conn, c, member).await? {
                Ok(found) => found,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            let reset = find(conn, member).await?;
            let reset = reset.filter(|reset| {
                reset.state(found.role, c.now) == ResetState::NeedsApproval && reset.may_be_approved_by(&asking.member)
            });
            let Some(reset) = reset else {
                return Ok(Outcome::Rollback(Changed::NotFound));
            };
            let done = query!(
                "UPDATE factor_reset SET approved_by = $2 WHERE id = $1",
                reset.id.as_str(),
                c.member.as_str()
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn read_reset_code(
        &self,
        c: &AccountChange,
        member: &MemberId,
        code: &CodeOfReset,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "reading the code of a reset", |conn| {
            let (asking, found) = match team::authorize(conn, c, member).await? {
                Ok(found) => found,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            let reset = find(conn, member).await?;
            match reset.filter(|reset| reset.may_be_read_by(&asking.member)) {
                Some(reset) => give_code(conn, (&reset, &found), code, (c.now, &c.effects)).await,
                None => Ok(Outcome::Rollback(Changed::NotFound)),
            }
        })
    }

    async fn read_operators_code(
        &self,
        member: &MemberId,
        code: &CodeOfReset,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "reading the code of the operator's reset", |conn| {
            profile::lock(conn, member).await?;
            let found = profile::read(conn, member).await?;
            let reset = find(conn, member).await?.filter(|reset| reset.by.is_none());
            match reset.zip(found) {
                Some((reset, found)) => give_code(conn, (&reset, &found), code, (now, effects)).await,
                None => Ok(Outcome::Rollback(Changed::NotFound)),
            }
        })
    }

    async fn stop_reset(&self, member: &MemberId, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "stopping a reset", |conn| {
            profile::lock(conn, member).await?;
            if !erase(conn, member).await? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }
}

/// Stores a reset of a member, who is locked, unless another one is under way.
async fn begin(
    conn: &mut Conn,
    member: &Member,
    (new, link): (&Reset, &Link),
    effects: &Effects,
) -> Result<Outcome<Changed>, sqlx::Error> {
    if member.two_factor_since.is_none() {
        return Ok(Outcome::Rollback(Changed::TwoFactorOff));
    }
    let before = find(conn, &member.id).await?;
    if before.is_some_and(|before| before.state(member.role, new.created_at) != ResetState::Over) {
        return Ok(Outcome::Rollback(Changed::ResetRuns));
    }
    erase(conn, &member.id).await?;
    let done = query!(
        "INSERT INTO factor_reset (id, member_id, account_id, started_by, reason, created_at, available_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        new.id.as_str(),
        member.id.as_str(),
        member.account.as_str(),
        new.by.as_ref().map(MemberId::as_str),
        new.reason,
        new.created_at.0,
        new.available_at.0
    );
    exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    upsert_link(conn, link).await?;
    commit_effects(conn, effects).await?;
    Ok(Outcome::Commit(Changed::Done))
}

/// Stores the code of a reset whose wait is over. The member is locked.
async fn give_code(
    conn: &mut Conn,
    (reset, member): (&Reset, &Member),
    new: &CodeOfReset,
    (now, effects): (Timestamp, &Effects),
) -> Result<Outcome<Changed>, sqlx::Error> {
    if !matches!(reset.state(member.role, now), ResetState::Ready(_)) {
        return Ok(Outcome::Rollback(Changed::NotFound));
    }
    let done = query!(
        "INSERT INTO recovery_code (id, member_id, selector, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        new.code.id.as_str(),
        member.id.as_str(),
        new.code.selector,
        new.code.hash.as_phc(),
        now.0,
        now.plus(CODE_LIFE).0
    );
    exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    let shown = new.shown.as_ref();
    let done = query!(
        "UPDATE factor_reset SET read_at = $2, code_id = $3, shown_in = $4, shown = $5, shown_until = $6
         WHERE id = $1 AND read_at IS NULL",
        reset.id.as_str(),
        now.0,
        new.code.id.as_str(),
        shown.map(|shown| shown.session.as_str()),
        shown.map(|shown| shown.text.0.as_slice()),
        shown.map(|shown| shown.until.0)
    );
    exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    commit_effects(conn, effects).await?;
    Ok(Outcome::Commit(Changed::Done))
}

async fn find(conn: &mut Conn, member: &MemberId) -> Result<Option<Reset>, sqlx::Error> {
    let row = query_resets!("r.member_id = $1", member.as_str());
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| stored_reset!(row).reset))
}

/// Erases the reset of a member, who is locked, with its code and its link; false if there is none.
pub(super) async fn erase(conn: &mut Conn, member: &MemberId) -> Result<bool, sqlx::Error> {
    let row = query!(
        r#"DELETE FROM factor_reset WHERE member_id = $1 RETURNING id AS "id!", code_id"#,
        member.as_str()
    );
    let Some(row) = row.fetch_optional(&mut *conn).await? else {
        return Ok(false);
    };
    erase_parts(conn, &row.id, row.code_id.as_deref()).await?;
    Ok(true)
}

/// Erases the resets that a member started, who may not start any more.
pub(super) async fn erase_started_by(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    let rows = query!(
        r#"DELETE FROM factor_reset WHERE started_by = $1 RETURNING id AS "id!", code_id"#,
        member.as_str()
    );
    for row in rows.fetch_all(&mut *conn).await? {
        erase_parts(conn, &row.id, row.code_id.as_deref()).await?;
    }
    Ok(())
}

/// Erases the reset whose code was used, and its link. The code itself stays, as used.
pub(super) async fn used(conn: &mut Conn, code: &RecoveryCodeId) -> Result<(), sqlx::Error> {
    let row = query!(
        r#"DELETE FROM factor_reset WHERE code_id = $1 RETURNING id AS "id!""#,
        code.as_str()
    );
    match row.fetch_optional(&mut *conn).await? {
        Some(row) => delete_link(conn, LinkKind::StopReset, &row.id).await,
        None => Ok(()),
    }
}

async fn erase_parts(conn: &mut Conn, id: &str, code: Option<&str>) -> Result<(), sqlx::Error> {
    let erased = query!("DELETE FROM recovery_code WHERE id = $1 AND used_at IS NULL", code)
        .execute(&mut *conn)
        .await?;
    at_most_one(erased.rows_affected())?;
    delete_link(conn, LinkKind::StopReset, id).await
}

/// The moments at or before which a reset is over: those of its wait's end, and of the reading of its code.
pub(super) fn over_since(now: Timestamp) -> (i64, i64) {
    (now.plus(-READABLE_LIFE).0, now.plus(-CODE_LIFE).0)
}

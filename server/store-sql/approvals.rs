//! Storage of requests for approval.

use super::{
    change, machine_devices, profile,
    rows::{ApprovalRow, member, query_member},
    tokens,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    approvals::{
        approval::{Approval, ApprovalView, Asker, NewApproval, PENDING_MAX, USE_LIFE},
        request::WAIT_MAX,
        store::{ApprovalStore, Placed},
    },
    kernel::id::{AccessTokenId, AccountId, ApiKeyId, ApprovalId, DeviceId, MemberId},
    profile::member::Member,
    sessions::change::{AccountChange, Changed},
    store::Effects,
    tokens::token::NewToken,
};
use sqlx::query;

/// The most members who are told of a request.
const APPROVERS_MAX: i64 = 20;

/// Selects requests; the argument is what follows `WHERE`.
macro_rules! query_approvals {
    ($condition:tt, $($argument:expr),+ $(,)?) => {
        sqlx::query_as!(
            ApprovalRow,
            r#"SELECT a.id, a.member_id, a.key_id, a.device_id, a.address, a.action, a.summary, a.details, a.digest, a.words,
                      a.created_at, a.expires_at, a.status, a.decided_by, a.decided_at, a.bought_at, m.account_id, m.name,
                      (SELECT second_person_since FROM account WHERE id = m.account_id) AS "second_person_since: i64",
                      (SELECT label FROM api_key WHERE id = a.key_id) AS "key: String",
                      (SELECT label FROM device WHERE id = a.device_id) AS "device: String",
                      (SELECT d.name FROM member AS d WHERE d.id = a.decided_by) AS "decider: String"
               FROM approval AS a JOIN member AS m ON m.id = a.member_id WHERE "# + $condition,
            $($argument),+
        )
    };
}

#[async_trait]
impl ApprovalStore for SqlStore {
    async fn ask_approval(&self, new: &NewApproval, effects: &Effects) -> Result<Placed, InternalError> {
        let approval = &new.approval;
        transaction!(self, "asking for an approval", |conn| {
            if !lock_asking(conn, &approval.member, approval.key.as_ref(), &new.token).await? {
                return Ok(Outcome::Rollback(Placed::TokenEnded));
            }
            if let Some(until) = full_until(conn, &approval.member, approval.created_at).await? {
                return Ok(Outcome::Rollback(Placed::TooMany(until)));
            }
            insert(conn, approval).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Placed::Done))
        })
    }

    async fn approval(&self, id: &ApprovalId, account: &AccountId) -> Result<Option<ApprovalView>, InternalError> {
        let row = query_approvals!("a.id = $1 AND m.account_id = $2", id.as_str(), account.as_str())
            .fetch_optional(self.read())
            .await;
        let view = row.and_then(|row| row.map(ApprovalRow::view).transpose());
        view.map_err(internal("reading a request for approval"))
    }

    async fn pending_approvals(
        &self,
        account: &AccountId,
        member: &MemberId,
        now: Timestamp,
    ) -> Result<Vec<ApprovalView>, InternalError> {
        let rows = query_approvals!(
            "a.status = 'pending' AND a.expires_at > $3 AND a.expires_at <= $4 AND m.account_id = $1
             AND (a.member_id = $2 OR (SELECT second_person_since FROM account WHERE id = $1) IS NOT NULL)
             ORDER BY a.created_at, a.id LIMIT 100",
            account.as_str(),
            member.as_str(),
            now.0,
            latest_end(now, WAIT_MAX)
        )
        .fetch_all(self.read())
        .await;
        let views = rows.and_then(|rows| rows.into_iter().map(ApprovalRow::view).collect());
        views.map_err(internal("reading what waits for approval"))
    }

    async fn reject_approval(
        &self,
        id: &ApprovalId,
        by: &MemberId,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "rejecting an action", |conn| {
            if !decide(conn, id, ("rejected", by), now).await? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn buy_approved(
        &self,
        id: &ApprovalId,
        by: &AccessTokenId,
        new: &NewToken,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        let token = &new.token;
        transaction!(self, "buying an approved token", |conn| {
            if !lock_asking(conn, &token.member, token.key.as_ref(), by).await? {
                return Ok(Outcome::Rollback(false));
            }
            if !take(conn, id, new).await? {
                return Ok(Outcome::Rollback(false));
            }
            tokens::insert(conn, new).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn second_person(&self, account: &AccountId) -> Result<Option<Timestamp>, InternalError> {
        let row = query!(
            "SELECT second_person_since FROM account WHERE id = $1",
            account.as_str()
        )
        .fetch_optional(self.read())
        .await;
        let row = row.map_err(internal("reading who approves"))?;
        Ok(row.and_then(|row| row.second_person_since).map(Timestamp))
    }

    async fn choose_approver(&self, c: &AccountChange, second_person: bool) -> Result<Changed, InternalError> {
        transaction!(self, "choosing who approves", |conn| {
            if let Err(refused) = change::authorize_manager(conn, c).await? {
                return Ok(Outcome::Rollback(refused));
            }
            let done = query!(
                "UPDATE account SET second_person_since =
                        CASE WHEN CAST($2 AS BIGINT) = 1 THEN COALESCE(second_person_since, CAST($3 AS BIGINT)) END
                 WHERE id = $1",
                c.account.as_str(),
                i64::from(second_person),
                c.now.0
            )
            .execute(&mut *conn)
            .await?;
            exactly_one(done.rows_affected())?;
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn other_approvers(&self, account: &AccountId, but: &MemberId) -> Result<Vec<Member>, InternalError> {
        let rows = query_member!(
            "SELECT ",
            "FROM member AS m JOIN account AS p ON p.id = m.account_id WHERE m.account_id = $1 AND m.id <> $2 AND m.role <> 'member' ORDER BY m.id LIMIT $3",
            account.as_str(),
            but.as_str(),
            APPROVERS_MAX
        )
        .fetch_all(self.read())
        .await;
        let members = rows.and_then(|rows| rows.into_iter().map(|row| Ok(member!(row))).collect());
        members.map_err(internal("reading who may approve"))
    }
}

/// Locks the member and the API key of a program that presents a token; false if key or token have ended.
async fn lock_asking(
    conn: &mut Conn,
    member: &MemberId,
    key: Option<&ApiKeyId>,
    token: &AccessTokenId,
) -> Result<bool, sqlx::Error> {
    profile::lock(conn, member).await?;
    if let Some(key) = key
        && !machine_devices::lock_key(conn, key, member).await?
    {
        return Ok(false);
    }
    let found = query!("SELECT id FROM access_token WHERE id = $1", token.as_str())
        .fetch_optional(conn)
        .await?;
    Ok(found.is_some())
}

/// Returns when the first request of a member ends, if as many wait as may.
async fn full_until(conn: &mut Conn, member: &MemberId, now: Timestamp) -> Result<Option<Timestamp>, sqlx::Error> {
    let rows = query!(
        "SELECT expires_at FROM approval
         WHERE member_id = $1 AND status = 'pending' AND expires_at > $2 AND expires_at <= $3 ORDER BY expires_at",
        member.as_str(),
        now.0,
        latest_end(now, WAIT_MAX)
    )
    .fetch_all(conn)
    .await?;
    let first = rows.first().map(|row| Timestamp(row.expires_at));
    Ok(first.filter(|_| rows.len() >= PENDING_MAX))
}

async fn insert(conn: &mut Conn, approval: &Approval) -> Result<(), sqlx::Error> {
    let request = &approval.request;
    let done = query!(
        "INSERT INTO approval (id, member_id, key_id, device_id, address, action, summary, details, digest, words,
                               created_at, expires_at, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'pending')",
        approval.id.as_str(),
        approval.member.as_str(),
        approval.key.as_ref().map(ApiKeyId::as_str),
        approval.device.as_ref().map(DeviceId::as_str),
        approval.address,
        request.action,
        request.summary,
        request.details.as_deref(),
        request.digest.as_deref(),
        approval.words,
        approval.created_at.0,
        approval.expires_at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Locks a request that waits; false if it does not wait any more, or if it is not for this person to approve.
pub(super) async fn lock_pending(
    conn: &mut Conn,
    id: &ApprovalId,
    person: &Member,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let locked = query!(
        "UPDATE approval SET status = status
         WHERE id = $1 AND status = 'pending' AND expires_at > $2 AND expires_at <= $3 RETURNING member_id",
        id.as_str(),
        now.0,
        latest_end(now, WAIT_MAX)
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(locked) = locked else { return Ok(false) };
    let row = query!(
        "SELECT m.account_id, c.second_person_since FROM member AS m JOIN account AS c ON c.id = m.account_id
         WHERE m.id = $1",
        locked.member_id
    )
    .fetch_one(conn)
    .await?;
    let asker = Asker {
        member: MemberId::from_store(locked.member_id),
        account: AccountId::from_store(row.account_id),
        second_person: row.second_person_since.is_some(),
    };
    Ok(asker.may_be_approved_by(person))
}

/// Approves a request that waits; false if it does not any more.
pub(super) async fn approve(
    conn: &mut Conn,
    id: &ApprovalId,
    by: &MemberId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    decide(conn, id, ("approved", by), now).await
}

async fn decide(
    conn: &mut Conn,
    id: &ApprovalId,
    (status, by): (&str, &MemberId),
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE approval SET status = $2, decided_by = $3, decided_at = $4
         WHERE id = $1 AND status = 'pending' AND expires_at > $4 AND expires_at <= $5",
        id.as_str(),
        status,
        by.as_str(),
        now.0,
        latest_end(now, WAIT_MAX)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Takes the one token that an approval is good for; false if there is none.
async fn take(conn: &mut Conn, id: &ApprovalId, new: &NewToken) -> Result<bool, sqlx::Error> {
    let (token, now) = (&new.token, new.token.created_at);
    let done = query!(
        "UPDATE approval SET bought_at = $2
         WHERE id = $1 AND status = 'approved' AND bought_at IS NULL AND decided_at > $3 AND decided_at <= $4
         AND member_id = $5 AND action = $6 AND (key_id = $7 OR (CAST($7 AS TEXT) IS NULL AND key_id IS NULL))",
        id.as_str(),
        now.0,
        now.plus(-USE_LIFE).0,
        latest_end(now, 0),
        token.member.as_str(),
        token.scopes.to_string(),
        token.key.as_ref().map(ApiKeyId::as_str)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Drops the requests of a member's programs, or of those whose token a passcode of this device bought.
pub(super) async fn end(conn: &mut Conn, member: &MemberId, of: Option<&DeviceId>) -> Result<(), sqlx::Error> {
    query!(
        "DELETE FROM approval WHERE member_id = $1 AND (CAST($2 AS TEXT) IS NULL OR device_id = $2)",
        member.as_str(),
        of.map(DeviceId::as_str)
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Drops what a member has approved and no program has used.
pub(super) async fn end_decided_by(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    query!(
        "DELETE FROM approval WHERE status = 'approved' AND bought_at IS NULL AND decided_by = $1",
        member.as_str()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Drops the requests of programs with this API key.
pub(super) async fn end_of_key(conn: &mut Conn, key: &ApiKeyId) -> Result<(), sqlx::Error> {
    query!("DELETE FROM approval WHERE key_id = $1", key.as_str())
        .execute(conn)
        .await
        .map(drop)
}

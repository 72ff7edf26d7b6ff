//! Storage of access tokens.

use super::{
    every_call, profile,
    rows::{CandidateRow, known_value, member, query_member},
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    api_keys::{key::ApiKey, scope::Scopes},
    approvals::approval::Approved,
    kernel::{
        id::{AccessTokenId, ApiKeyId, ApprovalId, DeviceId, MemberId},
        label::Label,
        network::Network,
        token::TokenDigest,
    },
    sign_in::store::{KeyCandidates, SignInStore},
    store::Effects,
    tokens::{
        store::TokenStore,
        token::{AccessToken, NewToken, TOKENS_MAX, TokenOfMember},
    },
};
use sqlx::query;

#[async_trait]
impl TokenStore for SqlStore {
    async fn key_candidates(&self, key: &ApiKeyId, member: &MemberId) -> Result<KeyCandidates, InternalError> {
        let row = sqlx::query_as!(
            CandidateRow,
            r#"SELECT id, secret, algorithm, digits, last_step, CAST(0 AS BIGINT) AS "sign_in_only!: i64",
                      CAST(NULL AS BIGINT) AS "usable_until: i64"
               FROM machine_device
               WHERE key_id = $1 AND confirmed_at IS NOT NULL"#,
            key.as_str()
        )
        .fetch_optional(self.read())
        .await;
        let machine = row.and_then(|row| row.map(CandidateRow::candidate).transpose());
        match machine.map_err(internal("reading a machine device"))? {
            Some(machine) => Ok(KeyCandidates::Machine(machine)),
            None => Ok(KeyCandidates::Personal(self.candidates(member).await?)),
        }
    }

    async fn open_token(&self, new: &NewToken, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "opening an access token", |conn| {
            let member = &new.token.member;
            every_call::lock_of(conn, member).await?;
            let locked = match &new.password {
                Some(password) => profile::lock_password(conn, member, password).await?,
                None => profile::lock(conn, member).await?,
            };
            let found = profile::read(conn, member).await?;
            let alone =
                found.is_some_and(|found| found.goes_on().is_ok() && !found.calls_need_factor(new.token.created_at));
            if locked.is_none() || !alone || !lock_key(conn, new, true).await? {
                return Ok(Outcome::Rollback(false));
            }
            insert(conn, new).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn access_token(&self, digest: &TokenDigest) -> Result<Option<TokenOfMember>, InternalError> {
        let found = read(self, digest).await;
        found.map_err(internal("reading an access token"))
    }

    async fn end_token(&self, id: &AccessTokenId, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "ending an access token", |conn| {
            let done = query!("DELETE FROM access_token WHERE id = $1", id.as_str())
                .execute(&mut *conn)
                .await?;
            if !at_most_one(done.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }
}

/// Locks the API key that buys a token, and records its use if it is `used`. False if the key is gone or over; true without
/// one.
pub(super) async fn lock_key(conn: &mut Conn, new: &NewToken, used: bool) -> Result<bool, sqlx::Error> {
    let Some(key) = &new.token.key else { return Ok(true) };
    let now = new.token.created_at.0;
    let done = query!(
        "UPDATE api_key SET used_at = CASE WHEN CAST($4 AS BIGINT) = 1 THEN CAST($3 AS BIGINT) ELSE used_at END,
                used_from = CASE WHEN CAST($4 AS BIGINT) = 1 THEN CAST($5 AS TEXT) ELSE used_from END
         WHERE id = $1 AND member_id = $2 AND (expires_at IS NULL OR expires_at > $3)",
        key.as_str(),
        new.token.member.as_str(),
        now,
        i64::from(used),
        new.address
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Stores a token, and erases the oldest ones of its key or of its member's password if there are too many.
pub(super) async fn insert(conn: &mut Conn, new: &NewToken) -> Result<(), sqlx::Error> {
    let token = &new.token;
    let (member, key) = (token.member.as_str(), token.key.as_ref().map(ApiKeyId::as_str));
    query!(
        "DELETE FROM access_token WHERE id IN
         (SELECT id FROM access_token WHERE member_id = $1
          AND (key_id = $2 OR (CAST($2 AS TEXT) IS NULL AND key_id IS NULL))
          ORDER BY created_at DESC, id LIMIT 1000 OFFSET $3)",
        member,
        key,
        TOKENS_MAX - 1
    )
    .execute(&mut *conn)
    .await?;
    let done = query!(
        "INSERT INTO access_token (id, digest, member_id, key_id, scopes, device_id, created_at, expires_at, address,
                                   approval_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        token.id.as_str(),
        new.digest.as_str(),
        member,
        key,
        token.scopes.to_string(),
        token.device.as_ref().map(DeviceId::as_str),
        token.created_at.0,
        token.expires_at.0,
        new.address,
        token.approval.as_ref().map(|approval| approval.id.as_str())
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Ends the tokens of a member, or those that a passcode of this device bought.
pub(super) async fn end(conn: &mut Conn, member: &MemberId, of: Option<&DeviceId>) -> Result<(), sqlx::Error> {
    query!(
        "DELETE FROM access_token WHERE member_id = $1 AND (CAST($2 AS TEXT) IS NULL OR device_id = $2)",
        member.as_str(),
        of.map(DeviceId::as_str)
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Ends the tokens that an API key bought.
pub(super) async fn end_of_key(conn: &mut Conn, key: &ApiKeyId) -> Result<(), sqlx::Error> {
    query!("DELETE FROM access_token WHERE key_id = $1", key.as_str())
        .execute(conn)
        .await
        .map(drop)
}

async fn read(store: &SqlStore, digest: &TokenDigest) -> Result<Option<TokenOfMember>, sqlx::Error> {
    let row = query_member!(
        r#"SELECT t.id, t.scopes, t.device_id, t.created_at, t.expires_at, k.id AS "key_id?", k.label AS "label?",
                  k.scopes AS "key_scopes?", k.networks AS "networks?", k.created_at AS "key_created_at?",
                  k.expires_at AS "key_expires_at?",
                  (SELECT stopped_at FROM counter WHERE subject = 'key ' || k.id) AS "suspended_at: i64",
                  a.id AS "approval_id?", a.action AS "action?", a.digest AS approved_digest, a.decided_by, a.decided_at, "#,
        "FROM access_token AS t JOIN member AS m ON m.id = t.member_id JOIN account AS p ON p.id = m.account_id LEFT JOIN api_key AS k ON k.id = t.key_id
         LEFT JOIN approval AS a ON a.id = t.approval_id
         WHERE t.digest = $1",
        digest.as_str()
    )
    .fetch_optional(store.read())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let member = MemberId::from_store(row.member_id.clone());
    let key = match (row.key_id, row.label, row.key_scopes, row.networks, row.key_created_at) {
        (Some(id), Some(label), Some(scopes), Some(networks), Some(created_at)) => Some(ApiKey {
            id: ApiKeyId::from_store(id),
            member: member.clone(),
            label: Label::from_store(label),
            scopes: Scopes::from_store(&scopes),
            networks: known_value("api_key.networks", Network::parse_list(&networks).ok())?,
            created_at: Timestamp(created_at),
            expires_at: row.key_expires_at.map(Timestamp),
            last_use: None,
            suspended_at: row.suspended_at.map(Timestamp),
        }),
        _ => None,
    };
    let approval = match (row.approval_id, row.action, row.decided_by, row.decided_at) {
        (Some(id), Some(action), Some(by), Some(at)) => Some(Approved {
            id: ApprovalId::from_store(id),
            action,
            digest: row.approved_digest,
            approved_by: MemberId::from_store(by),
            approved_at: Timestamp(at),
        }),
        _ => None,
    };
    let holder = member!(row);
    let key = key.map(|key| key.under(&holder.policy));
    Ok(Some(TokenOfMember {
        token: AccessToken {
            id: AccessTokenId::from_store(row.id),
            member,
            key: key.as_ref().map(|key| key.id.clone()),
            scopes: Scopes::from_store(&row.scopes),
            device: row.device_id.map(DeviceId::from_store),
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
            approval,
        },
        key,
        member: holder,
    }))
}

//! Storage of API keys.

use super::{
    change, every_call,
    rows::{known_value, member, query_member},
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, seconds, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    api_keys::{
        key::{ApiKey, KeyOfMember, KeyUse, NewApiKey, SHOWN_LIFE, ShownKey},
        scope::Scopes,
        store::{ApiKeyStore, Made},
    },
    kernel::{
        id::{AccountId, ApiKeyId, MemberId, SessionId},
        label::Label,
        network::Network,
        seal::Sealed,
        token::TokenDigest,
    },
    sessions::{
        change::{AccountChange, Changed},
        session::ProofRequirement,
    },
    store::Effects,
};
use sqlx::query;
use terms::limits::KEYS_MAX;

/// Selects keys with their holders; the argument is what follows `WHERE`.
macro_rules! query_keys {
    ($condition:tt, $($argument:expr),+ $(,)?) => {
        query_member!(
            r#"SELECT k.id AS key_id, k.label, k.scopes, k.networks, k.created_at AS key_created_at, k.expires_at, k.used_at,
                      k.used_from, (SELECT stopped_at FROM counter WHERE subject = 'key ' || k.id) AS "suspended_at: i64",
                      EXISTS (SELECT 1 FROM machine_device AS d WHERE d.key_id = k.id AND d.confirmed_at IS NOT NULL)
                      AS "has_machine!: bool", "#,
            "FROM api_key AS k JOIN member AS m ON m.id = k.member_id JOIN account AS p ON p.id = m.account_id WHERE " + $condition,
            $($argument),+
        )
    };
}

/// Converts a row of [`query_keys`].
macro_rules! key_of_member {
    ($row:expr) => {{
        let row = $row;
        let last_use = row.used_at.zip(row.used_from).map(|(at, address)| KeyUse {
            at: Timestamp(at),
            address,
        });
        Ok(KeyOfMember::of(
            ApiKey {
                id: ApiKeyId::from_store(row.key_id),
                member: MemberId::from_store(row.member_id.clone()),
                label: Label::from_store(row.label),
                scopes: Scopes::from_store(&row.scopes),
                networks: known_value("api_key.networks", Network::parse_list(&row.networks).ok())?,
                created_at: Timestamp(row.key_created_at),
                expires_at: row.expires_at.map(Timestamp),
                last_use,
                suspended_at: row.suspended_at.map(Timestamp),
            },
            row.has_machine,
            member!(row),
        ))
    }};
}

#[async_trait]
impl ApiKeyStore for SqlStore {
    async fn api_keys(
        &self,
        account: &AccountId,
        member: Option<&MemberId>,
    ) -> Result<Vec<KeyOfMember>, InternalError> {
        let rows = query_keys!(
            "m.account_id = $1 AND (CAST($2 AS TEXT) IS NULL OR m.id = $2) ORDER BY k.created_at, k.id",
            account.as_str(),
            member.map(MemberId::as_str)
        )
        .fetch_all(self.read())
        .await;
        let keys = rows.and_then(|rows| rows.into_iter().map(|row| key_of_member!(row)).collect());
        keys.map_err(internal("reading the API keys"))
    }

    async fn api_key(&self, id: &ApiKeyId, account: &AccountId) -> Result<Option<KeyOfMember>, InternalError> {
        let row = query_keys!("k.id = $1 AND m.account_id = $2", id.as_str(), account.as_str())
            .fetch_optional(self.read())
            .await;
        let key = row.and_then(|row| row.map(|row| key_of_member!(row)).transpose());
        key.map_err(internal("reading an API key"))
    }

    async fn api_key_by(&self, digest: &TokenDigest) -> Result<Option<KeyOfMember>, InternalError> {
        let row = query_keys!("k.digest = $1", digest.as_str())
            .fetch_optional(self.read())
            .await;
        let key = row.and_then(|row| row.map(|row| key_of_member!(row)).transpose());
        key.map_err(internal("looking for an API key"))
    }

    async fn make_api_key(
        &self,
        new: &NewApiKey,
        session: &TokenDigest,
        required: Option<ProofRequirement>,
        effects: &Effects,
    ) -> Result<Made, InternalError> {
        let key = &new.key;
        transaction!(self, "making an API key", |conn| {
            let asking = change::lock_and_authorize(conn, &key.member, session, required, key.created_at).await?;
            let Some(asking) = asking.filter(|asking| asking.session.id == new.shown.session) else {
                return Ok(Outcome::Rollback(Made::NotProved));
            };
            if let Some(until) = change::quarantined_until(conn, &asking, key.created_at).await? {
                return Ok(Outcome::Rollback(Made::RecentRepair(until)));
            }
            let names = names(conn, &key.member).await?;
            if names.contains(&key.label.key()) {
                return Ok(Outcome::Rollback(Made::NameTaken));
            }
            if names.len() >= KEYS_MAX {
                return Ok(Outcome::Rollback(Made::TooMany));
            }
            insert(conn, new).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Made::Done))
        })
    }

    async fn shown_api_key(
        &self,
        id: &ApiKeyId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<ShownKey>, InternalError> {
        let row = query!(
            r#"SELECT shown AS "shown!", shown_until AS "until!" FROM api_key
               WHERE id = $1 AND shown_in = $2 AND shown IS NOT NULL AND shown_until > $3 AND shown_until <= $4"#,
            id.as_str(),
            session.as_str(),
            now.0,
            latest_end(now, SHOWN_LIFE)
        )
        .fetch_optional(self.read())
        .await;
        let row = row.map_err(internal("reading the text of a new API key"))?;
        Ok(row.map(|row| ShownKey {
            session: session.clone(),
            text: Sealed(row.shown),
            until: Timestamp(row.until),
        }))
    }

    async fn forget_api_key_text(&self, id: &ApiKeyId, session: &SessionId) -> Result<(), InternalError> {
        let done = query!(
            "UPDATE api_key SET shown = NULL, shown_in = NULL, shown_until = NULL WHERE id = $1 AND shown_in = $2",
            id.as_str(),
            session.as_str()
        )
        .execute(self.write())
        .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map(drop).map_err(internal("forgetting the text of an API key"))
    }

    async fn end_api_key(&self, id: &ApiKeyId, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "ending an API key", |conn| {
            let done = query!("DELETE FROM api_key WHERE id = $1", id.as_str())
                .execute(&mut *conn)
                .await?;
            if !at_most_one(done.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn decide_every_call(&self, c: &AccountChange, on: bool) -> Result<Changed, InternalError> {
        transaction!(self, "deciding about every API call", |conn| {
            every_call::decide(conn, c, on).await
        })
    }

    async fn touch_api_key(&self, id: &ApiKeyId, address: &str, now: Timestamp) -> Result<(), InternalError> {
        let done = query!(
            "UPDATE api_key SET used_at = $2, used_from = $3 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)",
            id.as_str(),
            now.0,
            address
        )
        .execute(self.write())
        .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map(drop).map_err(internal("noting the use of an API key"))
    }
}

async fn insert(conn: &mut Conn, new: &NewApiKey) -> Result<(), sqlx::Error> {
    let key = &new.key;
    let networks: Vec<_> = key.networks.iter().map(Network::to_string).collect();
    let done = query!(
        "INSERT INTO api_key (id, member_id, digest, label, label_key, scopes, networks, created_at, expires_at, shown_in,
                              shown, shown_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        key.id.as_str(),
        key.member.as_str(),
        new.digest.as_str(),
        key.label.as_str(),
        key.label.key(),
        key.scopes.to_string(),
        networks.join(" "),
        key.created_at.0,
        seconds(key.expires_at),
        new.shown.session.as_str(),
        new.shown.text.0.as_slice(),
        new.shown.until.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Returns the names of the member's keys.
pub(super) async fn names(conn: &mut Conn, member: &MemberId) -> Result<Vec<String>, sqlx::Error> {
    let rows = query!("SELECT label_key FROM api_key WHERE member_id = $1", member.as_str())
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.label_key).collect())
}

//! Storage of sign-ins at apps.
//!
//! The foreign key to the session tells of every end of a session, whatever ended it: it sets `session_id` to null in the same
//! transaction.

use super::rows::{access, grant, query_grants, scopes};
use crate::{
    Conn, SqlStore,
    shared::{
        rows::{member, query_member},
        sessions::{self, query_sessions, session_of_member},
        transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, transaction},
    },
};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{
        id::{ClientId, GrantId, MemberId, SessionId},
        token::TokenDigest,
    },
    oidc::{
        access::{Access, Admission},
        grants::{
            grant::{AppToken, GRANTS_MAX, GrantOfMember, NewGrant, NewTokens, TOKENS_MAX},
            store::{GrantKey, GrantStore},
        },
        logout::Notice,
    },
    store::Effects,
};
use sqlx::query;

#[async_trait]
impl GrantStore for SqlStore {
    async fn admission(&self, client: &ClientId, member: &MemberId) -> Result<Admission, InternalError> {
        let row = query!(
            r#"SELECT (SELECT COUNT(*) FROM oidc_client_member WHERE client_id = $1 AND member_id = $2) AS "chosen!: i64",
                      (SELECT scopes FROM oidc_access WHERE client_id = $1 AND member_id = $2) AS "scopes: String""#,
            client.as_str(),
            member.as_str()
        )
        .fetch_one(self.read())
        .await;
        let row = row.map_err(internal("reading who may use an app"))?;
        let allowed = row.scopes.as_deref().map(scopes).transpose();
        Ok(Admission {
            chosen: row.chosen > 0,
            allowed: allowed.map_err(internal("reading what an app may know"))?,
        })
    }

    async fn put_grant(&self, new: &NewGrant, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "storing a sign-in at an app", |conn| {
            let (client, member) = (new.grant.client.as_str(), new.member.as_str());
            if !sessions::hold(conn, &new.session).await? {
                return Ok(Outcome::Rollback(false));
            }
            query!(
                "UPDATE oidc_grant SET session_id = NULL, offline = 0, refresh = NULL WHERE id IN
                 (SELECT id FROM oidc_grant WHERE member_id = $1 AND client_id = $2
                  AND (session_id IS NOT NULL OR offline = 1)
                  ORDER BY created_at DESC, id LIMIT 1000 OFFSET $3)",
                member,
                client,
                GRANTS_MAX - 1
            )
            .execute(&mut *conn)
            .await?;
            if !insert(conn, new).await? {
                return Ok(Outcome::Rollback(false));
            }
            let done = query!(
                "INSERT INTO oidc_access (member_id, client_id, scopes, allowed_at, used_at) VALUES ($1, $2, $3, $4, $4)
                 ON CONFLICT (member_id, client_id) DO UPDATE SET scopes = $3, used_at = $4",
                member,
                client,
                new.allowed.text(),
                new.grant.created_at.0
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn grant(&self, key: &GrantKey) -> Result<Option<GrantOfMember>, InternalError> {
        let found = read(self, key).await;
        found.map_err(internal("reading a sign-in at an app"))
    }

    async fn app_token(&self, digest: &TokenDigest) -> Result<Option<AppToken>, InternalError> {
        let found = async {
            let row = query!(
                "SELECT grant_id, scopes, created_at, expires_at FROM oidc_token WHERE digest = $1",
                digest.as_str()
            )
            .fetch_optional(self.read())
            .await?;
            let Some(row) = row else { return Ok(None) };
            let of = read(self, &GrantKey::Id(GrantId::from_store(row.grant_id))).await?;
            let Some(of) = of else { return Ok(None) };
            Ok(Some(AppToken {
                scopes: scopes(&row.scopes)?,
                created_at: Timestamp(row.created_at),
                expires_at: Timestamp(row.expires_at),
                of,
            }))
        };
        let found: Result<_, sqlx::Error> = found.await;
        found.map_err(internal("reading an access token of an app"))
    }

    async fn redeem(&self, tokens: &NewTokens) -> Result<bool, InternalError> {
        transaction!(self, "redeeming a code of an app", |conn| {
            if !lock_needed_session(conn, tokens).await? {
                return Ok(Outcome::Rollback(false));
            }
            let (series, refresh, until) = &tokens.refresh;
            let done = query!(
                "UPDATE oidc_grant SET redeemed_at = $2, series = $3, refresh = $4, refresh_until = $5
                 WHERE id = $1 AND redeemed_at IS NULL AND (offline = 1 OR session_id = $6)",
                tokens.grant.as_str(),
                tokens.now.0,
                series.as_str(),
                refresh.as_str(),
                until.0,
                tokens.session.as_ref().map(SessionId::as_str)
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            put_token(conn, tokens).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn rotate(&self, old: &TokenDigest, tokens: &NewTokens) -> Result<bool, InternalError> {
        transaction!(self, "rotating a refresh token of an app", |conn| {
            if !lock_needed_session(conn, tokens).await? {
                return Ok(Outcome::Rollback(false));
            }
            let (_, refresh, until) = &tokens.refresh;
            let done = query!(
                "UPDATE oidc_grant SET refresh = $3, refresh_until = $4
                 WHERE id = $1 AND refresh = $2 AND (offline = 1 OR session_id = $5)",
                tokens.grant.as_str(),
                old.as_str(),
                refresh.as_str(),
                until.0,
                tokens.session.as_ref().map(SessionId::as_str)
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            put_token(conn, tokens).await?;
            query!(
                "UPDATE oidc_access SET used_at = $2 WHERE (member_id, client_id) IN
                 (SELECT member_id, client_id FROM oidc_grant WHERE id = $1)",
                tokens.grant.as_str(),
                tokens.now.0
            )
            .execute(&mut *conn)
            .await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn end_grant(&self, id: &GrantId, effects: &Effects) -> Result<(), InternalError> {
        transaction!(self, "ending a sign-in at an app", |conn| {
            query!(
                "UPDATE oidc_grant SET session_id = NULL, offline = 0, refresh = NULL WHERE id = $1",
                id.as_str()
            )
            .execute(&mut *conn)
            .await?;
            erase_tokens(conn, id).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn end_tokens_of(&self, id: &GrantId) -> Result<(), InternalError> {
        transaction!(self, "ending the tokens of an app", |conn| {
            query!(
                "UPDATE oidc_grant SET offline = 0, refresh = NULL WHERE id = $1",
                id.as_str()
            )
            .execute(&mut *conn)
            .await?;
            erase_tokens(conn, id).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn end_app_token(&self, digest: &TokenDigest, client: &ClientId) -> Result<(), InternalError> {
        let done = query!(
            "DELETE FROM oidc_token WHERE digest = $1
             AND grant_id IN (SELECT id FROM oidc_grant WHERE client_id = $2)",
            digest.as_str(),
            client.as_str()
        )
        .execute(self.write())
        .await;
        done.map(drop).map_err(internal("ending an access token of an app"))
    }

    async fn accesses(&self, member: &MemberId) -> Result<Vec<Access>, InternalError> {
        let rows = query!(
            "SELECT a.client_id, a.scopes, a.allowed_at, a.used_at, c.name, c.account_id
             FROM oidc_access AS a JOIN oidc_client AS c ON c.id = a.client_id
             WHERE a.member_id = $1 ORDER BY c.name_key, c.id",
            member.as_str()
        )
        .fetch_all(self.read())
        .await;
        let accesses = rows.and_then(|rows| rows.into_iter().map(|row| Ok(access!(row))).collect());
        accesses.map_err(internal("reading the apps of a member"))
    }

    async fn take_back(&self, member: &MemberId, client: &ClientId, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "taking back what an app may know", |conn| {
            query!(
                "UPDATE oidc_grant SET session_id = NULL, offline = 0, refresh = NULL
                 WHERE member_id = $1 AND client_id = $2",
                member.as_str(),
                client.as_str()
            )
            .execute(&mut *conn)
            .await?;
            query!(
                "DELETE FROM oidc_token WHERE grant_id IN
                 (SELECT id FROM oidc_grant WHERE member_id = $1 AND client_id = $2)",
                member.as_str(),
                client.as_str()
            )
            .execute(&mut *conn)
            .await?;
            let done = query!(
                "DELETE FROM oidc_access WHERE member_id = $1 AND client_id = $2",
                member.as_str(),
                client.as_str()
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn claim_notices(&self, now: Timestamp, again: Timestamp, most: i64) -> Result<Vec<Notice>, InternalError> {
        super::notices::claim(self, (now, again), most).await
    }

    async fn postpone_notice(&self, id: &GrantId, until: Timestamp) -> Result<(), InternalError> {
        super::notices::postpone(self, id, until).await
    }

    async fn settle_notice(&self, id: &GrantId, now: Timestamp) -> Result<(), InternalError> {
        super::notices::settle(self, id, now).await
    }
}

/// Ends what outlives the sessions of a member. What belongs to a session goes on with it.
pub(crate) async fn end_offline(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    query!(
        "UPDATE oidc_grant SET offline = 0 WHERE member_id = $1 AND offline = 1",
        member.as_str()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Stores a sign-in; false if its app is gone.
async fn insert(conn: &mut Conn, new: &NewGrant) -> Result<bool, sqlx::Error> {
    let grant = &new.grant;
    let done = query!(
        "INSERT INTO oidc_grant (id, client_id, member_id, session_id, subject, code, code_expires_at, redirect_uri,
                                 challenge, nonce, scopes, offline, amr, auth_time, created_at, due_at, tries)
         SELECT CAST($1 AS TEXT), id, CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($3 AS TEXT), CAST($5 AS TEXT),
                CAST($6 AS BIGINT), CAST($7 AS TEXT), CAST($8 AS TEXT), CAST($9 AS TEXT), CAST($10 AS TEXT),
                CAST($11 AS BIGINT), CAST($12 AS TEXT), CAST($13 AS BIGINT), CAST($14 AS BIGINT), 0, 0
         FROM oidc_client WHERE id = $2",
        grant.id.as_str(),
        grant.client.as_str(),
        new.member.as_str(),
        new.session.as_str(),
        new.code.as_str(),
        grant.code_expires_at.0,
        grant.redirect_uri,
        grant.challenge.as_str(),
        grant.nonce,
        grant.scopes.text(),
        i64::from(grant.offline),
        grant.proved.text(),
        grant.proved.at.0,
        grant.created_at.0
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Locks the session that a sign-in needs, so that it does not end meanwhile. False if it has ended.
async fn lock_needed_session(conn: &mut Conn, tokens: &NewTokens) -> Result<bool, sqlx::Error> {
    match &tokens.session {
        Some(session) => sessions::hold(conn, session).await,
        None => Ok(true),
    }
}

/// Erases the access tokens of a sign-in.
async fn erase_tokens(conn: &mut Conn, id: &GrantId) -> Result<(), sqlx::Error> {
    query!("DELETE FROM oidc_token WHERE grant_id = $1", id.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// Stores an access token, and erases the oldest ones of its sign-in if there are too many.
async fn put_token(conn: &mut Conn, tokens: &NewTokens) -> Result<(), sqlx::Error> {
    let grant = tokens.grant.as_str();
    query!(
        "DELETE FROM oidc_token WHERE digest IN
         (SELECT digest FROM oidc_token WHERE grant_id = $1 ORDER BY created_at DESC, digest LIMIT 1000 OFFSET $2)",
        grant,
        TOKENS_MAX - 1
    )
    .execute(&mut *conn)
    .await?;
    let done = query!(
        "INSERT INTO oidc_token (digest, grant_id, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        tokens.access.as_str(),
        grant,
        tokens.scopes.text(),
        tokens.now.0,
        tokens.expires_at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Reads a sign-in with its session or, if it outlives that, without.
async fn read(store: &SqlStore, key: &GrantKey) -> Result<Option<GrantOfMember>, sqlx::Error> {
    let (code, series, id) = match key {
        GrantKey::Code(code) => (Some(code.as_str()), None, None),
        GrantKey::Series(series) => (None, Some(series.as_str()), None),
        GrantKey::Id(id) => (None, None, Some(id.as_str())),
    };
    let row = query_grants!(
        sessions "JOIN oidc_grant AS g ON g.session_id = s.id WHERE g.code = $1 OR g.series = $2 OR g.id = $3",
        code,
        series,
        id
    )
    .fetch_optional(store.read())
    .await?;
    if let Some(mut row) = row {
        let grant = grant!(row);
        let found = session_of_member!(row);
        return Ok(Some(GrantOfMember {
            grant,
            member: found.member,
            session: Some(found.session),
        }));
    }
    let row = query_grants!(
        members "FROM oidc_grant AS g JOIN member AS m ON m.id = g.member_id JOIN account AS p ON p.id = m.account_id
         WHERE g.offline = 1 AND (g.code = $1 OR g.series = $2 OR g.id = $3)",
        code,
        series,
        id
    )
    .fetch_optional(store.read())
    .await?;
    let Some(mut row) = row else { return Ok(None) };
    let grant = grant!(row);
    Ok(Some(GrantOfMember {
        grant,
        member: member!(row),
        session: None,
    }))
}

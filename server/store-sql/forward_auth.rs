//! Storage of the sessions that browsers have on the hosts of applications.

use super::{
    rows::query_member,
    sessions::{self, query_sessions, session_of_member},
    transaction::{Outcome, exactly_one, internal, latest_end, transaction},
};
use crate::SqlStore;
use async_trait::async_trait;
use domain::{
    InternalError,
    forward_auth::{
        app::{AppExchange, CODE_LIFE, CODES_MAX, NewAppCode},
        store::AppStore,
    },
    kernel::{id::SessionId, token::TokenDigest},
    sessions::store::SessionOfMember,
};
use sqlx::query;

#[async_trait]
impl AppStore for SqlStore {
    async fn put_app_code(&self, new: &NewAppCode) -> Result<bool, InternalError> {
        transaction!(self, "storing the code of an application", |conn| {
            if !sessions::hold(conn, &new.session).await? {
                return Ok(Outcome::Rollback(false));
            }
            query!(
                "DELETE FROM app_code WHERE digest IN
                 (SELECT digest FROM app_code WHERE session_id = $1 ORDER BY expires_at DESC, digest LIMIT 1000 OFFSET $2)",
                new.session.as_str(),
                CODES_MAX - 1
            )
            .execute(&mut *conn)
            .await?;
            let done = query!(
                "INSERT INTO app_code (digest, session_id, app, state, expires_at) VALUES ($1, $2, $3, $4, $5)",
                new.digest.as_str(),
                new.session.as_str(),
                new.app,
                new.state.as_str(),
                new.expires_at.0
            );
            exactly_one(done.execute(conn).await?.rows_affected())?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn exchange_app_code(&self, exchange: &AppExchange) -> Result<bool, InternalError> {
        transaction!(self, "exchanging the code of an application", |conn| {
            let code = query!(
                "SELECT session_id FROM app_code WHERE digest = $1",
                exchange.code.as_str()
            )
            .fetch_optional(&mut *conn)
            .await?;
            let Some(code) = code else {
                return Ok(Outcome::Rollback(false));
            };
            if !sessions::hold(conn, &SessionId::from_store(code.session_id)).await? {
                return Ok(Outcome::Rollback(false));
            }
            let row = query!(
                "DELETE FROM app_code WHERE digest = $1 RETURNING session_id, app, state, expires_at",
                exchange.code.as_str()
            )
            .fetch_optional(&mut *conn)
            .await?;
            let Some(row) = row else {
                return Ok(Outcome::Rollback(false));
            };
            let live = row.expires_at > exchange.now.0 && row.expires_at <= latest_end(exchange.now, CODE_LIFE);
            if !live || row.app != exchange.app || row.state != exchange.state.as_str() {
                // It stays used up.
                return Ok(Outcome::Commit(false));
            }
            let done = query!(
                "INSERT INTO app_session (digest, session_id, app) VALUES ($1, $2, $3)
                 ON CONFLICT (session_id, app) DO UPDATE SET digest = $1",
                exchange.token.as_str(),
                row.session_id,
                row.app
            );
            exactly_one(done.execute(conn).await?.rows_affected())?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn app_session(&self, token: &TokenDigest) -> Result<Option<(String, SessionOfMember)>, InternalError> {
        let found = async {
            let row = query_sessions!(
                "a.app, ",
                "JOIN app_session AS a ON a.session_id = s.id WHERE a.digest = $1",
                token.as_str()
            )
            .fetch_optional(self.read())
            .await?;
            row.map(|mut row| Ok((std::mem::take(&mut row.app), session_of_member!(row))))
                .transpose()
        };
        let found: Result<_, sqlx::Error> = found.await;
        found.map_err(internal("reading the session of an application"))
    }
}

//! Storage of apps.

use super::client_changes;
use crate::{
    SqlStore,
    shared::{
        rows::known_value,
        transaction::{at_most_one, internal, latest_end, transaction},
    },
};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    api_keys::key::{SHOWN_LIFE, ShownKey},
    kernel::{
        email::Email,
        id::{AccountId, ClientId, SessionId},
        label::Label,
        seal::Sealed,
        token::TokenDigest,
    },
    oidc::clients::{
        client::{Acr, Audience, Authentication, Client, SigningAlgorithm},
        redirect::{LogoutUri, RedirectUri},
        store::{ClientChange, ClientStore, NewClient, NewProof},
    },
    sessions::change::Changed,
};
use sqlx::{query, query_as};

/// The columns of `oidc_client`.
struct ClientRow {
    id: String,
    account_id: Option<String>,
    name: String,
    kind: String,
    secret: Option<String>,
    keys: Option<String>,
    redirect_uris: String,
    logout_uris: String,
    backchannel_uri: Option<String>,
    audience: String,
    consent: i64,
    least_acr: String,
    algorithm: String,
    created_at: i64,
}

/// Selects apps; the argument is what follows `WHERE`.
macro_rules! query_clients {
    ($condition:tt, $($argument:expr),+ $(,)?) => {
        query_as!(
            ClientRow,
            "SELECT id, account_id, name, kind, secret, keys, redirect_uris, logout_uris, backchannel_uri, audience, consent,
                    least_acr, algorithm, created_at
             FROM oidc_client WHERE " + $condition,
            $($argument),+
        )
    };
}

#[async_trait]
impl ClientStore for SqlStore {
    async fn client(&self, id: &ClientId) -> Result<Option<Client>, InternalError> {
        let row = query_clients!("id = $1", id.as_str()).fetch_optional(self.read()).await;
        let client = row.and_then(|row| row.map(ClientRow::client).transpose());
        client.map_err(internal("reading an app"))
    }

    async fn clients(&self, account: Option<&AccountId>) -> Result<Vec<Client>, InternalError> {
        let rows = query_clients!(
            "CAST($1 AS TEXT) IS NULL OR account_id IS NULL OR account_id = $1
             ORDER BY CASE WHEN account_id IS NULL THEN 1 ELSE 0 END, name_key, id",
            account.map(AccountId::as_str)
        )
        .fetch_all(self.read())
        .await;
        let clients = rows.and_then(|rows| rows.into_iter().map(ClientRow::client).collect());
        clients.map_err(internal("reading the apps"))
    }

    async fn client_members(&self, id: &ClientId) -> Result<Vec<Email>, InternalError> {
        let rows = query!(
            "SELECT m.email FROM oidc_client_member AS c JOIN member AS m ON m.id = c.member_id WHERE c.client_id = $1
             ORDER BY m.email_key",
            id.as_str()
        )
        .fetch_all(self.read())
        .await;
        let emails = rows.map(|rows| rows.into_iter().map(|row| Email::from_store(row.email)).collect());
        emails.map_err(internal("reading the members of an app"))
    }

    async fn add_client(&self, change: &ClientChange, new: &NewClient, most: i64) -> Result<Changed, InternalError> {
        transaction!(self, "adding an app", |conn| {
            client_changes::add(conn, change, new, most).await
        })
    }

    async fn change_client(&self, change: &ClientChange, new: &NewClient) -> Result<Changed, InternalError> {
        transaction!(self, "changing an app", |conn| {
            client_changes::change(conn, change, new).await
        })
    }

    async fn replace_client_secret(
        &self,
        change: &ClientChange,
        id: &ClientId,
        secret: &NewProof,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "replacing the secret of an app", |conn| {
            client_changes::replace_secret(conn, change, id, secret).await
        })
    }

    async fn remove_client(&self, change: &ClientChange, id: &ClientId) -> Result<Changed, InternalError> {
        transaction!(self, "removing an app", |conn| {
            client_changes::remove(conn, change, id).await
        })
    }

    async fn shown_client_secret(
        &self,
        id: &ClientId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<ShownKey>, InternalError> {
        let row = query!(
            r#"SELECT shown AS "shown!", shown_until AS "until!" FROM oidc_client
               WHERE id = $1 AND shown_in = $2 AND shown IS NOT NULL AND shown_until > $3 AND shown_until <= $4"#,
            id.as_str(),
            session.as_str(),
            now.0,
            latest_end(now, SHOWN_LIFE)
        )
        .fetch_optional(self.read())
        .await;
        let row = row.map_err(internal("reading the secret of an app"))?;
        Ok(row.map(|row| ShownKey {
            session: session.clone(),
            text: Sealed(row.shown),
            until: Timestamp(row.until),
        }))
    }

    async fn forget_client_secret(&self, id: &ClientId, session: &SessionId) -> Result<(), InternalError> {
        let done = query!(
            "UPDATE oidc_client SET shown = NULL, shown_in = NULL, shown_until = NULL WHERE id = $1 AND shown_in = $2",
            id.as_str(),
            session.as_str()
        )
        .execute(self.write())
        .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map(drop).map_err(internal("forgetting the secret of an app"))
    }
}

impl ClientRow {
    fn client(self) -> Result<Client, sqlx::Error> {
        let authentication = match self.kind.as_str() {
            "public" => Some(Authentication::None),
            "secret" => self.secret.map(TokenDigest::from_store).map(Authentication::Secret),
            "keys" => self.keys.map(Authentication::Keys),
            _ => None,
        };
        Ok(Client {
            id: ClientId::from_store(self.id),
            account: self.account_id.map(AccountId::from_store),
            name: Label::from_store(self.name),
            authentication: known_value("oidc_client.kind", authentication)?,
            redirect_uris: lines(&self.redirect_uris, RedirectUri::from_store),
            logout_uris: lines(&self.logout_uris, LogoutUri::from_store),
            backchannel_uri: self.backchannel_uri,
            audience: known_value("oidc_client.audience", Audience::parse(&self.audience))?,
            consent: self.consent != 0,
            least: known_value("oidc_client.least_acr", Acr::parse(&self.least_acr))?,
            algorithm: known_value("oidc_client.algorithm", SigningAlgorithm::parse(&self.algorithm))?,
            created_at: Timestamp(self.created_at),
        })
    }
}

fn lines<T>(text: &str, of: impl Fn(String) -> T) -> Vec<T> {
    text.lines().map(|line| of(line.to_owned())).collect()
}

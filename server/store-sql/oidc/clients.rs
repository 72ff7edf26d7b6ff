//! Storage of apps.

use crate::{
    SqlStore,
    shared::{rows::known_value, transaction::internal},
};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{
        id::{AccountId, ClientId},
        label::Label,
        token::TokenDigest,
    },
    oidc::clients::{
        client::{Acr, Audience, Authentication, Client, SigningAlgorithm},
        redirect::{LogoutUri, RedirectUri},
        store::ClientStore,
    },
};
use sqlx::query_as;

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

#[async_trait]
impl ClientStore for SqlStore {
    async fn client(&self, id: &ClientId) -> Result<Option<Client>, InternalError> {
        let row = query_as!(
            ClientRow,
            "SELECT id, account_id, name, kind, secret, keys, redirect_uris, logout_uris, backchannel_uri, audience, consent,
                    least_acr, algorithm, created_at
             FROM oidc_client WHERE id = $1",
            id.as_str()
        )
        .fetch_optional(self.read())
        .await;
        let client = row.and_then(|row| row.map(ClientRow::client).transpose());
        client.map_err(internal("reading an app"))
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

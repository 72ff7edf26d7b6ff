//! What an app is told of a person.

use super::{
    clients::client::Client,
    grants::grant::{Grant, GrantOfMember},
    scope::AppScopes,
};
use crate::{InternalError, Service, Timestamp, kernel::clock::MINUTE, profile::member::Member};
use serde_json::{Map, Value, json};

/// The type of an ID token.
pub(super) const ID_TOKEN: &str = "JWT";
/// Lifetime of an ID token, in seconds. It says what was true when it was made, and an app reads it once.
const ID_TOKEN_LIFE: i64 = 10 * MINUTE;

impl Service {
    /// Creates the ID token of a sign-in (OpenID Connect Core section 2). `nonce` is for the one that comes with the code.
    pub(crate) async fn id_token(
        &self,
        client: &Client,
        of: &GrantOfMember,
        nonce: Option<&str>,
        now: Timestamp,
    ) -> Result<String, InternalError> {
        let Grant { id, proved, .. } = &of.grant;
        let mut claims = json!({
            "iss": self.settings().origin,
            "sub": of.member.id.as_str(),
            "aud": client.id.as_str(),
            "exp": now.plus(ID_TOKEN_LIFE).0,
            "iat": now.0,
            "auth_time": proved.at.0,
            "acr": proved.acr().urn(),
            "amr": proved.amr(),
            "sid": id.as_str(),
        });
        if let (Some(nonce), Some(claims)) = (nonce, claims.as_object_mut()) {
            claims.insert("nonce".to_owned(), nonce.into());
        }
        self.sign(client.algorithm, ID_TOKEN, &claims).await
    }
}

/// Returns what an app with these scopes is told of a member (OpenID Connect Core section 5).
pub(crate) fn of_member(member: &Member, scopes: AppScopes) -> Map<String, Value> {
    let mut claims = Map::new();
    claims.insert("sub".to_owned(), member.id.as_str().into());
    if scopes.profile {
        claims.insert("name".to_owned(), member.name.as_str().into());
        if let Some(language) = member.language {
            claims.insert("locale".to_owned(), language.as_str().into());
        }
    }
    if scopes.email {
        claims.insert("email".to_owned(), member.email.as_str().into());
        // Members sign in with an address that its mailbox has confirmed.
        claims.insert("email_verified".to_owned(), true.into());
    }
    claims
}

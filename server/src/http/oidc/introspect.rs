//! `POST /oidc/introspect`: whether a token is good here and now (RFC 7662).

use super::{
    answer::{Refusal, readable},
    form,
    token::{authenticated, needed},
    user_info::bearer,
};
use crate::http::Shared;
use axum::{body::Bytes, extract::State, response::Response};
use domain::{
    kernel::credential::CredentialKind,
    oidc::{
        error::{AppError, ErrorCode},
        tokens::{ActiveToken, Asker},
    },
};
use http::HeaderMap;
use serde_json::{Value, json};

const NO_FORM: AppError = AppError::refused(
    ErrorCode::InvalidRequest,
    "the body is no form, or has a parameter twice",
);
const NO_KEY: AppError = AppError::refused(ErrorCode::InvalidClient, "the resource key is not good");

/// Answers an app about its own tokens, or a resource server, which presents its resource key as bearer token.
pub(in crate::http) async fn introspect(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let missing = "token is missing";
    let key = bearer(&headers).ok().flatten();
    let active = match key.filter(|key| key.starts_with(CredentialKind::ResourceKey.prefix())) {
        Some(key) => {
            let resource = shared.service.resource_server(key).await.map_err(|error| match error {
                domain::Error::Rejected(_) => NO_KEY,
                error => error.into(),
            })?;
            let form = form::in_body(&headers, &body).ok_or(NO_FORM)?;
            let token = needed(&form, "token", missing)?;
            shared.service.active_token(Asker::Resource(&resource), token).await?
        }
        None => {
            let (client, form) = authenticated(&shared, &headers, &body).await?;
            let token = needed(&form, "token", missing)?;
            shared.service.active_token(Asker::App(&client), token).await?
        }
    };
    let issuer = &shared.service.settings().origin;
    Ok(readable(active.map_or_else(
        || json!({ "active": false }),
        |active| details(&active, issuer),
    )))
}

fn details(active: &ActiveToken, issuer: &str) -> Value {
    let (grant, member) = (&active.of.grant, &active.of.member);
    json!({
        "active": true,
        "iss": issuer,
        "sub": member.id.as_str(),
        "aud": grant.client.as_str(),
        "client_id": grant.client.as_str(),
        "scope": active.scopes.text(),
        "token_type": active.created_at.map(|_| "Bearer"),
        "iat": active.created_at.map(|at| at.0),
        "exp": active.expires_at.0,
        "auth_time": grant.proved.at.0,
        "acr": grant.proved.acr().urn(),
        "amr": grant.proved.amr(),
        "sid": grant.id.as_str(),
    })
}

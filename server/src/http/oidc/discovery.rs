//! What this provider is able to do, for apps to read (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2).

use super::{AUTHORIZE, INTROSPECT, JWKS, LOGOUT, REVOKE, TOKEN, USERINFO, public_document};
use crate::http::Shared;
use axum::{extract::State, response::Response};
use domain::oidc::clients::client::{Acr, SigningAlgorithm};
use serde_json::{Value, json};
use terms::Language;

/// How confidential apps prove themselves.
const CONFIDENTIAL: [&str; 3] = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
/// How apps prove themselves; public ones do not.
const ALL: [&str; 4] = ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"];

/// Returns the description.
pub(in crate::http) async fn read(State(shared): State<Shared>) -> Response {
    public_document(describe(&shared.service.settings().origin).to_string())
}

fn describe(origin: &str) -> Value {
    let at = |path: &str| format!("{origin}{path}");
    let algorithms = texts(SigningAlgorithm::ALL, |algorithm| algorithm.as_str());
    json!({
        "issuer": origin,
        "authorization_endpoint": at(AUTHORIZE),
        "token_endpoint": at(TOKEN),
        "userinfo_endpoint": at(USERINFO),
        "jwks_uri": at(JWKS),
        "introspection_endpoint": at(INTROSPECT),
        "revocation_endpoint": at(REVOKE),
        "end_session_endpoint": at(LOGOUT),
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": algorithms,
        "token_endpoint_auth_methods_supported": ALL,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "introspection_endpoint_auth_methods_supported": CONFIDENTIAL,
        "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint_auth_methods_supported": ALL,
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
        "claims_supported": [
            "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid",
            "name", "locale", "email", "email_verified",
        ],
        "acr_values_supported": texts(Acr::ALL, |acr| acr.urn()),
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": texts(Language::ALL, |language| language.as_str()),
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
    })
}

fn texts<T: Copy>(values: &[T], text: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    values.iter().map(|value| text(*value)).collect()
}

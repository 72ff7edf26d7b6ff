//! The OpenID Connect provider over HTTP: what apps call, and what leads people to them and back.

pub(in crate::http) mod discovery;
pub(in crate::http) mod keys;

use axum::response::{IntoResponse, Response};
use http::{HeaderName, header};

/// OpenID Connect Discovery 1.0 section 4.
pub(in crate::http) const CONFIGURATION: &str = "/.well-known/openid-configuration";
/// RFC 8414 section 3.
pub(in crate::http) const SERVER_METADATA: &str = "/.well-known/oauth-authorization-server";
/// The public keys.
pub(in crate::http) const JWKS: &str = "/oidc/jwks";
/// Where apps send browsers (RFC 6749 section 3.1).
pub(in crate::http) const AUTHORIZE: &str = "/oidc/authorize";
/// Where apps get tokens (RFC 6749 section 3.2).
pub(in crate::http) const TOKEN: &str = "/oidc/token";
/// What an app may know of a member (OpenID Connect Core 1.0 section 5.3).
pub(in crate::http) const USERINFO: &str = "/oidc/userinfo";
/// RFC 7662.
pub(in crate::http) const INTROSPECT: &str = "/oidc/introspect";
/// RFC 7009.
pub(in crate::http) const REVOKE: &str = "/oidc/revoke";
/// Where apps send browsers to sign out (OpenID Connect RP-Initiated Logout 1.0).
pub(in crate::http) const LOGOUT: &str = "/oidc/logout";

/// How long apps may keep what is the same for all. A key is published a day before it signs, which is much longer.
const KEPT: &str = "public, max-age=3600";

/// A JSON document that is the same for all callers, also for scripts of other sites.
fn public_document(body: impl IntoResponse) -> Response {
    const HEADERS: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, KEPT),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (HEADERS, body).into_response()
}

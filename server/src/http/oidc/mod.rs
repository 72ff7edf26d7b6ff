//! Sign-in for third parties: the endpoints of an OpenID Connect provider.
//!
//! Two kinds of requests come here. A browser brings an app's request and goes back with an answer (`authorize`, `logout`).
//! An app asks by itself (`token` and others): it takes no cookie, so pages of any site may ask as well, which is what apps
//! that run in a browser do.

mod answer;
pub(in crate::http) mod authorize;
mod client;
pub(in crate::http) mod discovery;
mod form;
pub(in crate::http) mod introspect;
pub(in crate::http) mod keys;
pub(in crate::http) mod logout;
pub(in crate::http) mod revoke;
pub(in crate::http) mod token;
pub(in crate::http) mod user_info;
mod way;

pub(in crate::http) use answer::preflight;

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
pub(in crate::http) const TOKEN: &str = domain::oidc::TOKEN_PATH;
/// What an app may know of a member (OpenID Connect Core 1.0 section 5.3).
pub(in crate::http) const USERINFO: &str = "/oidc/userinfo";
/// RFC 7662.
pub(in crate::http) const INTROSPECT: &str = "/oidc/introspect";
/// RFC 7009.
pub(in crate::http) const REVOKE: &str = "/oidc/revoke";
/// Where apps send browsers to sign out (OpenID Connect RP-Initiated Logout 1.0).
pub(in crate::http) const LOGOUT: &str = app::oidc::SIGN_OUT;

/// The paths at which apps ask by themselves.
const OF_APPS: [&str; 4] = [TOKEN, USERINFO, INTROSPECT, REVOKE];
/// The paths to which other sites send browsers, with GET or POST. A POST without session leads to a GET.
const OF_BROWSERS: [&str; 2] = [AUTHORIZE, LOGOUT];

/// How long apps may keep what is the same for all. A key is published a day before it signs, which is much longer.
const KEPT: &str = "public, max-age=3600";

/// Whether other sites may send requests to this path.
pub(in crate::http) fn is_open(path: &str) -> bool {
    OF_APPS.contains(&path) || OF_BROWSERS.contains(&path)
}

/// A JSON document that is the same for all callers, also for scripts of other sites.
fn public_document(body: impl IntoResponse) -> Response {
    const HEADERS: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, KEPT),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (HEADERS, body).into_response()
}

//! Sign-in for third parties: the endpoints of an OpenID Connect provider.
//!
//! Two kinds of requests come here. A browser brings an app's request and goes back with an answer (`authorize`, `logout`).
//! An app asks by itself (`token` and others): it takes no cookie, so pages of any site may ask as well, which is what apps
//! that run in a browser do.

mod answer;
pub(super) mod authorize;
mod client;
mod form;
pub(super) mod introspect;
pub(super) mod logout;
pub(super) mod revoke;
pub(super) mod token;
pub(super) mod user_info;
mod way;

pub(super) use answer::preflight;

/// Where an app sends browsers for a code (`authorization_endpoint`).
pub(super) const AUTHORIZE: &str = "/oidc/authorize";
/// Where an app exchanges codes and refresh tokens (`token_endpoint`).
pub(super) const TOKEN: &str = domain::oidc::TOKEN_PATH;
/// Where an app asks for the claims of a person (`userinfo_endpoint`).
pub(super) const USER_INFO: &str = "/oidc/userinfo";
/// Where apps and resource servers ask about a token (`introspection_endpoint`).
pub(super) const INTROSPECT: &str = "/oidc/introspect";
/// Where an app ends a token (`revocation_endpoint`).
pub(super) const REVOKE: &str = "/oidc/revoke";

/// The paths at which apps ask by themselves.
const OF_APPS: [&str; 4] = [TOKEN, USER_INFO, INTROSPECT, REVOKE];
/// The paths to which other sites send browsers, with GET or POST. A POST without session leads to a GET.
const OF_BROWSERS: [&str; 2] = [AUTHORIZE, app::oidc::SIGN_OUT];

/// Whether apps ask at this path by themselves.
pub(super) fn is_of_apps(path: &str) -> bool {
    OF_APPS.contains(&path)
}

/// Whether other sites may send requests to this path.
pub(super) fn is_open(path: &str) -> bool {
    is_of_apps(path) || OF_BROWSERS.contains(&path)
}

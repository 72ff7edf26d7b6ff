//! All routes of the server, which come from three sources.
//!
//! Pages are listed by the app's table, server functions by their registry, everything else in [`ROUTES`]. [`all`]
//! combines them, because axum cannot list its routes.

use super::{Shared, api, assets, calls, data, download, export, forward_auth, health, oidc, pages, team_export};

pub(super) use super::rules::{Host, RequestBody, Rules, Slots};

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, any, delete, get, on, post},
};
use http::{Method, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

/// A route that is neither a page nor a server function.
pub struct Route {
    /// The HTTP method, or `ANY`.
    pub method: &'static str,
    /// The path, with axum's `{parameters}`.
    pub path: &'static str,
    handler: fn() -> MethodRouter<Shared>,
    pub(super) rules: Rules,
}

/// The routes that are neither pages nor server functions.
pub const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/healthz",
        handler: || get(health::live),
        rules: Rules::PROBE,
    },
    Route {
        method: "GET",
        path: "/readyz",
        handler: || get(health::ready),
        rules: Rules::PROBE,
    },
    Route {
        method: "GET",
        path: "/assets/{file}",
        handler: || get(assets::hashed),
        rules: Rules::FILE,
    },
    Route {
        method: "GET",
        path: "/robots.txt",
        handler: || assets::fixed("robots.txt"),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/favicon.svg",
        handler: || assets::fixed("favicon.svg"),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/icon.svg",
        handler: || assets::fixed("icon.svg"),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/manifest.webmanifest",
        handler: || assets::fixed("manifest.webmanifest"),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/.well-known/change-password",
        handler: || get(change_password),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: "/ui/recovery-codes/download",
        handler: || post(download::recovery_codes),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: app::activity::CSV,
        handler: || get(export::csv),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: app::activity::JSON,
        handler: || get(export::json),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: app::profile::DATA,
        handler: || get(data::json),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: app::team::CSV,
        handler: || get(team_export::csv),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: forward_auth::OPEN,
        handler: || get(forward_auth::open),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: forward_auth::SIGN_IN,
        handler: || get(forward_auth::sign_in),
        rules: Rules::APP,
    },
    Route {
        method: "GET",
        path: forward_auth::CALLBACK,
        handler: || get(forward_auth::callback),
        rules: Rules::APP,
    },
    Route {
        method: "GET",
        path: oidc::CONFIGURATION,
        handler: || get(oidc::discovery::read),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: oidc::SERVER_METADATA,
        handler: || get(oidc::discovery::read),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: oidc::JWKS,
        handler: || get(oidc::keys::read),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: oidc::AUTHORIZE,
        handler: || get(oidc::authorize::authorize),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: oidc::AUTHORIZE,
        handler: || post(oidc::authorize::authorize),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: app::oidc::CONTINUE,
        handler: || get(oidc::authorize::go_on),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: oidc::LOGOUT,
        handler: || get(oidc::logout::logout),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: oidc::LOGOUT,
        handler: || post(oidc::logout::logout),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: oidc::TOKEN,
        handler: || post(oidc::token::exchange).options(oidc::preflight),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: oidc::USERINFO,
        handler: || get(oidc::user_info::read).options(oidc::preflight),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: oidc::USERINFO,
        handler: || post(oidc::user_info::read),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: oidc::INTROSPECT,
        handler: || post(oidc::introspect::introspect),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: oidc::REVOKE,
        handler: || post(oidc::revoke::revoke).options(oidc::preflight),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: app::api_keys::REFERENCE,
        handler: || get(api::reference::read),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: api::document::PATH,
        handler: || get(api::document::read),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/api/v1/me",
        handler: || get(api::me::read),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/api/v1/devices",
        handler: || get(api::devices::list),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/api/v1/sessions",
        handler: || get(api::sessions::list),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/api/v1/members",
        handler: || get(api::members::list),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/api/v1/activity",
        handler: || get(api::activity::list),
        rules: Rules::PERSON,
    },
    Route {
        method: "ANY",
        path: api::verify::PATH,
        handler: || any(api::verify::verify),
        rules: Rules::FORWARD_AUTH,
    },
    Route {
        method: "ANY",
        path: api::verify::ROOT,
        handler: || any(api::verify::below),
        rules: Rules::FORWARD_AUTH,
    },
    Route {
        method: "ANY",
        path: api::verify::BELOW,
        handler: || any(api::verify::below),
        rules: Rules::FORWARD_AUTH,
    },
    Route {
        method: "POST",
        path: "/api/v1/introspect",
        handler: || post(api::introspect::introspect),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: "/api/v1/tokens",
        handler: || post(api::tokens::buy),
        rules: Rules::PERSON,
    },
    Route {
        method: "DELETE",
        path: "/api/v1/tokens/current",
        handler: || delete(api::tokens::end_current),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: "/api/v1/approvals",
        handler: || post(api::approvals::ask),
        rules: Rules::PERSON,
    },
    Route {
        method: "GET",
        path: "/api/v1/approvals/{id}",
        handler: || get(api::approvals::look),
        rules: Rules::PERSON,
    },
    Route {
        method: "POST",
        path: "/api/v1/approvals/{id}/token",
        handler: || post(api::approvals::buy),
        rules: Rules::PERSON,
    },
    Route {
        method: "DELETE",
        path: "/api/v1/keys/current",
        handler: || delete(api::keys::end_current),
        rules: Rules::PERSON,
    },
];

/// Returns method and path of every route.
pub fn all() -> BTreeSet<(String, String)> {
    let own = ROUTES
        .iter()
        .map(|route| (route.method.to_owned(), route.path.to_owned()));
    let calls = server_fn_paths().map(|(path, method)| (method.to_string(), path.to_owned()));
    let pages = pages().map(|path| (Method::GET.to_string(), path));
    own.chain(calls).chain(pages).collect()
}

/// Builds the router.
pub(super) fn router() -> Router<Shared> {
    // Leptos renders with it. A second router of one process finds it there already.
    let _ = any_spawner::Executor::init_tokio();
    let mut router = Router::new();
    for route in ROUTES {
        router = router.route(route.path, (route.handler)());
    }
    for (path, method) in server_fn_paths() {
        // Server functions only have methods that axum can filter by.
        let Ok(method) = MethodFilter::try_from(method) else {
            continue;
        };
        router = router.route(path, on(method, calls::call));
    }
    for path in pages() {
        router = router.route(&path, get(pages::page));
    }
    router.fallback(pages::not_found)
}

/// The routes of the app's pages, as axum writes parameters.
fn pages() -> impl Iterator<Item = String> {
    app::page::ALL.iter().map(|page| {
        let parts = page.path.split('/').map(|part| match part.strip_prefix(':') {
            Some(name) => format!("{{{name}}}"),
            None => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    })
}

/// Redirects password managers (W3C, "A Well-Known URL for Changing Passwords").
async fn change_password() -> Response {
    (StatusCode::FOUND, [(header::LOCATION, app::page::PROFILE.path)]).into_response()
}

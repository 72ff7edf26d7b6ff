//! All routes of the server, which come from three sources.
//!
//! Pages are listed by the app's table, server functions by their registry, everything else in [`ROUTES`]. [`all`]
//! combines them, because axum cannot list its routes.

use super::{Shared, assets, calls, download, health, pages};

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, get, on, post},
};
use http::{Method, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

/// A route that is neither a page nor a server function.
pub struct Route {
    /// The HTTP method.
    pub method: Method,
    /// The path, with axum's `{parameters}`.
    pub path: &'static str,
    handler: fn() -> MethodRouter<Shared>,
}

/// The routes that are neither pages nor server functions.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::GET,
        path: "/healthz",
        handler: || get(health::live),
    },
    Route {
        method: Method::GET,
        path: "/readyz",
        handler: || get(health::ready),
    },
    Route {
        method: Method::GET,
        path: "/assets/{file}",
        handler: || get(assets::hashed),
    },
    Route {
        method: Method::GET,
        path: "/robots.txt",
        handler: || assets::fixed("robots.txt"),
    },
    Route {
        method: Method::GET,
        path: "/favicon.svg",
        handler: || assets::fixed("favicon.svg"),
    },
    Route {
        method: Method::GET,
        path: "/icon.svg",
        handler: || assets::fixed("icon.svg"),
    },
    Route {
        method: Method::GET,
        path: "/manifest.webmanifest",
        handler: || assets::fixed("manifest.webmanifest"),
    },
    Route {
        method: Method::GET,
        path: "/.well-known/change-password",
        handler: || get(change_password),
    },
    Route {
        method: Method::POST,
        path: "/ui/recovery-codes/download",
        handler: || post(download::recovery_codes),
    },
];

/// Returns method and path of every route.
pub fn all() -> BTreeSet<(String, String)> {
    let own = ROUTES
        .iter()
        .map(|route| (route.method.to_string(), route.path.to_owned()));
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

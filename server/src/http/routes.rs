//! Every route of the server, from its three sources.
//!
//! Pages come from the app's router, server functions from their registry, everything else stands in [`ROUTES`].
//! [`all`] joins them, because axum cannot list its own.

use super::{Shared, assets, calls, download, health, pages};

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, get, on, post},
};
use http::{Method, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;
use std::{collections::BTreeSet, sync::LazyLock};

/// A route that is neither a page nor a server function.
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path, with axum's `{parameters}`.
    pub path: &'static str,
    handler: fn() -> MethodRouter<Shared>,
}

/// All of them.
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

/// Method and path of every route, for tests that visit each.
pub fn all() -> BTreeSet<(String, String)> {
    let own = ROUTES
        .iter()
        .map(|route| (route.method.to_string(), route.path.to_owned()));
    let calls = server_fn_paths().map(|(path, method)| (method.to_string(), path.to_owned()));
    let pages = PAGES.iter().map(|path| (Method::GET.to_string(), path.clone()));
    own.chain(calls).chain(pages).collect()
}

/// The router of all three sources.
pub(super) fn router() -> Router<Shared> {
    let mut router = Router::new();
    for route in ROUTES {
        router = router.route(route.path, (route.handler)());
    }
    for (path, method) in server_fn_paths() {
        // A method axum cannot filter by is none that a server function can have.
        let Ok(method) = MethodFilter::try_from(method) else {
            continue;
        };
        router = router.route(path, on(method, calls::call));
    }
    for path in PAGES.iter() {
        router = router.route(path, get(pages::page));
    }
    router.fallback(pages::not_found)
}

/// The app's pages, listed once: while Leptos lists routes, no resource of the whole process begins to load, and a page
/// that waits for one never ends (leptos issue 4773). A second router must not do that to the pages of the first.
static PAGES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let pages = generate_route_list(app::App);
    pages.iter().map(|listing| listing.path().to_owned()).collect()
});

/// Where password managers send people (W3C, "A Well-Known URL for Changing Passwords").
async fn change_password() -> Response {
    (StatusCode::FOUND, [(header::LOCATION, app::page::PROFILE.path)]).into_response()
}

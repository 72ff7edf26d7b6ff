//! The HTTP layer between the socket and the use cases.

mod accept;
mod agent;
mod api;
mod assets;
mod caller;
mod calls;
mod data;
mod download;
mod error_page;
mod export;
mod flash;
mod forward_auth;
mod headers;
mod health;
mod language;
mod middleware;
mod oidc;
mod pages;
mod peers;
pub mod proxies;
pub mod routes;
mod rules;
mod same_origin;
mod serve;
mod team_export;
mod write_timeout;

pub use headers::content_security_policy;
pub use serve::serve;

use crate::{
    config::{Apps, Origin},
    remarks::Remarks,
};
use app::wire::{
    cookies::Transport,
    ssr::{Assets as Urls, Client},
};
use assets::Assets;
use axum::{Router, body::Bytes, middleware::from_fn_with_state};
use domain::{
    Service,
    kernel::{ports::Entropy, seal::Vault},
};
use proxies::Networks;
use std::sync::{Arc, OnceLock};
use terms::Language;
use tokio::sync::Semaphore;

/// Requests processed concurrently; further ones are answered with 503.
const REQUESTS: usize = 1024;
/// Slots reserved for signing out and ending sessions, so that these work under overload, too.
const RESERVED: usize = 64;

/// The dependencies of the HTTP layer besides the use cases.
pub struct Web {
    origin: Origin,
    apps: Apps,
    trusted_proxies: Networks,
    vault: Arc<Vault>,
    entropy: Arc<dyn Entropy>,
    assets: Assets,
    urls: Arc<Urls>,
    slots: Semaphore,
    reserved_slots: Semaphore,
    forward_auth_slots: Semaphore,
    remarks: Remarks,
    reads: api::ReadLimits,
    /// The reference of the API, rendered once.
    reference: OnceLock<Bytes>,
}

impl Web {
    /// Creates the dependencies of a site at `origin`. `vault` and `entropy` are used to seal the flash cookie.
    pub fn new(origin: Origin, trusted_proxies: Networks, vault: Arc<Vault>, entropy: Arc<dyn Entropy>) -> Self {
        let assets = Assets::of_this_build();
        let client = |name| {
            Some(Client {
                script: assets.url(&format!("{name}.js"))?,
                wasm: assets.url(&format!("{name}.wasm"))?,
            })
        };
        let urls = Urls {
            door: client("door"),
            home: client("home"),
            style: assets.url("style.css"),
            theme: assets.url("theme.js"),
            words: Language::ALL
                .iter()
                .filter_map(|language| Some((*language, assets.url(&format!("words-{}.txt", language.as_str()))?)))
                .collect(),
        };
        Self {
            origin,
            apps: Apps::default(),
            trusted_proxies,
            vault,
            entropy,
            assets,
            urls: Arc::new(urls),
            slots: Semaphore::new(REQUESTS),
            reserved_slots: Semaphore::new(RESERVED),
            forward_auth_slots: Semaphore::new(REQUESTS),
            remarks: Remarks::default(),
            reads: api::ReadLimits::default(),
            reference: OnceLock::new(),
        }
    }

    /// The same, with applications on hosts of their own.
    #[must_use]
    pub fn with_apps(self, apps: Apps) -> Self {
        Self { apps, ..self }
    }

    /// The same, with remarks that other parts of the process make, too.
    #[must_use]
    pub fn with_remarks(self, remarks: Remarks) -> Self {
        Self { remarks, ..self }
    }

    /// How the origin is reached.
    pub(crate) fn transport(&self) -> Transport {
        Transport::of(self.origin.as_str())
    }
}

/// The state of every handler.
#[derive(Clone)]
pub(crate) struct Shared {
    service: Service,
    web: Arc<Web>,
}

/// Builds the router of the whole server.
pub fn router(service: Service, web: Web) -> Router {
    let shared = Shared {
        service,
        web: Arc::new(web),
    };
    let middleware = from_fn_with_state(shared.clone(), middleware::handle);
    routes::router().layer(middleware).with_state(shared)
}

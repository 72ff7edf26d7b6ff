//! What every page knows about the service itself.

use super::json::Json;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Facts for all pages, rendered once into the first document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Site {
    /// The product's name.
    pub name: String,
    /// Anybody may sign up.
    pub open: bool,
    /// The server's clock when the document was made, Unix seconds.
    pub now: i64,
}

#[cfg(feature = "ssr")]
impl Site {
    /// The facts, on the server.
    pub(crate) fn of(service: &domain::Service) -> Self {
        let settings = service.settings();
        Self {
            name: settings.name.clone(),
            open: settings.registration == domain::service::Registration::Open,
            now: service.now().0,
        }
    }
}

/// Provides [`Site`]: known on the server, handed to the client with the first document.
pub(crate) fn provide_site() {
    let site = SharedValue::<Site, Json>::new_with_encoding(here).into_inner();
    provide_context(site);
}

/// The service's facts.
pub(crate) fn site() -> Site {
    use_context::<Site>().unwrap_or_else(nowhere)
}

#[cfg(feature = "ssr")]
fn here() -> Site {
    use_context::<domain::Service>().map_or_else(nowhere, |service| Site::of(&service))
}

#[cfg(not(feature = "ssr"))]
fn here() -> Site {
    nowhere()
}

/// Where the server did not say: while pages are listed, and never in a browser that got a document.
fn nowhere() -> Site {
    Site {
        name: "Twofold".to_owned(),
        open: false,
        now: 0,
    }
}

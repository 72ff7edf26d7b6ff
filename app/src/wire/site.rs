//! The properties of the service that every page needs.

use super::json::Json;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The properties of the service, rendered into the first document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Site {
    /// The product's name.
    pub name: String,
    /// Whether registration is open.
    pub open: bool,
    /// The server's clock when the document was rendered, Unix seconds.
    pub now: i64,
    /// The home's client that the document has, by the name of its file.
    pub client: String,
}

#[cfg(feature = "ssr")]
impl Site {
    /// The properties, on the server.
    pub(crate) fn of(service: &domain::Service) -> Self {
        let settings = service.settings();
        Self {
            name: settings.name.clone(),
            open: settings.registration == domain::service::Registration::Open,
            now: service.now().0,
            client: super::ssr::home_client(),
        }
    }
}

/// Provides [`Site`], which the first document passes to the client.
pub(crate) fn provide_site() {
    let site = SharedValue::<Site, Json>::new_with_encoding(this_site).into_inner();
    provide_context(site);
}

/// The service's properties.
pub(crate) fn site() -> Site {
    use_context::<Site>().unwrap_or_else(Site::placeholder)
}

#[cfg(feature = "ssr")]
fn this_site() -> Site {
    use_context::<domain::Service>().map_or_else(Site::placeholder, |service| Site::of(&service))
}

#[cfg(not(feature = "ssr"))]
fn this_site() -> Site {
    Site::placeholder()
}

impl Site {
    /// The value of a document that is rendered outside of a request; one from the server always has the real one.
    fn placeholder() -> Self {
        Self {
            name: "Twofold".to_owned(),
            open: false,
            now: 0,
            client: String::new(),
        }
    }
}

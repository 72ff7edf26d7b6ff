//! What every page knows about the service itself.

use serde::{Deserialize, Serialize};

/// Facts for all pages, rendered once into the first document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
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
    pub fn of(service: &domain::Service) -> Self {
        let settings = service.settings();
        Self {
            name: settings.name.clone(),
            open: settings.registration == domain::service::Registration::Open,
            now: service.now().0,
        }
    }
}

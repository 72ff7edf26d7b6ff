//! The implementation for the server.

use super::Address;
use leptos::prelude::use_context;
use leptos_router::location::RequestUrl;

/// The address of the request.
pub(crate) fn of_document() -> Address {
    let url = use_context::<RequestUrl>().and_then(|url| url.parse().ok());
    url.map_or_else(Address::default, |url| Address {
        path: url.path().to_owned(),
        query: url.search().to_owned(),
    })
}

pub(super) fn value_in(query: &str, name: &str) -> Option<String> {
    let url = RequestUrl::new(&format!("/?{query}")).parse().ok()?;
    url.search_params().get(name)
}

/// Redirects the request.
pub(crate) fn go_to(path: &str) {
    leptos_axum::redirect(path);
}

pub(crate) fn load(_path: &str) {}

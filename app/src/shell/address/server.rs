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

/// The value of this parameter in a query.
pub(crate) fn value_in(query: &str, name: &str) -> Option<String> {
    let url = RequestUrl::new(&format!("/?{query}")).parse().ok()?;
    url.search_params().get(name)
}

/// The path with these parameters, without those that are empty.
pub(crate) fn with_parameters<'a>(path: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let filled = parameters.into_iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(filled)
        .finish();
    let path = path.to_owned();
    Address { path, query }.text()
}

/// Redirects the request.
pub(crate) fn go_to(path: &str) {
    leptos_axum::redirect(path);
}

pub(crate) fn load(_path: &str) {}

/// Only an open page looks again.
pub(super) fn looks_again() -> bool {
    false
}

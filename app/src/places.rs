//! The places of network addresses. They are looked up on the server, where the rows are rendered, so the client gets a
//! text and knows nothing of them.

use crate::{text::language, wire::ssr};
use domain::places::place;

/// A network address, with its place where the operator's database knows it: "203.0.113.7 · Vienna, Austria".
pub(crate) fn with_place(address: &str) -> String {
    let service = ssr::service().ok();
    match service.and_then(|service| place(service.places().as_ref(), address, language())) {
        Some(place) => format!("{address} · {place}"),
        None => address.to_owned(),
    }
}

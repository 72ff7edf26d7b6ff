//! The data of a page as a resource.

use crate::{
    form::post::{self, Fetched},
    wire::{Page, error::ApiError, json::Json},
};
use leptos::prelude::*;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// A page's data, pending or loaded; one type for all pages, see [`crate::wire::page`].
pub(crate) type Read = Resource<Result<Page, ApiError>, Json>;

/// Loads a page's data, and again whenever `source` changes. Call it at the top of the page's component.
pub(crate) fn read<K, S>(
    source: impl Fn() -> K + Send + Sync + 'static,
    request: impl Fn(K) -> S + Send + Sync + 'static,
) -> Read
where
    K: Hash + 'static,
    S: post::Readable,
{
    let source = Arc::new(source);
    let watched = source.clone();
    erased(
        Arc::new(move || fingerprint(&watched())),
        Arc::new(move || post::fetch(request(untrack(|| source())))),
    )
}

fn erased(key: Arc<dyn Fn() -> u64 + Send + Sync>, fetch: Arc<dyn Fn() -> Fetched + Send + Sync>) -> Read {
    Resource::new_with_options(move || key(), move |_| fetch(), true)
}

/// A hash of `source`, so that the resource is not generic over its type.
fn fingerprint(source: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    source.hash(&mut hasher);
    hasher.finish()
}

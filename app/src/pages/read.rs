//! What a page waits for.

use crate::{api::Page, error::ApiError};
use leptos::prelude::*;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    pin::Pin,
    sync::Arc,
};

/// The page's data, on its way or there. One type for all pages, see [`crate::api::page`].
pub type Read = Resource<Result<Page, ApiError>>;

type Fetched = Pin<Box<dyn Future<Output = Result<Page, ApiError>> + Send>>;

/// Reads what a page is shown from, and again whenever `source` changes. Call it at the top of the page.
pub fn read<S, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Read
where
    S: Hash + 'static,
    F: Future<Output = Result<Page, ApiError>> + Send + 'static,
{
    let source = Arc::new(source);
    let watched = source.clone();
    erased(
        Arc::new(move || fingerprint(&watched())),
        Arc::new(move || Box::pin(fetch(untrack(|| source())))),
    )
}

fn erased(key: Arc<dyn Fn() -> u64 + Send + Sync>, fetch: Arc<dyn Fn() -> Fetched + Send + Sync>) -> Read {
    Resource::new_blocking(move || key(), move |_| fetch())
}

/// Only whether it changed matters.
fn fingerprint(source: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    source.hash(&mut hasher);
    hasher.finish()
}

//! The implementation for the browser: a signal. Resources, transitions and suspense of Leptos would be a twelfth
//! of the home after brotli.

use super::Show;
use crate::{
    form::post::{self, Fetched},
    wire::{Page, error::ApiError, json::Json},
};
use leptos::{prelude::*, server::codee::Decoder, task::spawn_local};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// A page's data; `None` until it is loaded. One type for all pages, see [`crate::wire::page`].
pub(crate) type Read = RwSignal<Option<Result<Page, ApiError>>>;

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
        Box::new(move || fingerprint(&watched())),
        Box::new(move || post::fetch(request(untrack(|| source())))),
    )
}

/// The data of a page of the door, which is always a document.
pub(crate) fn read_once<S: post::Readable>(_request: impl Fn() -> S + Send + Sync + 'static) -> Read {
    RwSignal::new(Some(of_document().unwrap_or(Err(ApiError::Internal))))
}

fn erased(key: Box<dyn Fn() -> u64>, fetch: Box<dyn Fn() -> Fetched>) -> Read {
    let data = RwSignal::new(of_document());
    let newest = StoredValue::new(None);
    Effect::new(move |before: Option<u64>| {
        let key = key();
        let known = before.map_or_else(|| data.with_untracked(Option::is_some), |before| before == key);
        if !known {
            newest.set_value(Some(key));
            let answer = fetch();
            spawn_local(async move {
                let answer = answer.await;
                // An answer that was overtaken, or whose page is gone, is not shown.
                if newest.try_get_value() == Some(Some(key)) {
                    data.try_set(Some(answer));
                }
            });
        }
        key
    });
    data
}

/// The data that the server put into the document, while it is hydrated.
fn of_document() -> Option<Result<Page, ApiError>> {
    let context = Owner::current_shared_context()?;
    // Ids are given in the order of calls. On the server they differ only for what is created after this page's data.
    let id = context.next_id();
    let json = context.during_hydration().then(|| context.read_data(&id))??;
    Json::decode(&json).ok()
}

/// A hash of `source`, so that the rest is not generic over its type.
fn fingerprint(source: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    source.hash(&mut hasher);
    hasher.finish()
}

/// Shows the data, and `fallback` before there is any. The former data stays until the next has loaded.
pub(crate) fn loaded(data: Read, fallback: ViewFn, show: Show) -> AnyView {
    (move || match data.get() {
        Some(data) => show(data),
        None => fallback.run(),
    })
    .into_any()
}

//! The implementation for the server: a resource, for which the document waits.

use super::Show;
use crate::{
    form::post,
    wire::{Page, error::ApiError, json::Json},
};
use leptos::prelude::*;

/// A page's data, pending or loaded.
pub(crate) type Read = Resource<Result<Page, ApiError>, Json>;

/// Loads a page's data, in the browser again whenever `source` changes. Call it at the top of the page's component.
pub(crate) fn read<K, S: post::Readable>(
    source: impl Fn() -> K + Send + Sync + 'static,
    request: impl Fn(K) -> S + Send + Sync + 'static,
) -> Read {
    Resource::new_with_options(|| (), move |()| post::fetch(request(untrack(&source))), true)
}

/// Loads the data of a page of the door, which is always a document.
pub(crate) fn read_once<S: post::Readable>(request: impl Fn() -> S + Send + Sync + 'static) -> Read {
    read(|| (), move |()| request())
}

/// Shows the data, and `fallback` before there is any.
pub(crate) fn loaded(data: Read, fallback: ViewFn, show: Show) -> AnyView {
    view! {
        <Transition fallback=move || fallback.run()>
            {move || {
                let show = show.clone();
                Suspend::new(async move { show(data.await) })
            }}
        </Transition>
    }
    .into_any()
}

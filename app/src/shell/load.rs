//! Pages that load data and then show it in their frame.

use super::{
    address::{load as load_document, path_and_query},
    frame::SignedInFrame,
    page_info::PageInfo,
    refusal::Refusal,
    title::set_title,
    viewer::LastViewer,
};
use crate::{
    form::read::{Read, loaded},
    wire::{Page, Viewer, error::ApiError, site::site},
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use terms::{Ended, Rejection};

/// A signed-in page, which shows its data in the frame; without a session it redirects to sign-in, which leads back.
///
/// The page itself creates `data`, at its top: it belongs to the page's reactive owner.
pub(crate) fn signed_in_page<T: DeserializeOwned>(
    page: &'static PageInfo,
    data: Read,
    render: impl Fn(Viewer, T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    titled_page(page, page.title(), data, render)
}

/// A signed-in page whose title depends on its address.
pub(crate) fn titled_page<T: DeserializeOwned>(
    page: &'static PageInfo,
    title: &'static str,
    data: Read,
    render: impl Fn(Viewer, T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let render = move |page: Page| {
        let data = page.decode::<T>()?;
        let viewer = page.viewer?;
        Some((render(viewer.clone(), data), viewer))
    };
    erased(page, title, data, Arc::new(render))
}

type Render = Arc<dyn Fn(Page) -> Option<(AnyView, Viewer)> + Send + Sync>;

fn erased(info: &'static PageInfo, title: &'static str, data: Read, render: Render) -> AnyView {
    let last = use_context::<LastViewer>();
    let fallback = move || {
        last.and_then(|last| last.0.get_untracked())
            .map(|viewer| framed(info, viewer, ().into_any()))
    };
    let show = move |page: Page| {
        // After an upgrade of the server an open tab loads the page as a document, with the new client.
        if page.client != site().client {
            load_document(&path_and_query());
            return ().into_any();
        }
        // Set before the content is rendered, because components read the viewer from it.
        last.inspect(|last| last.0.set(page.viewer.clone()));
        match render(page) {
            Some((content, viewer)) => framed(info, viewer, content),
            None => view! { <Refusal error=ApiError::Internal /> }.into_any(),
        }
    };
    set_title(title);
    let show = move |data| match data {
        Ok(page) => {
            // Again, because a refusal has a title of its own.
            set_title(title);
            show(page)
        }
        Err(error) => view! { <Refusal error=error /> }.into_any(),
    };
    loaded(data, fallback.into(), Arc::new(show))
}

fn framed(page: &'static PageInfo, viewer: Viewer, content: AnyView) -> AnyView {
    view! { <SignedInFrame page=page viewer=viewer content=content /> }.into_any()
}

/// A signed-out page with data: `render` renders the whole page, `ended` the page of a link or challenge that has
/// ended. The page itself creates `data`, at its top.
pub(crate) fn signed_out_page<T: DeserializeOwned>(
    data: Read,
    render: impl Fn(T) -> AnyView + Send + Sync + 'static,
    ended: impl Fn(Ended) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let show = move |data: Result<Page, ApiError>| match data {
        Ok(page) => match page.decode::<T>() {
            Some(data) => render(data),
            None => view! { <Refusal error=ApiError::Internal /> }.into_any(),
        },
        Err(ApiError::Rejected(Rejection::Gone(what))) => ended(what),
        Err(error) => view! { <Refusal error=error /> }.into_any(),
    };
    loaded(data, (|| ()).into(), Arc::new(show))
}

//! Pages that load data and then show it in their frame.

use super::{
    frame::SignedInFrame, page_info::PageInfo, refusal::Refusal, signed_out::SignedOutFrame, viewer::LastViewer,
};
use crate::{
    form::read::Read,
    text,
    wire::{Page, Viewer, error::ApiError, site::site},
};
use leptos::prelude::*;
use leptos_meta::Title;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use terms::{Ended, Rejection};

/// A signed-in page, which shows its data in the frame; without a session it redirects to sign-in, which leads back.
///
/// The page itself creates `data`, at its top: the resource belongs to the page's reactive owner.
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
        // Set before the content is rendered, because components read the viewer from it.
        last.inspect(|last| last.0.set(page.viewer.clone()));
        match render(page) {
            Some((content, viewer)) => framed(info, viewer, content),
            None => view! { <Refusal error=ApiError::Internal /> }.into_any(),
        }
    };
    view! {
        <Title text=text::page_title(title, &site().name) />
        <Loaded data=data fallback=fallback show=Arc::new(show) />
    }
    .into_any()
}

/// Shows `fallback` until the data has loaded; an error is shown as a page of its own.
#[component]
pub(crate) fn Loaded(
    data: Read,
    #[prop(into)] fallback: ViewFn,
    show: Arc<dyn Fn(Page) -> AnyView + Send + Sync>,
    #[prop(optional)] ended: Option<Arc<dyn Fn(Ended) -> AnyView + Send + Sync>>,
) -> AnyView {
    view! {
        <Transition fallback=move || fallback.run()>
            {move || {
                let (show, ended) = (show.clone(), ended.clone());
                Suspend::new(async move {
                    match (data.await, ended) {
                        (Ok(page), _) => show(page),
                        (Err(ApiError::Rejected(Rejection::Gone(what))), Some(ended)) => ended(what),
                        (Err(error), _) => view! { <Refusal error=error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

fn framed(page: &'static PageInfo, viewer: Viewer, content: AnyView) -> AnyView {
    view! { <SignedInFrame page=page viewer=viewer content=content /> }.into_any()
}

/// A signed-out page that loads data: `render` renders the whole page, `ended` the page of a link or challenge that has
/// ended. The page itself creates `data`, at its top.
pub(crate) fn signed_out_page<T: DeserializeOwned>(
    title: &'static str,
    data: Read,
    render: impl Fn(T) -> AnyView + Send + Sync + 'static,
    ended: impl Fn(Ended) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    // A plain `h1`, because `PageHeading` would take the focus and the loaded page's heading is about to.
    let fallback = move || {
        view! {
            <SignedOutFrame product=site().name>
                <h1 aria-busy="true">{title}</h1>
            </SignedOutFrame>
        }
    };
    let show = move |page: Page| match page.decode::<T>() {
        Some(data) => render(data),
        None => view! { <Refusal error=ApiError::Internal /> }.into_any(),
    };
    view! { <Loaded data=data fallback=fallback show=Arc::new(show) ended=Arc::new(ended) /> }.into_any()
}

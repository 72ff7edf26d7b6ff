//! What signed-out pages share: the page around its data, and the page of something that is over.

use super::frame::{Refusal, Waited, here, set_status, site};
use crate::form::read::Read;
use crate::{
    shell::signed_out_frame::SignedOutFrame,
    text,
    ui::PageHeading,
    wire::{Page, error::ApiError},
};
use leptos::prelude::*;
use leptos_meta::Title;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use terms::Ended;

/// A signed-out page: its title in the tab and as heading, and one task in one card.
#[component]
pub fn SignedOutPage(
    title: &'static str,
    /// Below the card.
    #[prop(optional, into)]
    foot: ViewFn,
    children: Children,
) -> AnyView {
    view! {
        <Title text=text::page_title(title, &site().name) />
        <SignedOutFrame product=site().name foot=foot>
            <PageHeading text=title />
            {children()}
        </SignedOutFrame>
    }
    .into_any()
}

/// A signed-out page that has to ask first: `render` shows the whole page from the data, `over` the one of something
/// that has ended. The resource is made by the page, at its top.
pub fn asked_page<T: DeserializeOwned>(
    title: &'static str,
    data: Read,
    render: impl Fn(T) -> AnyView + Send + Sync + 'static,
    over: impl Fn(Ended) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    // No heading that takes the focus: the page's own one is about to.
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
    view! { <Waited data=data fallback=fallback show=Arc::new(show) over=Arc::new(over) /> }.into_any()
}

/// The page of a link or challenge that is over (410): why, and the ways on, the first of them as a button.
pub fn over(title: &'static str, text: &'static str, ways: &[(String, &'static str)]) -> AnyView {
    dead_end((title, text), 410, ways)
}

/// A page with one message and the ways on. A way to this very page loads it anew.
pub fn dead_end((title, text): (&'static str, &'static str), status: u16, ways: &[(String, &'static str)]) -> AnyView {
    set_status(status);
    let (title, here) = (title.trim_end_matches('.'), here());
    let ways = ways
        .iter()
        .enumerate()
        .map(|(place, (path, label))| {
            let class = if place == 0 { "button wide" } else { "button wide quiet" };
            let rel = (*path == here).then_some("external");
            view! { <a class=class href=path.clone() rel=rel>{*label}</a> }
        })
        .collect_view();
    view! {
        <SignedOutPage title=title>
            <p class="lead">{text}</p>
            <div class="stack">{ways}</div>
        </SignedOutPage>
    }
    .into_any()
}

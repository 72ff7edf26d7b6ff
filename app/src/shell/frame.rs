//! What pages share: the signed-in page around its data, the signed-out page, the message above a form, refusals as pages.

use crate::{
    form::{PostForm, read::Read, use_form},
    shell::{side_nav::SideItem, signed_in_frame::SignedInFrame, signed_out::dead_end, top_bar::Section},
    sign_in::api::{SignOut, encode_query},
    text,
    wire::{Page, Viewer, error::ApiError, site::Site},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Redirect, hooks::use_location};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use terms::{Ended, Rejection};

/// The viewer of the last signed-in page: on the way to the next one the frame stays as it is.
#[derive(Clone, Copy)]
struct LastViewer(RwSignal<Option<Viewer>>);

/// Provides [`LastViewer`]; call once, in `App`.
pub fn provide_last_viewer() {
    provide_context(LastViewer(RwSignal::new(None)));
}

/// The address of who is signed in, on a signed-in page.
pub fn viewer_email() -> Option<String> {
    let last = use_context::<LastViewer>()?;
    last.0
        .with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.email.clone()))
}

/// The service's facts.
pub fn site() -> Site {
    use_context::<Site>().unwrap_or_else(|| Site {
        name: String::new(),
        open: false,
        now: 0,
    })
}

/// Where a signed-in page stands.
#[derive(Clone, Copy)]
pub struct Place {
    /// The heading and the tab's title.
    pub title: &'static str,
    /// The part of the product.
    pub section: Section,
    /// The entry in the list of *Access and security*.
    pub side: Option<SideItem>,
}

/// A signed-in page: waits for its data, then shows it in the frame; without a session it goes to sign-in and back.
///
/// The resource is made by the page, at its top, never in here.
pub fn signed_in_page<T: DeserializeOwned>(
    place: Place,
    data: Read,
    render: impl Fn(Viewer, T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let render = move |page: Page| {
        let data = page.decode::<T>()?;
        let viewer = page.viewer?;
        Some((render(viewer.clone(), data), viewer))
    };
    erased(place, data, Arc::new(render))
}

type Render = Arc<dyn Fn(Page) -> Option<(AnyView, Viewer)> + Send + Sync>;

fn erased(place: Place, data: Read, render: Render) -> AnyView {
    let last = use_context::<LastViewer>();
    let fallback = move || {
        last.and_then(|last| last.0.get_untracked())
            .map(|viewer| framed(place, viewer, ().into_any()))
    };
    let show = move |page: Page| {
        // Before the content: what it shows of the person is read from here.
        last.inspect(|last| last.0.set(page.viewer.clone()));
        match render(page) {
            Some((content, viewer)) => framed(place, viewer, content),
            None => view! { <Refusal error=ApiError::Internal /> }.into_any(),
        }
    };
    view! {
        <Title text=text::page_title(place.title, &site().name) />
        <Waited data=data fallback=fallback show=Arc::new(show) />
    }
    .into_any()
}

/// Waits for a page's data; a refusal is a page of its own.
#[component]
pub fn Waited(
    data: Read,
    #[prop(into)] fallback: ViewFn,
    show: Arc<dyn Fn(Page) -> AnyView + Send + Sync>,
    #[prop(optional)] over: Option<Arc<dyn Fn(Ended) -> AnyView + Send + Sync>>,
) -> AnyView {
    view! {
        <Transition fallback=move || fallback.run()>
            {move || {
                let (show, over) = (show.clone(), over.clone());
                Suspend::new(async move {
                    match (data.await, over) {
                        (Ok(page), _) => show(page),
                        (Err(ApiError::Rejected(Rejection::Gone(ended))), Some(over)) => over(ended),
                        (Err(error), _) => view! { <Refusal error=error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

fn framed(place: Place, viewer: Viewer, content: AnyView) -> AnyView {
    let sign_out = move || view! { <SignOutForm /> };
    view! {
        <SignedInFrame product=site().name person=viewer.name account=viewer.email section=place.section side=place.side sign_out=sign_out>
            {content}
        </SignedInFrame>
    }
    .into_any()
}

/// *Sign out*, in the person's menu.
#[component]
fn SignOutForm() -> impl IntoView {
    let form = use_form::<SignOut>();
    view! {
        <PostForm form=form>
            <button class="item">{text::frame::SIGN_OUT}</button>
        </PostForm>
    }
}

/// A refusal as a whole page: sign-in first, not there, or broken.
#[component]
pub fn Refusal(error: ApiError) -> impl IntoView {
    match error {
        ApiError::Rejected(Rejection::NotSignedIn) => {
            let next = here();
            let path = if next == "/" {
                "/sign-in".to_owned()
            } else {
                format!("/sign-in?next={}", encode_query(&next))
            };
            view! { <Redirect path=path /> }.into_any()
        }
        ApiError::Rejected(Rejection::NotFound) => view! { <NotFound /> }.into_any(),
        ApiError::Rejected(Rejection::Gone(Ended::PendingDevice)) => qr_gone(),
        ApiError::Rejected(Rejection::Repair) => message(text::errors::page::FORBIDDEN, 403),
        ApiError::Offline => offline(),
        ApiError::Rejected(Rejection::Busy) => message(text::errors::page::UNAVAILABLE, 503),
        _ => message(text::errors::page::INTERNAL, 500),
    }
}

/// Nothing at this address.
#[component]
pub fn NotFound() -> impl IntoView {
    message(text::errors::page::NOT_FOUND, 404)
}

/// A page with one message.
pub fn message(words: (&'static str, &'static str), status: u16) -> AnyView {
    dead_end(words, status, &[("/".to_owned(), text::errors::page::GO_HOME)])
}

/// The data of a page did not come: the way on is the same address once more, as a new document.
fn offline() -> AnyView {
    let again = (here(), text::errors::TRY_AGAIN);
    dead_end((text::errors::OFFLINE_TITLE, text::errors::OFFLINE), 503, &[again])
}

/// The device behind a QR code is confirmed, discarded or too old.
fn qr_gone() -> AnyView {
    let ways = [
        ("/security/two-factor/new".to_owned(), text::new_device::TITLE),
        ("/security/two-factor".to_owned(), text::two_factor::TITLE),
    ];
    dead_end((text::scan::GONE_TITLE, text::scan::GONE), 404, &ways)
}

/// This page's path with its query.
pub fn here() -> String {
    let location = use_location();
    let search = location.search.get_untracked();
    let query = if search.is_empty() {
        search
    } else {
        format!("?{search}")
    };
    location.pathname.get_untracked() + &query
}

/// The document's HTTP status; nothing in the browser.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        http::StatusCode::from_u16(status),
    ) {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

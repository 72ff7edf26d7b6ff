//! What pages share: the signed-in page around its data, the signed-out page, the message above a form, refusals as pages.

use crate::{
    api::{OfPage, Page, Viewer, sign_in::SignOut, sign_in::encode_query, site::Site},
    error::{ApiError, Ended},
    form::{PostForm, use_form},
    pages::read::Read,
    text,
    ui::{PageHeading, Section, SideItem, SignedInFrame, SignedOutFrame},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Redirect, hooks::use_location};
use std::sync::Arc;

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
pub fn signed_in_page<T: OfPage>(
    place: Place,
    data: Read,
    render: impl Fn(Viewer, T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let render = move |page: Page| {
        let (viewer, data) = page.viewer.zip(T::of(page.data))?;
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
                        (Err(ApiError::Gone(ended)), Some(over)) => over(ended),
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
    let form = use_form::<SignOut>("sign-out");
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
        ApiError::NotSignedIn => {
            let location = use_location();
            let next = location.pathname.get_untracked()
                + &location
                    .search
                    .with_untracked(|s| if s.is_empty() { String::new() } else { format!("?{s}") });
            let path = if next == "/" {
                "/sign-in".to_owned()
            } else {
                format!("/sign-in?next={}", encode_query(&next))
            };
            view! { <Redirect path=path /> }.into_any()
        }
        ApiError::NotFound => view! { <NotFound /> }.into_any(),
        ApiError::Gone(Ended::PendingDevice) => qr_gone(),
        ApiError::Repair => message(text::errors::page::FORBIDDEN, 403),
        ApiError::Offline => offline(),
        ApiError::Busy => message(text::errors::page::UNAVAILABLE, 503),
        _ => message(text::errors::page::INTERNAL, 500),
    }
}

/// Nothing at this address.
#[component]
pub fn NotFound() -> impl IntoView {
    message(text::errors::page::NOT_FOUND, 404)
}

/// A page with one message.
pub fn message((title, body): (&'static str, &'static str), status: u16) -> AnyView {
    set_status(status);
    view! {
        <Title text=text::page_title(title, &site().name) />
        <SignedOutFrame product=site().name>
            <PageHeading text=title />
            <p class="lead">{body}</p>
            <a class="button" href="/">{text::errors::page::GO_HOME}</a>
        </SignedOutFrame>
    }
    .into_any()
}

/// The data of a page did not come: the way on is the same address once more.
fn offline() -> AnyView {
    let location = use_location();
    let again = location.pathname.get_untracked()
        + &location
            .search
            .with_untracked(|s| if s.is_empty() { String::new() } else { format!("?{s}") });
    let title = text::errors::OFFLINE_TITLE.trim_end_matches('.');
    view! {
        <Title text=text::page_title(title, &site().name) />
        <SignedOutFrame product=site().name>
            <PageHeading text=title />
            <p class="lead">{text::errors::OFFLINE}</p>
            <a class="button" href=again rel="external">{text::errors::TRY_AGAIN}</a>
        </SignedOutFrame>
    }
    .into_any()
}

/// The device behind a QR code is confirmed, discarded or too old.
fn qr_gone() -> AnyView {
    set_status(404);
    view! {
        <Title text=text::page_title(text::scan::GONE_TITLE, &site().name) />
        <SignedOutFrame product=site().name>
            <PageHeading text=text::scan::GONE_TITLE />
            <p class="lead">{text::scan::GONE}</p>
            <a class="button" href="/security/two-factor/new">{text::new_device::TITLE}</a>
            <a class="button quiet" href="/security/two-factor">{text::two_factor::TITLE}</a>
        </SignedOutFrame>
    }
    .into_any()
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

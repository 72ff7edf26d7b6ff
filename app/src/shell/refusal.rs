//! Error pages, with a message and links to continue with.

use super::{
    address::{address, go_to, path_and_query},
    lost_cookie::session_cookie_was_lost,
    signed_out::SignedOutPage,
};
use crate::{
    page,
    text::text,
    wire::{
        error::ApiError,
        paths::{COOKIE_LOST, with_next, with_query},
    },
};
use leptos::prelude::*;
use terms::{Ended, Rejection};

/// The page of an error; without a session it redirects to sign-in.
#[component]
pub(crate) fn Refusal(error: ApiError) -> impl IntoView {
    let refusals = text().refusals();
    match error {
        ApiError::Rejected(Rejection::NotSignedIn) => {
            go_to(&match session_cookie_was_lost() {
                true => with_query(&with_next(page::SIGN_IN.path, &address().path), COOKIE_LOST),
                false => with_next(page::SIGN_IN.path, &path_and_query()),
            });
            ().into_any()
        }
        ApiError::Rejected(Rejection::NotFound) => view! { <NotFound /> }.into_any(),
        ApiError::Rejected(Rejection::Gone(Ended::PendingDevice)) => qr_gone(),
        ApiError::Rejected(Rejection::Repair) => repair_only(),
        ApiError::Rejected(Rejection::Restricted) => {
            go_to(page::REQUIRED.path);
            ().into_any()
        }
        ApiError::Rejected(Rejection::SignInOnly) => message(text().errors().sign_in_only(), 403),
        ApiError::Rejected(Rejection::Frozen) => message(text().errors().frozen(), 403),
        ApiError::Offline => offline(),
        ApiError::Rejected(Rejection::Busy) => message(refusals.unavailable(), 503),
        _ => message(refusals.internal(), 500),
    }
}

/// The page that a repair session may not open. Home leads to the devices, where such a session begins, because its
/// address is the one that people know.
fn repair_only() -> AnyView {
    if address().path == page::HOME.path {
        go_to(page::TWO_FACTOR.path);
        return ().into_any();
    }
    let ways = [page::TWO_FACTOR.link(), page::RECOVERY_CODES.link()];
    dead_end(text().errors().repair(), 403, &ways)
}

/// The page for an unknown address (404).
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    let refusals = text().refusals();
    message(refusals.not_found(), 404)
}

/// A page with one message.
pub(crate) fn message(words: (&'static str, &'static str), status: u16) -> AnyView {
    let refusals = text().refusals();
    dead_end(words, status, &[(page::HOME.path.to_owned(), refusals.go_home())])
}

/// The page shown if the data could not be requested; its link loads the same address as a new document.
fn offline() -> AnyView {
    let errors = text().errors();
    let again = (path_and_query(), errors.try_again());
    dead_end(errors.offline(), 503, &[again])
}

/// The page of a device that was confirmed or discarded, or has expired.
fn qr_gone() -> AnyView {
    let scan = text().scan();
    let ways = [page::NEW_DEVICE.link(), page::TWO_FACTOR.link()];
    dead_end(scan.gone(), 404, &ways)
}

/// The page of a link or challenge that has ended (410).
pub(crate) fn ended_page(title: &'static str, text: &'static str, ways: &[(String, &'static str)]) -> AnyView {
    dead_end((title, text), 410, ways)
}

/// A page with a message and links, the first of them as a primary button. A link to the page itself reloads the
/// document.
pub(crate) fn dead_end(
    (title, text): (&'static str, &'static str),
    status: u16,
    ways: &[(String, &'static str)],
) -> AnyView {
    set_status(status);
    let (title, current) = (title.trim_end_matches('.'), path_and_query());
    let ways = ways
        .iter()
        .enumerate()
        .map(|(place, (path, label))| {
            let class = if place == 0 { "button wide" } else { "button wide quiet" };
            // Trying again means a new document.
            let rel = (*path == current).then_some("external");
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

/// Sets the document's HTTP status; does nothing in the browser.
pub(crate) fn set_status(status: u16) {
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

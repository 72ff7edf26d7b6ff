//! Served pages: pages of the home whose content only the server makes, so that they cost the client no bytes.
//!
//! The function in the table of pages reads its data, renders its content and returns it by [`served`]. The content stands
//! in the document, or is asked for by [`ReadServed`], as other pages ask for their data; so a session that ended, a
//! server that was upgraded or cannot be reached are what they are everywhere. In the client the content is one element
//! whose inner HTML Leptos does not hydrate. Links in it work as everywhere; of its forms `GET` changes the page's query,
//! and `POST` is answered as without scripts, but in place. A button with `data-copy` is shown only where the browser can copy,
//! and copies the text of the element with that id.

#[cfg_attr(feature = "hydrate", path = "browser.rs")]
#[cfg_attr(not(feature = "hydrate"), path = "server.rs")]
mod side;

#[cfg(feature = "ssr")]
pub(crate) use side::{fragment, served};

use super::{
    address::{path_and_query, use_visits},
    load::signed_in_page,
    page_info::PageInfo,
};
#[cfg(any(feature = "hydrate", test))]
use crate::wire::paths::with_query;
use crate::{
    form::{alert::FormAlert, read::read},
    wire::{Page, error::ApiError, fields::Form},
};
use leptos::{
    ev::{MouseEvent, SubmitEvent},
    html::Div,
    prelude::*,
};

/// Renders the content of the served page at this address, and returns it as the page's data.
#[server(prefix = "/ui", endpoint = "served", input = Form)]
pub(crate) async fn read_served(address: String) -> Result<Page, ApiError> {
    side::at(&address).await
}

/// The path of the server function that returns the content.
#[cfg(feature = "ssr")]
pub fn served_url() -> &'static str {
    <ReadServed as leptos::server_fn::ServerFn>::PATH
}

/// A served page in its frame.
#[component]
pub(crate) fn ServedPage(page: &'static PageInfo) -> AnyView {
    let in_document = side::provide_document();
    let visits = use_visits();
    let data = read(
        move || visits.get(),
        |_| ReadServed {
            address: path_and_query(),
        },
    );
    let render = move |_, html: String| view! { <Content html=in_document.or(html) /> }.into_any();
    signed_in_page(page, data, render)
}

#[component]
fn Content(html: String) -> AnyView {
    // Why the last form was not sent.
    let error = RwSignal::new(None::<ApiError>);
    let content = NodeRef::<Div>::new();
    side::when_shown(content);
    let on_submit = move |event: SubmitEvent| side::submit(&event, error);
    let on_click = move |event: MouseEvent| side::click(&event);
    view! {
        <FormAlert error=error.into() />
        <div node_ref=content on:submit=on_submit on:click=on_click inner_html=html></div>
    }
    .into_any()
}

/// The address of a `GET` form, without its empty fields.
#[cfg(any(feature = "hydrate", test))]
fn with_filled(action: &str, fields: &str) -> String {
    let filled = fields
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.ends_with('='));
    filled.fold(action.to_owned(), |address, pair| with_query(&address, pair))
}

#[cfg(test)]
mod tests {
    use super::with_filled;

    #[test]
    fn empty_fields_are_left_out_of_the_address() {
        for (fields, address) in [
            ("", "/a"),
            ("b=", "/a"),
            ("b=1", "/a?b=1"),
            ("b=&c=x%3D&d=", "/a?c=x%3D"),
            ("b=1&c=2", "/a?b=1&c=2"),
        ] {
            assert_eq!(with_filled("/a", fields), address, "{fields:?}");
        }
    }
}

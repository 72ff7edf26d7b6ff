//! The implementation for the browser: it shows the content, and sends its forms in place.

use super::with_filled;
use crate::{
    form::post,
    shell::{
        address::{go_to, is_in_place},
        title::set_title,
    },
    ui::client::{can_copy, copy, focus_first_error, focus_if_new},
    wire::error::ApiError,
};
use leptos::{
    ev::{MouseEvent, SubmitEvent},
    html::Div,
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys,
};
use web_sys::{Element, HtmlFormElement};

/// The content is in the page's data.
#[derive(Clone, Copy)]
pub(super) struct InDocument;

impl InDocument {
    pub(super) fn or(self, html: String) -> String {
        html
    }
}

pub(super) fn provide_document() -> InDocument {
    InDocument
}

/// Does what components of other pages do: the heading is the tab's title and takes the focus, or the first field with an
/// error does.
pub(super) fn when_shown(content: NodeRef<Div>) {
    Effect::new(move |_| {
        let Some(content) = content.get() else { return };
        // Leptos may leave content as it is that has not changed.
        first(&content, "[aria-busy]", |button| {
            let _ = button.remove_attribute("aria-busy");
        });
        first(&content, "h1", |heading| {
            let text = heading.text_content().unwrap_or_default();
            set_title(&text);
            focus_if_new(heading.unchecked_into(), text);
        });
        if can_copy() {
            let _ = content.set_attribute("data-copies", "");
        }
        first(&content, "[aria-invalid=true]", |_| focus_first_error());
    });
}

/// Does something with the first element of the content that matches.
fn first(content: &Element, selector: &str, act: impl FnOnce(Element)) {
    content.query_selector(selector).ok().flatten().map(act);
}

/// Copies what a button with `data-copy` names, and says so on it.
pub(super) fn click(event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("[data-copy]").ok().flatten());
    let Some(button) = button else { return };
    let Some(of) = button.get_attribute("data-copy") else {
        return;
    };
    let text = document()
        .get_element_by_id(&of)
        .and_then(|element| element.text_content());
    copy(&text.unwrap_or_default(), move || {
        button.set_text_content(button.get_attribute("data-copied").as_deref());
    });
}

/// Sends a form of the content in place, unless it wants a document (`data-plain`) or leads to no page of the home.
pub(super) fn submit(event: &SubmitEvent, error: RwSignal<Option<ApiError>>) {
    let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form.filter(|form| !form.has_attribute("data-plain")) else {
        return;
    };
    // Attributes, because a field may have the name of a property.
    let Some(action) = form.get_attribute("action") else {
        return;
    };
    if form.get_attribute("method").as_deref() != Some("post") {
        if is_in_place(&action)
            && let Some(fields) = post::body(event)
        {
            go_to(&with_filled(&action, &fields));
        }
    } else if let Some(body) = post::plain_body(event)
        && form.query_selector("[aria-busy]").is_ok_and(|busy| busy.is_none())
    {
        let button = event.submitter();
        if let Some(button) = &button {
            let _ = button.set_attribute("aria-busy", "true");
        }
        spawn_local(async move {
            // After a success it stays busy until the next content is shown.
            if let Err(sent) = post::send(&action, body).await {
                error.try_set(Some(sent));
                button.map(|button| button.remove_attribute("aria-busy"));
            }
        });
    }
}

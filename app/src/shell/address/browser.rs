//! The implementation for the browser.

use super::{Address, in_place::CurrentPage};
use crate::{ClientPart, PageInfo, page, wire::paths::DONE_PARAMETERS};
use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
use std::sync::{
    OnceLock,
    atomic::{AtomicBool, Ordering},
};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

/// Shows another page of the home; set in the home's client only, so that the door's does not contain it.
static NAVIGATE: OnceLock<Navigate> = OnceLock::new();

/// Whether the page is shown again because another person has changed it, and not because its person wants to.
static AGAIN: AtomicBool = AtomicBool::new(false);

type Navigate = Box<dyn Fn(&str) + Send + Sync>;

/// The address in the browser's bar.
pub(super) fn of_document() -> Address {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    Address {
        path: location.pathname().unwrap_or_default(),
        query: query.strip_prefix('?').unwrap_or_default().to_owned(),
    }
}

pub(super) fn value_in(query: &str, name: &str) -> Option<String> {
    web_sys::UrlSearchParams::new_with_str(query).ok()?.get(name)
}

fn page_of_home(path: &str) -> Option<&'static PageInfo> {
    page::at(path).filter(|page| page.part == ClientPart::Home)
}

/// Whether this client shows the page in place.
pub(crate) fn is_in_place(path: &str) -> bool {
    NAVIGATE.get().is_some() && page_of_home(&Address::of(path).path).is_some()
}

/// Shows another page, in place or as a new document.
pub(crate) fn go_to(path: &str) {
    match NAVIGATE.get() {
        Some(navigate) if is_in_place(path) => navigate(path),
        _ => load(path),
    }
}

pub(crate) fn looks_again() -> bool {
    AGAIN.load(Ordering::Relaxed)
}

/// Loads the document of a page.
pub(crate) fn load(path: &str) {
    let _ = window().location().set_href(path);
}

/// Changes the page with links, redirects, *Back* and *Forward*.
pub(super) fn navigate_by(shown: RwSignal<CurrentPage>) {
    // Once, because the home is started once.
    let _ = NAVIGATE.set(Box::new(move |path| {
        if enter(path) {
            let path = path.to_owned();
            // One frame later, so that the form that led here is updated before its page is gone.
            request_animation_frame(move || arrive(shown, &path));
        }
    }));
    window_event_listener(ev::click, move |event| {
        if let Some(path) = followed(&event) {
            event.prevent_default();
            if enter(&path) {
                arrive(shown, &path);
            }
        }
    });
    window_event_listener(ev::popstate, move |event| {
        let address = of_document();
        // The start script sends such an event to have the page shown again.
        let again = !event.is_trusted();
        AGAIN.store(again, Ordering::Relaxed);
        // A link to a fragment visits no other page.
        if again || shown.get_untracked().address.get_untracked() != address {
            show(shown, address);
        }
    });
}

/// Makes an entry of the history, or takes the present one if the address is the same. A browser that refuses, because
/// there were too many or an extension forbids it, loads the document.
///
/// What was done is no part of the entry: a reload or *Back* would say it again.
fn enter(path: &str) -> bool {
    AGAIN.store(false, Ordering::Relaxed);
    let address = Address::of(path).without(&DONE_PARAMETERS);
    let entered = window().history().and_then(|history| {
        let (state, to) = (JsValue::NULL, Some(address.text()));
        match address == of_document() {
            true => history.replace_state_with_url(&state, "", to.as_deref()),
            false => history.push_state_with_url(&state, "", to.as_deref()),
        }
    });
    if entered.is_err() {
        load(path);
    }
    entered.is_ok()
}

/// Shows the page of this path from its top, or from the fragment if it is on the page already.
fn arrive(shown: RwSignal<CurrentPage>, path: &str) {
    show(shown, Address::of(path));
    match path
        .split_once('#')
        .and_then(|(_, id)| document().get_element_by_id(id))
    {
        Some(element) => element.scroll_into_view(),
        None => window().scroll_to_with_x_and_y(0.0, 0.0),
    }
}

fn show(shown: RwSignal<CurrentPage>, address: Address) {
    let Some(page) = page_of_home(&address.path) else {
        return load(&address.text());
    };
    let now = shown.get_untracked();
    if now.page.path == page.path {
        now.address.set(address);
    } else {
        shown.set(CurrentPage::new(page, address));
    }
}

/// The page of the home to which a click leads, unless the browser has to follow it: in another window, as a download,
/// to a fragment, to the door.
fn followed(event: &MouseEvent) -> Option<String> {
    let modified = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let link: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let special = !link.target().is_empty() || link.has_attribute("download") || link.rel() == "external";
    let ours = link.origin() == window().location().origin().ok()?;
    if special || !ours || !link.hash().is_empty() {
        return None;
    }
    page_of_home(&link.pathname())?;
    Some(link.pathname() + &link.search())
}

//! The implementation for the browser.

use std::cell::RefCell;
use std::time::Duration;

use leptos::html::{Details, H1, Input};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

/// False in the first render, as on the server, and true after hydration.
pub(crate) fn hydrated() -> ReadSignal<bool> {
    let (seen, set_seen) = signal(false);
    Effect::new(move |_| set_seen.set(true));
    seen
}

/// Always false: browsers obey `autofocus` only at a document load, and log a warning for elements added later.
pub(crate) fn at_load(_autofocus: impl FnOnce() -> bool) -> bool {
    false
}

/// Seconds since the epoch by the browser's clock, which tests can move.
pub(crate) fn now() -> f64 {
    js_sys::Date::now() / 1000.0
}

/// Calls `tick` with the elapsed seconds after hydration and then every `period`, until the component is disposed.
pub(crate) fn every(period: Duration, tick: impl Fn(i64) + Clone + 'static) {
    Effect::new(move |_| {
        let (start, tick) = (now(), tick.clone());
        let tick = move || tick((now() - start).round() as i64);
        tick();
        if let Ok(handle) = set_interval_with_handle(tick, period) {
            on_cleanup(move || handle.clear());
        }
    });
}

/// Whether the page may write to the clipboard, which needs a secure context (HTTPS or loopback).
pub(crate) fn can_copy() -> bool {
    window().is_secure_context()
}

/// Writes `text` to the clipboard and calls `done` if that succeeded.
pub(crate) fn copy(text: &str, done: impl FnOnce() + 'static) {
    let promise = window().navigator().clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        if wasm_bindgen_futures::JsFuture::from(promise).await.is_ok() {
            done();
        }
    });
}

/// Opens the browser's print window.
pub(crate) fn print() {
    let _ = window().print();
}

/// Submits the form of `input` as its button does, unless a request is pending.
pub(crate) fn send_form(input: &web_sys::HtmlInputElement) {
    if let Some(form) = input.form()
        && form.query_selector("[aria-busy=true]").is_ok_and(|busy| busy.is_none())
    {
        let _ = form.request_submit();
    }
}

/// Focuses `field` when it is added to the page, unless another field has the focus. A field that was in the document
/// has `autofocus` instead: browsers log a warning if a script focuses something before they do.
pub(crate) fn focus_when_shown(field: NodeRef<Input>) {
    Effect::new(move |_| {
        if let Some(input) = field.get()
            && !input.has_attribute("autofocus")
            && !is_typing()
        {
            let _ = input.focus();
        }
    });
}

fn is_typing() -> bool {
    document()
        .active_element()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Focuses `field` like [`focus_when_shown`] but without scrolling, so that the content above it stays visible.
pub(crate) fn focus_in_place(field: NodeRef<Input>) {
    Effect::new(move |_| {
        if let Some(input) = field.get()
            && !is_typing()
        {
            let stay = web_sys::FocusOptions::new();
            stay.set_prevent_scroll(true);
            let _ = input.focus_with_options(&stay);
        }
    });
}

/// Empties and focuses `field` when `error` appears, because a wrong code is typed anew and not edited.
pub(crate) fn clear_on_error(field: NodeRef<Input>, error: Signal<Option<String>>) {
    Effect::new(move |was_wrong: Option<bool>| {
        let wrong = error.with(Option::is_some);
        if wrong
            && was_wrong.is_some()
            && let Some(input) = field.get_untracked()
        {
            input.set_value("");
            let _ = input.focus();
        }
        wrong
    });
}

/// Focuses the first invalid field, one frame later because its error has to be rendered first.
pub(crate) fn focus_first_error() {
    request_animation_frame(|| {
        let first = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) = first.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// Focuses the first invalid field each time `failed` is re-evaluated to true.
pub(crate) fn focus_errors_of(failed: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        if failed() {
            focus_first_error();
        }
    });
}

/// Focuses the field `id` each time `failed` is re-evaluated to true, for errors that mark no field as invalid.
pub(crate) fn focus_after(id: &'static str, failed: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        if failed()
            && let Some(field) = document().get_element_by_id(id)
        {
            let _ = field.unchecked_into::<HtmlElement>().focus();
        }
    });
}

thread_local! {
    /// The last heading shown; a page that only reloads its data must not take the focus.
    static LAST_HEADING: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Focuses the heading of a new page, so that screen readers announce it; not at the first document load.
///
/// Waits one frame, because a page may render its content more than once while its data loads, and only an element in
/// the document can be focused. After a reload of the data the heading is focused only if the focus was lost.
pub(crate) fn focus_new_heading(heading: NodeRef<H1>, text: Signal<String>) {
    Effect::new(move |_| {
        if let Some(element) = heading.get() {
            focus_if_new(element.into(), text.get());
        }
    });
}

/// Focuses a heading as [`focus_new_heading`] does.
pub(crate) fn focus_if_new(element: HtmlElement, shown: String) {
    request_animation_frame(move || {
        if !element.is_connected() {
            return;
        }
        let last = LAST_HEADING.with(|last| last.borrow_mut().replace(shown.clone()));
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(last.as_ref() == Some(&shown));
        if last.is_some_and(|last| last != shown || focus_is_lost()) && !is_typing() {
            let _ = element.focus_with_options(&options);
        }
    });
}

/// Whether the focused element was removed from the page.
fn focus_is_lost() -> bool {
    document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY")
}

/// Closes an open menu on Escape, on a click outside and when one of its links is followed.
pub(crate) fn close_when_left(menu: NodeRef<Details>) {
    Effect::new(move |_| {
        let Some(details) = menu.get() else { return };
        let clicked = details.clone();
        let click = window_event_listener(leptos::ev::click, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let inside = clicked.contains(target.as_ref().map(AsRef::<Node>::as_ref));
            let followed = target.is_some_and(|element| element.closest("a").is_ok_and(|link| link.is_some()));
            if !inside || followed {
                clicked.set_open(false);
            }
        });
        let key = window_event_listener(leptos::ev::keydown, move |event| {
            if details.open()
                && event
                    .unchecked_ref::<web_sys::Event>()
                    .dyn_ref::<web_sys::KeyboardEvent>()
                    .is_some_and(|key| key.key() == "Escape")
            {
                details.set_open(false);
                if let Ok(Some(summary)) = details.query_selector("summary") {
                    let _ = summary.unchecked_into::<HtmlElement>().focus();
                }
            }
        });
        on_cleanup(move || {
            click.remove();
            key.remove();
        });
    });
}

/// Whether Caps Lock is on. Autofill dispatches `keyup` events that are no `KeyboardEvent`, hence the cast.
pub(crate) fn caps_lock(event: &web_sys::KeyboardEvent) -> bool {
    event
        .dyn_ref::<web_sys::KeyboardEvent>()
        .is_some_and(|key| key.get_modifier_state("CapsLock"))
}

/// Whether an input method is composing what it writes. Autofill dispatches `input` events of other types.
pub(crate) fn is_composing(event: &web_sys::Event) -> bool {
    event
        .dyn_ref::<web_sys::InputEvent>()
        .is_some_and(web_sys::InputEvent::is_composing)
}
/// The theme chosen in this browser, if any.
pub(crate) fn chosen_theme() -> Option<String> {
    window()
        .local_storage()
        .ok()
        .flatten()?
        .get_item("theme")
        .ok()
        .flatten()
}

/// Applies and stores `theme`; `None` follows the system. `public/theme.js` applies it at the next load.
pub(crate) fn choose_theme(theme: Option<&str>) {
    let storage = window().local_storage().ok().flatten();
    let root = document().document_element();
    match theme {
        Some(theme) => {
            let _ = storage.map(|storage| storage.set_item("theme", theme));
            let _ = root.map(|root| root.set_attribute("data-theme", theme));
        }
        None => {
            let _ = storage.map(|storage| storage.remove_item("theme"));
            let _ = root.map(|root| root.remove_attribute("data-theme"));
        }
    }
}

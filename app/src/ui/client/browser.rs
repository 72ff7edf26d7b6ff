//! In the browser.

use std::cell::RefCell;
use std::time::Duration;

use leptos::html::{Details, H1, Input};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

/// False in the first render, here as on the server, and true from the moment scripts are at work.
pub(crate) fn hydrated() -> ReadSignal<bool> {
    let (seen, set_seen) = signal(false);
    Effect::new(move |_| set_seen.set(true));
    seen
}

/// No `autofocus` on what scripts put on the page: the browser obeys it at a document load only, and complains later.
pub(crate) fn at_load(_autofocus: impl FnOnce() -> bool) -> bool {
    false
}

/// Seconds since the epoch by the browser's clock, which tests can move.
pub(crate) fn now() -> f64 {
    js_sys::Date::now() / 1000.0
}

/// Calls `tick` after hydration and then every `period`, as long as the part lives.
pub(crate) fn every(period: Duration, tick: impl Fn() + Clone + 'static) {
    Effect::new(move |_| {
        tick();
        if let Ok(handle) = set_interval_with_handle(tick.clone(), period) {
            on_cleanup(move || handle.clear());
        }
    });
}

/// Whether the browser lets a page write to the clipboard: only over https or on this very machine.
pub(crate) fn can_copy() -> bool {
    window().is_secure_context()
}

/// Puts `text` on the clipboard, then tells `done`; a refusal of the browser tells nothing.
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

/// Sends the form around `input` as if its button were pressed, unless an answer is awaited already.
pub(crate) fn send_form(input: &web_sys::HtmlInputElement) {
    if let Some(form) = input.form()
        && form.query_selector("[aria-busy=true]").is_ok_and(|busy| busy.is_none())
    {
        let _ = form.request_submit();
    }
}

/// Gives `field` the focus once it is on the page, unless the person is typing somewhere already. Where it came with the
/// document the browser does that, in its own time; whoever is faster makes it complain.
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

/// As [`focus_when_shown`], but the page stays where it is: what stands above the field is to be seen first.
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

/// Empties `field` and takes the person back to it whenever `error` appears: a refused code is never typed on.
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

/// Takes the focus to the first field that is wrong, after the page has shown what is wrong with it.
fn focus_first_error() {
    request_animation_frame(|| {
        let first = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) = first.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// Calls [`focus_first_error`] each time `failed` is asked anew and says yes, for instance `move || matches!(action.value().get(), Some(Err(_)))`.
pub(crate) fn focus_errors_of(failed: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        if failed() {
            focus_first_error();
        }
    });
}

/// Takes the focus to the field `id` each time `failed` is asked anew and says yes: for a failure that no field is marked with.
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
    /// The last heading a person was shown: a page that only loads its data again must not take the focus.
    static LAST_HEADING: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Gives the heading of a new page the focus, so that a screen reader says where one is; not at the first load.
///
/// A frame later: while a page waits for its data its content may be made more than once, and only what is in the
/// document can take the focus. A page that loads its data again takes the focus only where it has been lost.
pub(crate) fn focus_new_heading(heading: NodeRef<H1>, text: Signal<String>) {
    Effect::new(move |_| {
        let Some(element) = heading.get() else { return };
        let shown = text.get();
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
    });
}

/// What had the focus is gone from the page.
fn focus_is_lost() -> bool {
    document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY")
}

/// Closes an open menu on Escape, on a click elsewhere and after one of its links was followed.
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

/// Whether a key event says that Caps Lock is on. Browsers that fill in a form send key events without keys.
pub(crate) fn caps_lock(event: &web_sys::KeyboardEvent) -> bool {
    event
        .dyn_ref::<web_sys::KeyboardEvent>()
        .is_some_and(|key| key.get_modifier_state("CapsLock"))
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

/// Shows `theme` and keeps it; `None` follows the system again. `public/theme.js` reads it at the next load.
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

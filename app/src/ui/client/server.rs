//! On the server there is no browser: nothing happens.

use std::time::Duration;

use leptos::html::{Details, H1, Input};
use leptos::prelude::*;
use leptos::web_sys;

/// False: nothing that needs scripts is in the HTML.
pub fn hydrated() -> ReadSignal<bool> {
    signal(false).0
}

pub fn at_load(autofocus: impl FnOnce() -> bool) -> bool {
    autofocus()
}

pub fn now() -> f64 {
    0.0
}

pub fn every(_period: Duration, _tick: impl Fn() + Clone + 'static) {}

pub fn can_copy() -> bool {
    false
}

pub fn copy(_text: &str, _done: impl FnOnce() + 'static) {}

pub fn print() {}

pub fn send_form(_input: &web_sys::HtmlInputElement) {}

pub fn focus_when_shown(_field: NodeRef<Input>) {}

pub fn focus_in_place(_field: NodeRef<Input>) {}

pub fn clear_on_error(_field: NodeRef<Input>, _error: Signal<Option<String>>) {}

/// Takes the focus to the first wrong field after a failure: in the browser only.
pub fn focus_errors_of(_failed: impl Fn() -> bool + 'static) {}

/// Takes the focus to a field after a failure: in the browser only.
pub fn focus_after(_id: &'static str, _failed: impl Fn() -> bool + 'static) {}

pub fn focus_new_heading(_heading: NodeRef<H1>, _text: Signal<String>) {}

pub fn close_when_left(_menu: NodeRef<Details>) {}

pub fn caps_lock(_event: &web_sys::KeyboardEvent) -> bool {
    false
}

pub fn chosen_theme() -> Option<String> {
    None
}

pub fn choose_theme(_theme: Option<&str>) {}

//! The implementation for the server, where browser functions do nothing.

use std::time::Duration;

use leptos::html::{Details, H1, Input};
use leptos::prelude::*;
use leptos::web_sys;

/// Always false, so that controls that need scripts are not in the HTML.
pub(crate) fn hydrated() -> ReadSignal<bool> {
    signal(false).0
}

pub(crate) fn at_load(autofocus: impl FnOnce() -> bool) -> bool {
    use_context::<ShownInPlace>().is_none() && autofocus()
}

/// Marks, as context, HTML that is shown in place and not by a document load.
#[derive(Clone)]
pub(crate) struct ShownInPlace;

pub(crate) fn now() -> f64 {
    0.0
}

pub(crate) fn every(_period: Duration, _tick: impl Fn(i64) + Clone + 'static) {}

pub(crate) fn can_copy() -> bool {
    false
}

pub(crate) fn copy(_text: &str, _done: impl FnOnce() + 'static) {}

pub(crate) fn print() {}

pub(crate) fn send_form(_input: &web_sys::HtmlInputElement) {}

pub(crate) fn focus_when_shown(_field: NodeRef<Input>) {}

pub(crate) fn focus_in_place(_field: NodeRef<Input>) {}

pub(crate) fn clear_on_error(_field: NodeRef<Input>, _error: Signal<Option<String>>) {}

/// Focuses the first invalid field after a failure, in the browser only.
pub(crate) fn focus_errors_of(_failed: impl Fn() -> bool + 'static) {}

/// Focuses a field after a failure, in the browser only.
pub(crate) fn focus_after(_id: &'static str, _failed: impl Fn() -> bool + 'static) {}

pub(crate) fn focus_new_heading(_heading: NodeRef<H1>, _text: Signal<String>) {}

pub(crate) fn close_when_left(_menu: NodeRef<Details>) {}

pub(crate) fn caps_lock(_event: &web_sys::KeyboardEvent) -> bool {
    false
}

pub(crate) fn is_composing(_event: &web_sys::Event) -> bool {
    false
}

pub(crate) fn chosen_theme() -> Option<String> {
    None
}

pub(crate) fn choose_theme(_theme: Option<&str>) {}

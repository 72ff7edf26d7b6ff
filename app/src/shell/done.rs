//! What has just been done, said at the top of the page that follows.

use super::address::use_query;
use crate::{
    text::text,
    ui::{Alert, AlertKind, Live},
};
use leptos::prelude::*;

/// The message that the query names (`?done=renamed`), announced by screen readers.
#[component]
pub(super) fn Done() -> AnyView {
    let done = use_query("done");
    let title = move || {
        let words = text().done();
        Some(match done.get()?.as_str() {
            "renamed" => words.renamed(),
            "removed" => words.removed(),
            "discarded" => words.discarded(),
            "switched-off" => words.switched_off(),
            "name" => words.name_saved(),
            "language" => words.language_saved(),
            _ => return None,
        })
    };
    (move || {
        title().map(|title| {
            view! {
                <div class="off-paper below">
                    <Alert kind=AlertKind::Good title=title live=Live::Polite />
                </div>
            }
        })
    })
    .into_any()
}

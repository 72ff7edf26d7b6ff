//! What has just been done, said at the top of the page that follows.

use super::address::use_query;
use crate::{
    text::text,
    ui::{Alert, AlertKind},
};
use leptos::prelude::*;

/// What screen readers are told. It belongs to the document and not to a page, because a live region is heard only if it
/// was there before its text.
#[derive(Clone, Copy)]
struct Said(RwSignal<&'static str>);

/// The live region for what was done, which is empty in the server's document; the pages of the home follow it.
#[component]
pub(crate) fn DoneRegion() -> AnyView {
    let said = RwSignal::new("");
    provide_context(Said(said));
    view! { <div class="hidden-text" role="status">{said}</div> }.into_any()
}

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
            #[cfg(feature = "ssr")]
            "key-revoked" => text().api_keys().revoked(),
            #[cfg(feature = "ssr")]
            "every-call-on" => text().every_call().done_on(),
            #[cfg(feature = "ssr")]
            "every-call-off" => text().every_call().done_off(),
            #[cfg(feature = "ssr")]
            "machine-confirmed" => text().machine_device().done_confirmed(),
            #[cfg(feature = "ssr")]
            "machine-removed" => text().machine_device().done_removed(),
            #[cfg(feature = "ssr")]
            "together" => text().approvals().done_together(),
            #[cfg(feature = "ssr")]
            "alone" => text().approvals().done_alone(),
            #[cfg(feature = "ssr")]
            "invited" => text().team().invited(),
            #[cfg(feature = "ssr")]
            "invited-again" => text().team().sent_again(),
            #[cfg(feature = "ssr")]
            "invitation-revoked" => text().team().revoked(),
            #[cfg(feature = "ssr")]
            "reminded" => text().team().reminded(),
            #[cfg(feature = "ssr")]
            "role-changed" => text().team().role_changed(),
            #[cfg(feature = "ssr")]
            "handed-over" => text().team().handed_over(),
            #[cfg(feature = "ssr")]
            "policy-changed" => text().policy().changed(),
            #[cfg(feature = "ssr")]
            "member-removed" => text().team().removed(),
            _ => return None,
        })
    };
    if let Some(Said(said)) = use_context() {
        Effect::new(move |_| said.set(title().unwrap_or_default()));
        on_cleanup(move || said.set(""));
    }
    (move || {
        title().map(|title| {
            view! {
                <div class="off-paper below">
                    <Alert kind=AlertKind::Good title=title />
                </div>
            }
        })
    })
    .into_any()
}

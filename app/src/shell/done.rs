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

/// The message of a served page, whose sentences no browser has.
#[cfg(feature = "ssr")]
fn of_served_page(name: &str) -> Option<&'static str> {
    Some(match name {
        "key-revoked" => text().api_keys().revoked(),
        "every-call-on" => text().every_call().done_on(),
        "every-call-off" => text().every_call().done_off(),
        "machine-confirmed" => text().machine_device().done_confirmed(),
        "machine-removed" => text().machine_device().done_removed(),
        "together" => text().approvals().done_together(),
        "alone" => text().approvals().done_alone(),
        "invited" => text().team().invited(),
        "invited-again" => text().team().sent_again(),
        "invitation-revoked" => text().team().revoked(),
        "reminded" => text().team().reminded(),
        "role-changed" => text().team().role_changed(),
        "handed-over" => text().team().handed_over(),
        "reset-started" => text().reset().started(),
        "reset-approved" => text().reset().approved(),
        "policy-changed" => text().policy().changed(),
        "app-added" => text().clients().done_added(),
        "app-changed" => text().clients().done_changed(),
        "app-secret" => text().clients().done_secret(),
        "app-removed" => text().clients().done_removed(),
        "email-asked" => text().email_change().asked(),
        "email-sent" => text().sign_up().sent_again(),
        "email-kept" => text().email_change().kept(),
        "session-ended" => text().sessions().ended(),
        "trust-ended" => text().sessions().trust_ended(),
        "sessions-ended" => text().sessions().others_ended(),
        "taken-back" => text().consent().taken_back(),
        "member-removed" => text().team().removed(),
        _ => return None,
    })
}

#[cfg(not(feature = "ssr"))]
const fn of_served_page(_name: &str) -> Option<&'static str> {
    None
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
            "replaced" => words.replaced(),
            "tried" => words.tried(),
            "switched-off" => words.switched_off(),
            "name" => words.name_saved(),
            "language" => words.language_saved(),
            "reset-stopped" => text().stop_reset().stopped().0,
            name => return of_served_page(name),
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

//! The head of a signed-in page.

use super::done::Done;
use crate::{
    text::text,
    ui::{Alert, AlertKind, PageHeading, TimeIn},
    wire::Viewer,
};
use leptos::prelude::*;

/// Heading and lead; the children are the page's actions. What was just done follows, and in a repair session a notice.
#[component]
pub(crate) fn PageHead(
    title: &'static str,
    #[prop(into)] lead: String,
    viewer: Viewer,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="head off-paper">
            <div>
                <PageHeading text=title />
                <p class="lead">{lead}</p>
            </div>
            {children.map(|children| children())}
        </div>
        <Done />
        {viewer.repair.then(|| view! { <RepairNote ends_at=viewer.session_ends_at /> })}
    }
    .into_any()
}

/// The purpose and end of a repair session, which a recovery code opened.
#[component]
fn RepairNote(ends_at: i64) -> AnyView {
    let recovery = text().recovery();
    view! {
        <div class="off-paper below">
            <Alert kind=AlertKind::Info title=recovery.repair().0>
                <p>{recovery.repair().1}</p>
                <p class="small"><TimeIn words=recovery.repair_ends() at=ends_at /></p>
            </Alert>
        </div>
    }
    .into_any()
}

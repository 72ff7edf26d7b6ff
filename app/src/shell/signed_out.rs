//! Signed-out pages: one card with one task.

use super::{mark::Mark, title::set_title};
use crate::{page, ui::PageHeading, wire::site::site};
use leptos::prelude::*;

/// A signed-out page: its title in the tab and as heading, and one task in one card.
#[component]
pub(crate) fn SignedOutPage(
    title: &'static str,
    /// Below the card.
    #[prop(optional, into)]
    foot: ViewFn,
    children: Children,
) -> AnyView {
    set_title(title);
    view! {
        <SignedOutFrame product=site().name foot=foot>
            <PageHeading text=title />
            {children()}
        </SignedOutFrame>
    }
    .into_any()
}

/// The frame of every signed-out page: the mark, a card with one task, and an optional line below it.
#[component]
pub(crate) fn SignedOutFrame(
    #[prop(into)] product: String,
    /// Uses a wider card, for forms with long sentences.
    #[prop(optional)]
    roomy: bool,
    /// Below the card.
    #[prop(optional, into)]
    foot: ViewFn,
    children: Children,
) -> AnyView {
    view! {
        <div class=if roomy { "out roomy" } else { "out" }>
            <header>
                <Mark product=product home=page::HOME.path />
            </header>
            <main id="main">
                <div class="card">{children()}</div>
                {foot.run()}
            </main>
        </div>
    }
    .into_any()
}

use leptos::prelude::*;

use super::mark::Mark;

/// The frame of every signed-out page: the mark, one card with one task, and below it a line for those who want something else.
#[component]
pub fn SignedOutFrame(
    #[prop(into)] product: String,
    /// Wider, for forms with long sentences.
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
                <Mark product=product />
            </header>
            <main id="main">
                <div class="card">{children()}</div>
                {foot.run()}
            </main>
        </div>
    }
    .into_any()
}

use leptos::prelude::*;

use super::{
    side_nav::{SideItem, SideNav},
    top_bar::{Section, TopBar},
};
use crate::ui::SkipLink;

/// The frame of every signed-in page; with `side` it shows the list of *Access and security*, without it one narrow column.
#[component]
pub fn SignedInFrame(
    #[prop(into)] product: String,
    #[prop(into)] person: String,
    #[prop(into)] account: String,
    section: Section,
    #[prop(default = None)] side: Option<SideItem>,
    #[prop(optional, into)] sign_out: ViewFn,
    children: Children,
) -> AnyView {
    view! {
        <SkipLink />
        <TopBar product=product person=person account=account section=section sign_out=sign_out />
        <div class=if side.is_some() { "frame" } else { "frame plain" }>
            {side.map(|current| view! { <SideNav current=current /> })}
            <main id="main" tabindex="-1">
                {children()}
            </main>
        </div>
    }
    .into_any()
}

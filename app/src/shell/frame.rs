//! The frame of every signed-in page.

use super::{page_info::PageInfo, side_nav::SideNav, top_bar::TopBar};
use crate::{page, ui::SkipLink};
use leptos::prelude::*;

/// The bar and, beside the pages of *Access and security*, their list; other pages are a narrow column.
#[component]
pub(crate) fn SignedInFrame(page: &'static PageInfo, person: String, account: String, content: AnyView) -> AnyView {
    let side = page.within(page::SECURITY);
    view! {
        <SkipLink />
        <TopBar page=page person=person account=account />
        <div class=if side { "frame" } else { "frame plain" }>
            {side.then(|| view! { <SideNav page=page /> })}
            <main id="main" tabindex="-1">
                {content}
            </main>
        </div>
    }
    .into_any()
}

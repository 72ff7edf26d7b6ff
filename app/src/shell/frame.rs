//! The frame of every signed-in page.

use super::{page_info::PageInfo, side_nav::SideNav, top_bar::TopBar};
use crate::{page, ui::SkipLink, wire::Viewer};
use leptos::prelude::*;

/// The bar and, beside the pages of *Access and security*, their list; other pages are a narrow column.
#[component]
pub(crate) fn SignedInFrame(page: &'static PageInfo, viewer: Viewer, content: AnyView) -> AnyView {
    let (side, repair) = (page.within(page::SECURITY) && !viewer.limited, viewer.repair);
    view! {
        <SkipLink />
        <TopBar page=page viewer=viewer />
        <div class=if side { "frame" } else { "frame plain" }>
            {side.then(|| view! { <SideNav page=page repair=repair /> })}
            <main id="main" tabindex="-1">
                {content}
            </main>
        </div>
    }
    .into_any()
}

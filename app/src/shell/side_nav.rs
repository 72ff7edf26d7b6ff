use leptos::html::Details;
use leptos::prelude::*;

use super::page_info::{Nav, PageInfo};
use crate::{
    page,
    text::text,
    ui::{Icon, IconName, client},
};

/// The pages of the list that a repair session may open.
const REPAIR: [&PageInfo; 2] = [page::TWO_FACTOR, page::RECOVERY_CODES];

/// The pages of *Access and security* in the list, and their labels; first the page itself, which a repair session may
/// not open.
fn links(repair: bool) -> impl Iterator<Item = (&'static PageInfo, &'static str)> {
    let frame = text().frame();
    let pages = [page::SECURITY].into_iter().chain(page::ALL.iter().copied());
    pages.enumerate().filter_map(move |(n, page)| match page.nav {
        Nav::Side(_) if !repair || REPAIR.iter().any(|open| page.path == open.path) => Some((page, page.title())),
        _ if n == 0 && !repair => Some((page, frame.overview())),
        _ => None,
    })
}

/// The list at the side, which is collapsed on narrow screens.
#[component]
pub(super) fn SideNav(page: &'static PageInfo, repair: bool) -> AnyView {
    let fold = NodeRef::<Details>::new();
    client::close_when_left(fold);
    // The last match, because every page here is below the first link as well.
    let current = links(repair).filter(|(link, _)| page.within(link)).last();
    let (path, label) = current.map_or(("", ""), |(link, label)| (link.path, label));
    view! {
        <nav class="side wide-only" aria-label=page::SECURITY.title()>
            <SideLinks current=path repair=repair />
        </nav>
        <details class="fold narrow-only" node_ref=fold>
            <summary>
                {label}
                <span class="chevron">
                    <Icon name=IconName::Chevron />
                </span>
            </summary>
            <nav class="side" aria-label=page::SECURITY.title()>
                <SideLinks current=path repair=repair />
            </nav>
        </details>
    }
    .into_any()
}

#[component]
fn SideLinks(current: &'static str, repair: bool) -> AnyView {
    links(repair)
        .map(|(page, label)| {
            let here = (page.path == current).then_some("page");
            view! { <a href=page.path aria-current=here>{label}</a> }
        })
        .collect_view()
        .into_any()
}

use leptos::prelude::*;

use super::{
    mark::Mark,
    page_info::{Nav, PageInfo},
    person_menu::PersonMenu,
};
use crate::{
    page,
    text::text,
    wire::{Viewer, site::site},
};

/// Links to the main pages, in the bar and, on narrow screens, in the person's menu.
#[component]
pub(super) fn MainNav(page: &'static PageInfo, class: &'static str) -> AnyView {
    let links = page::ALL
        .iter()
        .filter(|link| link.nav == Nav::Bar)
        .map(|link| view! { <a href=link.path aria-current=page.within(link).then_some("page")>{link.title()}</a> })
        .collect_view();
    view! {
        <nav class=class aria-label=text().frame().main_nav()>
            {links}
        </nav>
    }
    .into_any()
}

/// The bar above every signed-in page: mark, account, the main pages, and the person's menu. Repair and sign-in-only
/// sessions may not open the main pages; in a repair session the mark leads to the devices.
#[component]
pub(super) fn TopBar(page: &'static PageInfo, viewer: Viewer) -> AnyView {
    let full = !viewer.repair && !viewer.limited;
    let home = if viewer.repair { page::TWO_FACTOR } else { page::HOME };
    view! {
        <header class="bar">
            <Mark product=site().name home=home.path />
            <span class="account" dir="auto" translate="no">{viewer.email.clone()}</span>
            {full.then(|| view! { <MainNav page=page class="wide-only" /> })}
            <PersonMenu page=page viewer=viewer />
        </header>
    }
    .into_any()
}

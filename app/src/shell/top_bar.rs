use leptos::prelude::*;

use super::{
    mark::Mark,
    page_info::{Nav, PageInfo},
    person_menu::PersonMenu,
};
use crate::{page, text::text, wire::site::site};

/// Links to the main pages, in the bar and, on narrow screens, in the person's menu.
#[component]
pub(super) fn MainLinks(page: &'static PageInfo) -> AnyView {
    page::ALL
        .iter()
        .filter(|link| link.nav == Nav::Bar)
        .map(|link| view! { <a href=link.path aria-current=page.within(link).then_some("page")>{link.title()}</a> })
        .collect_view()
        .into_any()
}

/// The bar above every signed-in page: mark, account, the main pages, and the person's menu.
#[component]
pub(super) fn TopBar(page: &'static PageInfo, person: String, account: String) -> AnyView {
    let frame = text().frame();
    view! {
        <header class="bar">
            <Mark product=site().name />
            <span class="account" dir="auto" translate="no">{account.clone()}</span>
            <nav class="wide-only" aria-label=frame.main_nav()>
                <MainLinks page=page />
            </nav>
            <PersonMenu page=page person=person account=account />
        </header>
    }
    .into_any()
}

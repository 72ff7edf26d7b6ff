use leptos::prelude::*;

use super::{mark::Mark, person_menu::PersonMenu};
use crate::text;

/// The part of the product a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Home,
    Security,
    Profile,
}

/// The pages named in the bar, and again in the person's menu on a phone.
#[component]
pub(super) fn MainLinks(section: Section) -> AnyView {
    let current = move |of: Section| (of == section).then_some("page");
    view! {
        <a href="/" aria-current=current(Section::Home)>{text::frame::HOME}</a>
        <a href="/security" aria-current=current(Section::Security)>{text::frame::SECURITY}</a>
    }
    .into_any()
}

/// The bar above every signed-in page: mark, account, the main pages, and the person's menu.
#[component]
pub fn TopBar(
    #[prop(into)] product: String,
    #[prop(into)] person: String,
    #[prop(into)] account: String,
    section: Section,
    /// The *Sign out* form.
    #[prop(optional, into)]
    sign_out: ViewFn,
) -> AnyView {
    view! {
        <header class="bar">
            <Mark product=product />
            <span class="account" dir="auto">{account.clone()}</span>
            <nav class="wide-only" aria-label=text::frame::MAIN_NAV>
                <MainLinks section=section />
            </nav>
            <PersonMenu person=person account=account section=section sign_out=sign_out />
        </header>
    }
    .into_any()
}

use leptos::html::Details;
use leptos::prelude::*;

use super::{
    page_info::{Nav, PageInfo},
    theme_switch::ThemeSwitch,
    top_bar::MainNav,
};
use crate::{
    form::{PostForm, use_form},
    page,
    sign_in::api::SignOut,
    text::text,
    ui::{Icon, client},
    wire::Viewer,
};

/// The person's menu: *My profile*, theme, *Sign out* and, on narrow screens, the main pages. In a repair or
/// sign-in-only session only what it may do.
#[component]
pub(crate) fn PersonMenu(page: &'static PageInfo, viewer: Viewer) -> AnyView {
    let (full, person) = (!viewer.repair && !viewer.limited, viewer.name);
    let menu = NodeRef::<Details>::new();
    client::close_when_left(menu);
    view! {
        <details class="menu person" node_ref=menu>
            <summary>
                <span class="name" dir="auto" translate="no">{person.clone()}</span>
                <span class="face" aria-hidden="true" translate="no">{initials(&person)}</span>
            </summary>
            <div class="list">
                <p class="who" translate="no">
                    <b dir="auto">{person}</b>
                    <small dir="auto">{viewer.email}</small>
                </p>
                {full.then(|| view! { <MainNav page=page class="narrow-only" /> })}
                {full.then(|| own_links(page))}
                <ThemeSwitch />
                <hr />
                <SignOutForm />
            </div>
        </details>
    }
    .into_any()
}

/// Links to the pages that only this menu has ([`Nav::Menu`]).
fn own_links(current: &'static PageInfo) -> Vec<AnyView> {
    let links = page::ALL.iter().filter_map(|page| match page.nav {
        Nav::Menu(icon) => Some((page, icon)),
        _ => None,
    });
    links
        .map(|(page, icon)| {
            view! {
                <a class="item" href=page.path aria-current=current.within(page).then_some("page")>
                    <Icon name=icon />
                    {page.title()}
                </a>
            }
            .into_any()
        })
        .collect()
}

/// *Sign out*, in the person's menu.
#[component]
fn SignOutForm() -> AnyView {
    let frame = text().frame();
    let form = use_form::<SignOut>();
    view! {
        <PostForm form=form>
            <button class="item">{frame.sign_out()}</button>
        </PostForm>
    }
    .into_any()
}

/// The first letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        for (name, expected) in [
            ("Ana Ruiz", "AR"),
            ("ana", "A"),
            ("Ana María de la Cruz", "AC"),
            ("", ""),
            ("李 小龍", "李小"),
        ] {
            assert_eq!(initials(name), expected);
        }
    }
}

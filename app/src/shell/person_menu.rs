use leptos::html::Details;
use leptos::prelude::*;

use super::{
    theme_switch::ThemeSwitch,
    top_bar::{MainLinks, Section},
};
use crate::text;
use crate::ui::{Icon, IconName, client};

/// The menu behind the person's name: *My profile*, theme, *Sign out*; on a phone the main pages too.
#[component]
pub fn PersonMenu(
    #[prop(into)] person: String,
    #[prop(into)] account: String,
    section: Section,
    #[prop(optional, into)] sign_out: ViewFn,
) -> AnyView {
    let menu = NodeRef::<Details>::new();
    client::close_when_left(menu);
    let on_profile = section == Section::Profile;
    view! {
        <details class="menu person" node_ref=menu>
            <summary>
                <span class="name" dir="auto">{person.clone()}</span>
                <span class="face" aria-hidden="true">{initials(&person)}</span>
            </summary>
            <div class="list">
                <p class="who">
                    <b dir="auto">{person}</b>
                    <small dir="auto">{account}</small>
                </p>
                <nav class="narrow-only" aria-label=text::frame::MAIN_NAV>
                    <MainLinks section=section />
                </nav>
                <a class="item" href="/profile" aria-current=on_profile.then_some("page")>
                    <Icon name=IconName::Person />
                    {text::frame::PROFILE}
                </a>
                <ThemeSwitch />
                <hr />
                {sign_out.run()}
            </div>
        </details>
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

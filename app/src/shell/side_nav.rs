use leptos::html::Details;
use leptos::prelude::*;

use crate::text;
use crate::ui::{Icon, IconName, client};

/// The pages inside *Access and security*.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SideItem {
    Overview,
    TwoFactor,
    RecoveryCodes,
}

impl SideItem {
    const ALL: [Self; 3] = [Self::Overview, Self::TwoFactor, Self::RecoveryCodes];

    fn label(self) -> &'static str {
        match self {
            Self::Overview => text::frame::OVERVIEW,
            Self::TwoFactor => text::two_factor::TITLE,
            Self::RecoveryCodes => text::recovery_codes::TITLE,
        }
    }

    fn href(self) -> &'static str {
        match self {
            Self::Overview => "/security",
            Self::TwoFactor => "/security/two-factor",
            Self::RecoveryCodes => "/security/recovery-codes",
        }
    }
}

/// The list at the side; on a phone one line that opens into it.
#[component]
pub fn SideNav(current: SideItem) -> AnyView {
    let fold = NodeRef::<Details>::new();
    client::close_when_left(fold);
    view! {
        <nav class="side wide-only" aria-label=text::frame::SECURITY>
            <SideLinks current=current />
        </nav>
        <details class="fold narrow-only" node_ref=fold>
            <summary>
                {current.label()}
                <span class="chevron">
                    <Icon name=IconName::Chevron />
                </span>
            </summary>
            <nav class="side" aria-label=text::frame::SECURITY>
                <SideLinks current=current />
            </nav>
        </details>
    }
    .into_any()
}

#[component]
fn SideLinks(current: SideItem) -> AnyView {
    SideItem::ALL
        .map(|item| {
            let page = (item == current).then_some("page");
            view! { <a href=item.href() aria-current=page>{item.label()}</a> }
        })
        .into_iter()
        .collect_view()
        .into_any()
}

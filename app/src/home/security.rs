//! *Access and security*: what there is, and how it stands.

use crate::form::read::read;
use crate::shell::{
    frame::{Place, signed_in_page},
    head::PageHead,
};
use crate::{
    profile::api::{HomeView, ReadHome},
    shell::{side_nav::SideItem, top_bar::Section},
    text,
    ui::{Chip, ChipKind, Icon, IconName},
    wire::Viewer,
};
use leptos::prelude::*;

const PLACE: Place = Place {
    title: text::security::TITLE,
    section: Section::Security,
    side: Some(SideItem::Overview),
};

/// The page.
#[component]
pub fn Security() -> impl IntoView {
    let data = read(|| (), |()| ReadHome {});
    let render = |viewer, home| view! { <Cards viewer=viewer home=home /> }.into_any();
    signed_in_page(PLACE, data, render)
}

#[component]
fn Cards(viewer: Viewer, home: HomeView) -> AnyView {
    let on = viewer.two_factor_since.is_some();
    let two_factor = if on {
        (ChipKind::Good, text::security::ON.to_owned())
    } else {
        (ChipKind::Warn, text::security::OFF.to_owned())
    };
    let left = text::home::codes_left(home.codes_left);
    let codes = on.then(|| match home.codes_left {
        0..=3 => (ChipKind::Warn, left),
        _ if !home.codes_saved => (ChipKind::Warn, text::home::STATE_NOT_SAVED.to_owned()),
        _ => (ChipKind::Good, left),
    });
    view! {
        <PageHead title=text::security::TITLE lead=text::security::LEAD viewer=viewer />
        <div class="cards">
            <Leads
                icon=IconName::Phone
                href="/security/two-factor"
                title=text::two_factor::TITLE
                about=text::security::TWO_FACTOR
                state=Some(two_factor)
            />
            <Leads
                icon=IconName::Sheet
                href="/security/recovery-codes"
                title=text::recovery_codes::TITLE
                about=text::security::RECOVERY_CODES
                state=codes
            />
        </div>
    }
    .into_any()
}

/// A card that leads to its page.
#[component]
fn Leads(
    icon: IconName,
    href: &'static str,
    title: &'static str,
    about: &'static str,
    state: Option<(ChipKind, String)>,
) -> AnyView {
    view! {
        <div class="card">
            <span class="icon-box">
                <Icon name=icon />
            </span>
            <h2>
                <a href=href>{title}</a>
            </h2>
            <p>{about}</p>
            {state.map(|(kind, text)| view! { <Chip kind=kind text=text /> })}
        </div>
    }
    .into_any()
}

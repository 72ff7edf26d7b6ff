//! *Access and security*, the overview of its pages.

use crate::{
    form::read::read,
    home::api::{HomeView, ReadHome},
    page,
    shell::{
        head::PageHead,
        load::signed_in_page,
        page_info::{Nav, PageInfo},
    },
    text::text,
    ui::{Chip, ChipKind, Icon},
    wire::Viewer,
};
use leptos::prelude::*;
use terms::limits::RECOVERY_CODES_FEW;

/// The page.
#[component]
pub(crate) fn Security() -> impl IntoView {
    let data = read(|| (), |()| ReadHome {});
    let render = |viewer, home| view! { <Cards viewer=viewer home=home /> }.into_any();
    signed_in_page(page::SECURITY, data, render)
}

#[component]
fn Cards(viewer: Viewer, home: HomeView) -> AnyView {
    let security = text().security();
    let home_words = text().home();
    let on = viewer.two_factor_since.is_some();
    let two_factor = if on {
        (ChipKind::Good, security.on().to_owned())
    } else {
        (ChipKind::Warn, security.off().to_owned())
    };
    let left = home_words.codes_left(home.codes_left);
    let codes = on.then(|| match home.codes_left {
        0..=RECOVERY_CODES_FEW => (ChipKind::Warn, left),
        _ if !home.codes_saved => (ChipKind::Warn, home_words.state_not_saved().to_owned()),
        _ => (ChipKind::Good, left),
    });
    view! {
        <PageHead title=page::SECURITY.title() lead=security.lead() viewer=viewer />
        <div class="cards">
            <SettingCard page=page::TWO_FACTOR about=security.two_factor() state=Some(two_factor) />
            <SettingCard page=page::RECOVERY_CODES about=security.recovery_codes() state=codes />
            <SettingCard page=page::ACTIVITY about=security.activity() state=None />
        </div>
    }
    .into_any()
}

/// A card that leads to a page of the list at the side.
#[component]
fn SettingCard(page: &'static PageInfo, about: &'static str, state: Option<(ChipKind, String)>) -> AnyView {
    let icon = match page.nav {
        Nav::Side(icon) | Nav::Menu(icon) => Some(view! { <Icon name=icon /> }),
        Nav::None | Nav::Bar => None,
    };
    view! {
        <div class="card">
            <span class="icon-box">{icon}</span>
            <h2>
                <a href=page.path>{page.title()}</a>
            </h2>
            <p>{about}</p>
            {state.map(|(kind, text)| view! { <Chip kind=kind text=text /> })}
        </div>
    }
    .into_any()
}

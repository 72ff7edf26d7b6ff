//! *Access and security*, the overview of its pages. A served page, because it only shows.

use crate::{
    page,
    shell::{
        head::PageHead,
        page_info::{Nav, PageInfo},
        served::served,
    },
    text::text,
    ui::{Chip, ChipKind, Icon},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;
use terms::limits::RECOVERY_CODES_FEW;

/// What the cards show.
struct Data {
    codes_left: u32,
    codes_saved: bool,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadSecurity).await?;
    let data = Data {
        codes_left: service.devices(&who).await?.codes_left,
        codes_saved: who.member.codes_saved_at.is_some(),
    };
    let content = |viewer| view! { <Cards viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::SECURITY.title(), content))
}

#[component]
fn Cards(viewer: Viewer, data: Data) -> AnyView {
    let security = text().security();
    let words = text().check_up();
    let on = viewer.two_factor_since.is_some();
    let two_factor = if on {
        (ChipKind::Good, security.on().to_owned())
    } else {
        (ChipKind::Warn, security.off().to_owned())
    };
    let left = words.codes_left(data.codes_left);
    let codes = on.then(|| match data.codes_left {
        0..=RECOVERY_CODES_FEW => (ChipKind::Warn, left),
        _ if !data.codes_saved => (ChipKind::Warn, words.state_not_saved().to_owned()),
        _ => (ChipKind::Good, left),
    });
    view! {
        <PageHead title=page::SECURITY.title() lead=security.lead() viewer=viewer />
        <div class="cards">
            <SettingCard page=page::TWO_FACTOR about=security.two_factor() state=Some(two_factor) />
            <SettingCard page=page::RECOVERY_CODES about=security.recovery_codes() state=codes />
            <SettingCard page=page::SESSIONS about=security.sessions() state=None />
            <SettingCard page=page::MY_APPS about=text().consent().card() state=None />
            <SettingCard page=page::API_KEYS about=security.api_keys() state=None />
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

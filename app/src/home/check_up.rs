use crate::{
    page,
    profile::api::HomeView,
    text::home as words,
    ui::{Chip, ChipKind, Icon, IconName, Time},
    wire::Viewer,
};
use leptos::prelude::*;
use terms::limits::RECOVERY_CODES_FEW;

/// What protects the account, a line each.
#[component]
pub(super) fn CheckUp(viewer: Viewer, home: HomeView) -> AnyView {
    let changed = view! { {words::CHANGED} <Time at=home.password_changed_at /> };
    let seen = view! { <Time at=home.signed_in_at /> {format!(" · {} · {}", home.agent, home.address)} };
    let here = if home.signed_in_here {
        words::THIS_BROWSER
    } else {
        words::ANOTHER_BROWSER
    };
    let full = !viewer.repair;
    view! {
        <ul class="card checkup">
            <Line
                icon=IconName::Lock
                title=words::PASSWORD
                detail=changed.into_any()
                chip=(ChipKind::Good, words::STATE_SET.to_owned())
                link=full.then_some(("/profile#password", words::CHANGE))
            />
            <Line
                icon=IconName::Mail
                title=words::EMAIL
                detail=view! { <span dir="auto">{viewer.email.clone()}</span> }.into_any()
                chip=(ChipKind::Good, words::STATE_CONFIRMED.to_owned())
            />
            {two_factor(&viewer, &home)}
            {recovery_codes(&viewer, &home)}
            <Line
                icon=IconName::Clock
                title=words::LAST_SIGN_IN
                detail=seen.into_any()
                chip=(ChipKind::Plain, here.to_owned())
            />
        </ul>
    }
    .into_any()
}

fn two_factor(viewer: &Viewer, home: &HomeView) -> AnyView {
    let (detail, kind, state, link) = if viewer.two_factor_since.is_none() {
        let link = (page::NEW_DEVICE.path, words::TURN_ON);
        (words::NO_DEVICE_YET.to_owned(), ChipKind::Warn, words::STATE_OFF, link)
    } else {
        let kind = if home.devices == 0 {
            ChipKind::Warn
        } else {
            ChipKind::Good
        };
        let link = (page::TWO_FACTOR.path, words::MANAGE);
        (words::devices(home.devices), kind, words::STATE_ON, link)
    };
    let chip = (kind, state.to_owned());
    view! { <Line icon=IconName::Shield title=words::TWO_FACTOR detail=detail.into_any() chip=chip link=Some(link) /> }
        .into_any()
}

fn recovery_codes(viewer: &Viewer, home: &HomeView) -> AnyView {
    let page = page::RECOVERY_CODES.path;
    let left = words::codes_left(home.codes_left);
    let (detail, chip, link) = match home.codes_left {
        _ if viewer.two_factor_since.is_none() => {
            let chip = (ChipKind::Plain, words::STATE_NONE.to_owned());
            (words::AFTER_FIRST_DEVICE.to_owned(), chip, None)
        }
        0..=RECOVERY_CODES_FEW => (
            left,
            (ChipKind::Warn, words::STATE_FEW.to_owned()),
            Some((page, words::MAKE_NEW)),
        ),
        _ if !home.codes_saved => {
            let chip = (ChipKind::Warn, words::STATE_NOT_SAVED.to_owned());
            (left, chip, Some((page, words::SAVE)))
        }
        _ => (
            left,
            (ChipKind::Good, words::STATE_SAVED.to_owned()),
            Some((page, words::MANAGE)),
        ),
    };
    view! { <Line icon=IconName::Sheet title=words::RECOVERY_CODES detail=detail.into_any() chip=chip link=link /> }
        .into_any()
}

/// What it is, how it stands, and what to do about it.
#[component]
fn Line(
    icon: IconName,
    title: &'static str,
    detail: AnyView,
    chip: (ChipKind, String),
    #[prop(default = None)] link: Option<(&'static str, &'static str)>,
) -> AnyView {
    let (kind, state) = chip;
    view! {
        <li>
            <Icon name=icon />
            <div>
                <span class="title">{title}</span>
                <span class="detail">{detail}</span>
            </div>
            <Chip kind=kind text=state />
            <span>{link.map(|(href, label)| view! { <a href=href>{label}</a> })}</span>
        </li>
    }
    .into_any()
}

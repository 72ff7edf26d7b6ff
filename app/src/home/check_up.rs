use crate::{
    home::api::HomeView,
    page,
    text::text,
    ui::{Chip, ChipKind, Icon, IconName, Time, TimeIn},
    wire::Viewer,
};
use leptos::prelude::*;
use terms::limits::RECOVERY_CODES_FEW;

/// The check-up, with a row for each protection of the account.
#[component]
pub(super) fn CheckUp(viewer: Viewer, home: HomeView) -> AnyView {
    let words = text().home();
    let changed = view! { <TimeIn words=words.changed() at=home.password_changed_at /> };
    let seen = view! { <Time at=home.signed_in_at /> {format!(" · {} · {}", home.agent, home.address)} };
    let here = if home.signed_in_here {
        words.this_browser()
    } else {
        words.another_browser()
    };
    view! {
        <ul class="card checkup">
            <Line
                icon=IconName::Lock
                title=words.password()
                detail=changed.into_any()
                chip=(ChipKind::Good, words.state_set().to_owned())
                link=Some(("/profile?change=password", words.change()))
            />
            <Line
                icon=IconName::Mail
                title=words.email()
                detail=view! { <span dir="auto" translate="no">{viewer.email.clone()}</span> }.into_any()
                chip=(ChipKind::Good, words.state_confirmed().to_owned())
            />
            {two_factor(&viewer, &home)}
            {recovery_codes(&viewer, &home)}
            <Line
                icon=IconName::Clock
                title=words.last_sign_in()
                detail=seen.into_any()
                chip=(ChipKind::Plain, here.to_owned())
            />
        </ul>
    }
    .into_any()
}

fn two_factor(viewer: &Viewer, home: &HomeView) -> AnyView {
    let words = text().home();
    let (detail, kind, state, link) = if viewer.two_factor_since.is_none() {
        let link = (page::NEW_DEVICE.path, words.turn_on());
        (
            words.no_device_yet().to_owned(),
            ChipKind::Warn,
            words.state_off(),
            link,
        )
    } else {
        let kind = if home.devices == 0 {
            ChipKind::Warn
        } else {
            ChipKind::Good
        };
        let link = (page::TWO_FACTOR.path, words.manage());
        (words.devices(home.devices), kind, words.state_on(), link)
    };
    let chip = (kind, state.to_owned());
    view! { <Line icon=IconName::Shield title=words.two_factor() detail=detail.into_any() chip=chip link=Some(link) /> }
        .into_any()
}

fn recovery_codes(viewer: &Viewer, home: &HomeView) -> AnyView {
    let words = text().home();
    let page = page::RECOVERY_CODES.path;
    let left = words.codes_left(home.codes_left);
    let (detail, chip, link) = match home.codes_left {
        _ if viewer.two_factor_since.is_none() => {
            let chip = (ChipKind::Plain, words.state_none().to_owned());
            (words.after_first_device().to_owned(), chip, None)
        }
        0..=RECOVERY_CODES_FEW => (
            left,
            (ChipKind::Warn, words.state_few().to_owned()),
            Some((page, words.make_new())),
        ),
        _ if !home.codes_saved => {
            let chip = (ChipKind::Warn, words.state_not_saved().to_owned());
            (left, chip, Some((page, words.save())))
        }
        _ => (
            left,
            (ChipKind::Good, words.state_saved().to_owned()),
            Some((page, words.manage())),
        ),
    };
    view! { <Line icon=IconName::Sheet title=words.recovery_codes() detail=detail.into_any() chip=chip link=link /> }
        .into_any()
}

/// A row of the check-up: its subject, its state and its action.
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

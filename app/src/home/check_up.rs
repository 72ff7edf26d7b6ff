//! The check-up and the next step, which the server renders.

use super::{colleague, protect::StepCard};
use crate::{
    page,
    places::with_place,
    shell::served::fragment,
    text::text,
    ui::{Alert, AlertKind, Chip, ChipKind, Icon, IconName, Time, TimeIn},
    wire::Viewer,
};
use domain::check_up::{CheckUp, NextStep};
use leptos::prelude::*;
use terms::limits::RECOVERY_CODES_FEW;

/// The state of a protection.
type State = (ChipKind, &'static str);
/// A link to a page that changes something, with its label.
type Link = (String, &'static str);

/// The card of the next step, unless it is two-factor, which the client shows.
pub(super) fn next_step(of: &CheckUp) -> String {
    let words = text().check_up();
    let new_device = (page::NEW_DEVICE.path.to_owned(), text().home().protect_button());
    let codes = (page::RECOVERY_CODES.path.to_owned(), words.save_codes_button());
    let step = match of.next_step() {
        NextStep::Protect => return String::new(),
        NextStep::NotNow => return note(AlertKind::Info, words.not_now_done()),
        NextStep::Nothing => return note(AlertKind::Good, words.all_well()),
        NextStep::AddDevice => (words.no_device(), new_device),
        NextStep::SaveCodes => (words.save_codes(), codes),
        NextStep::FewCodes => ((words.few_codes(), text().recovery_codes().low()), codes),
        NextStep::TryDevice => (words.try_device(), trial(of)),
        NextStep::SecondDevice => (words.second_device(), new_device),
    };
    let (words, (href, label)) = step;
    fragment(|| {
        view! {
            <StepCard words=words>
                <a class="button" href=href>{label}</a>
            </StepCard>
        }
        .into_any()
    })
}

fn note(kind: AlertKind, (title, about): (&'static str, &'static str)) -> String {
    fragment(|| view! { <Alert kind=kind title=title><p>{about}</p></Alert> }.into_any())
}

/// The link to the page that tries the unused device.
fn trial(of: &CheckUp) -> Link {
    let id = of.unused.as_ref().map_or("", |device| device.id.as_str());
    (page::TRY_DEVICE.path_of(id), text().check_up().try_button())
}

/// The rows, one for each protection of the account.
pub(super) fn rows(viewer: &Viewer, of: &CheckUp) -> String {
    fragment(|| {
        view! {
            <ul class="card checkup">
                {password(of)} {email(viewer, of)} {two_factor(of)} {recovery_codes(of)} {sessions(of)} {trusted(of)} {keys(of)}
                {last_sign_in(of)}
            </ul>
        }
        .into_any()
    })
}

fn password(of: &CheckUp) -> AnyView {
    let words = text().check_up();
    let changed = view! { <TimeIn words=words.changed() at=of.password_changed_at.0 /> };
    let link = ("/profile?change=password".to_owned(), words.change());
    let state = (ChipKind::Good, words.state_set());
    line(
        (IconName::Lock, words.password()),
        changed.into_any(),
        state,
        Some(link),
    )
}

fn email(viewer: &Viewer, of: &CheckUp) -> AnyView {
    let words = text().check_up();
    let (detail, state) = match &of.email_change {
        Some(asked) => (
            words.email_waits(asked.email.as_str()),
            (ChipKind::Warn, words.state_waits()),
        ),
        None => (viewer.email.clone(), (ChipKind::Good, words.state_confirmed())),
    };
    let detail = view! { <span dir="auto" translate="no">{detail}</span> }.into_any();
    let link = (page::EMAIL.path.to_owned(), words.change());
    line((IconName::Mail, words.email()), detail, state, Some(link))
}

fn two_factor(of: &CheckUp) -> AnyView {
    let (home, words) = (text().home(), text().check_up());
    let manage = (page::TWO_FACTOR.path.to_owned(), home.manage());
    let devices = number(of.devices);
    let (detail, state, link) = match (&of.unused, of.two_factor) {
        (_, false) => (
            words.no_device_yet().to_owned(),
            (ChipKind::Warn, words.state_off()),
            (page::NEW_DEVICE.path.to_owned(), words.turn_on()),
        ),
        (Some(unused), true) => (
            words.unused(unused.label.as_str()),
            (ChipKind::Warn, words.state_unused()),
            trial(of),
        ),
        (None, true) if of.devices == 0 => (words.devices(devices), (ChipKind::Warn, words.state_on()), manage),
        (None, true) => (words.devices(devices), (ChipKind::Good, words.state_on()), manage),
    };
    let detail = view! { <span dir="auto">{detail}</span> }.into_any();
    line((IconName::Shield, words.two_factor()), detail, state, Some(link))
}

fn recovery_codes(of: &CheckUp) -> AnyView {
    let (home, words) = (text().home(), text().check_up());
    let page = page::RECOVERY_CODES.path.to_owned();
    let left = words.codes_left(of.codes_left);
    let (detail, state, link) = match of.codes_left {
        _ if !of.two_factor => (
            words.after_first_device().to_owned(),
            (ChipKind::Plain, words.state_none()),
            None,
        ),
        0..=RECOVERY_CODES_FEW => (left, (ChipKind::Warn, words.state_few()), Some((page, home.make_new()))),
        _ if !of.codes_saved => (
            left,
            (ChipKind::Warn, words.state_not_saved()),
            Some((page, words.save())),
        ),
        _ => (left, (ChipKind::Good, words.state_saved()), Some((page, home.manage()))),
    };
    line(
        (IconName::Sheet, words.recovery_codes()),
        detail.into_any(),
        state,
        link,
    )
}

fn sessions(of: &CheckUp) -> AnyView {
    let words = text().check_up();
    let detail = words.sessions_open(number(of.sessions));
    counted((IconName::Screen, words.sessions()), detail, None, page::SESSIONS.path)
}

fn trusted(of: &CheckUp) -> AnyView {
    // Without two-factor there is no question to skip.
    if !of.two_factor {
        return ().into_any();
    }
    let words = text().check_up();
    let detail = words.trusted_count(number(of.trusted));
    counted(
        (IconName::ShieldCheck, words.trusted()),
        detail,
        None,
        page::SESSIONS.path,
    )
}

fn keys(of: &CheckUp) -> AnyView {
    let words = text().check_up();
    let keys = number(of.keys);
    let (detail, state) = match of.keys_alone && keys > 0 {
        true => (words.keys_alone(keys), Some((ChipKind::Warn, words.state_alone()))),
        false => (words.keys_count(keys), None),
    };
    counted((IconName::Lock, words.keys()), detail, state, page::API_KEYS.path)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A row about something of which there may be any number, which is seldom weak.
fn counted(about: (IconName, &'static str), detail: String, state: Option<State>, page: &'static str) -> AnyView {
    let link = (page.to_owned(), text().home().manage());
    row(about, detail.into_any(), state, Some(link))
}

fn last_sign_in(of: &CheckUp) -> AnyView {
    let words = text().check_up();
    let last = &of.last_sign_in;
    let browser = text().browser(&last.agent);
    let browser = match &of.with {
        Some(device) => format!("{browser} · {}", colleague::with(device)),
        None => browser,
    };
    let detail = view! { <Time at=last.at.0 /> {format!(" · {browser} · {}", with_place(&last.address))} };
    let here = match of.signed_in_here {
        true => words.this_browser(),
        false => words.another_browser(),
    };
    let link = (page::ACTIVITY.path.to_owned(), page::ACTIVITY.title());
    line(
        (IconName::Clock, words.last_sign_in()),
        detail.into_any(),
        (ChipKind::Plain, here),
        Some(link),
    )
}

/// A row of the check-up about a protection that is strong or weak.
fn line(about: (IconName, &'static str), detail: AnyView, state: State, link: Option<Link>) -> AnyView {
    row(about, detail, Some(state), link)
}

/// A row of the check-up: its subject, its state and its action.
fn row((icon, title): (IconName, &'static str), detail: AnyView, state: Option<State>, link: Option<Link>) -> AnyView {
    let link = link.map(|(href, label)| view! { <a href=href>{label}<span class="hidden-text">" " {title}</span></a> });
    let chip = state.map(|(kind, state)| view! { <Chip kind=kind text=state /> });
    view! {
        <li>
            <Icon name=icon />
            <div>
                <span class="title">{title}</span>
                <span class="detail">{detail}</span>
            </div>
            {chip}
            <span>{link}</span>
        </li>
    }
    .into_any()
}

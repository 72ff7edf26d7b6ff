//! *Team*: who belongs to the account. Served pages, because they only show and send forms.

mod api;
mod filter;
mod invitations;
mod invite;
mod leave;
mod member;
mod protection;
mod remove;
mod reset;
mod reset_api;

pub use filter::filter_in;
pub(crate) use invite::content as invite_content;
pub(crate) use leave::content as leave_content;
pub(crate) use member::content as member_content;
pub(crate) use remove::content as remove_content;
pub(crate) use reset_api::StopOwnReset;

use crate::{
    page,
    policy::required_of,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Chip, ChipKind, Icon, IconName, TimeIn},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    Timestamp,
    live::Version,
    policy::rules::Policy,
    profile::member::Member,
    service::Registration,
    sessions::rights::UseCase,
    team::{Team, member::TeamMember},
};
use filter::{AFTER, Asked, Filter};
use invitations::Invitations;
use leptos::prelude::*;
use protection::Protection;
use terms::Role;

/// The export, which is a file and no page.
pub const CSV: &str = "/ui/team/export.csv";

/// What the page shows.
struct Data {
    team: Team,
    asked: Asked,
    version: Version,
    viewer: Member,
    /// Whether the viewer may send invitations.
    invites: bool,
    now: Timestamp,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadTeam).await?;
    let asked = Asked::of_page();
    let version = service.invitations_version(&who).await?;
    let data = Data {
        team: service.team(&who, &asked.filter(), filter::after().as_deref()).await?,
        asked,
        version,
        viewer: who.member.clone(),
        invites: who.member.manages_team() && service.settings().registration != Registration::Closed,
        now: who.now,
    };
    let content = |viewer| view! { <Content viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::TEAM.title(), content))
}

#[component]
fn Content(viewer: Viewer, data: Data) -> AnyView {
    let words = text().team();
    let manages = data.viewer.manages_team();
    let lead = if manages { words.lead_all() } else { words.lead() };
    let invite = data.invites.then(|| {
        view! {
            <a class="button" href=page::INVITE.path>
                <Icon name=IconName::Plus />
                {page::INVITE.title()}
            </a>
        }
    });
    let Data {
        team,
        asked,
        version,
        viewer: member,
        now,
        ..
    } = data;
    let protection = team.counts.map(|counts| view! { <Protection counts=counts /> });
    let export = manages.then(|| {
        let href = asked.path(CSV, None);
        view! { <p class="detail">{words.export()} " " <a href=href download="">{words.csv()}</a></p> }
    });
    let policy = manages.then(|| policy_line(&member.policy));
    let apps = manages.then(apps_line);
    let invitations = (!team.invitations.is_empty())
        .then(|| view! { <Invitations invitations=team.invitations viewer=member.clone() version=version now=now /> });
    view! {
        <PageHead title=page::TEAM.title() lead=lead viewer=viewer>{invite}</PageHead>
        <div class="stack">
            {protection}
            {policy}
            {apps}
            <Filter asked=asked.clone() manages=manages />
            <Members members=team.members next=team.next.map(|id| id.to_string()) asked=asked viewer=member now=now />
            {export}
            {invitations}
            <p class="small"><a href=page::LEAVE.path>{page::LEAVE.title()}</a></p>
        </div>
    }
    .into_any()
}

/// What the policy requires, and where it is changed.
fn policy_line(policy: &Policy) -> AnyView {
    let words = text().policy();
    let requires = match required_of(policy) {
        Some(roles) => words.requires(roles),
        None => words.none().to_owned(),
    };
    view! {
        <p class="detail">
            {requires} " " <a href=page::POLICY.path>{words.link()}</a>
        </p>
    }
    .into_any()
}

/// Where the apps are that people sign in to.
fn apps_line() -> AnyView {
    view! {
        <p class="detail">
            {text().clients().line()} " " <a href=page::APPS.path>{page::APPS.title()}</a>
        </p>
    }
    .into_any()
}

#[component]
fn Members(members: Vec<TeamMember>, next: Option<String>, asked: Asked, viewer: Member, now: Timestamp) -> AnyView {
    let words = text().team();
    if members.is_empty() {
        let (title, about) = words.no_match();
        return view! {
            <section class="card empty">
                <span class="icon-box"><Icon name=IconName::Person /></span>
                <h2>{title}</h2>
                <p>{about}</p>
            </section>
        }
        .into_any();
    }
    let later = filter::after().is_some();
    let first =
        later.then(|| view! { <a class="button quiet" href=asked.path(page::TEAM.path, None)>{words.first()}</a> });
    let next = next.map(|id| {
        let href = asked.path(page::TEAM.path, Some((AFTER, &id)));
        view! { <a class="button quiet" href=href rel="next">{words.more()}</a> }
    });
    let pages = (first.is_some() || next.is_some()).then(|| {
        view! { <nav class="row" aria-label=words.pages()>{first} {next}</nav> }
    });
    let rows = members
        .into_iter()
        .map(|found| view! { <Row found=found viewer=viewer.clone() now=now /> });
    view! {
        <ul class="card rows team" aria-label=words.list()>
            {rows.collect_view()}
        </ul>
        {pages}
    }
    .into_any()
}

#[component]
fn Row(found: TeamMember, viewer: Member, now: Timestamp) -> AnyView {
    let words = text().team();
    let member = &found.member;
    let (name, own) = (member.name.clone(), member.id == viewer.id);
    let you = own.then(|| view! { <Chip kind=ChipKind::Plain text=words.you() /> });
    if !viewer.manages_team() {
        return view! {
            <li>
                <div><b class="title" dir="auto">{name}</b></div>
                <div class="status">{role(member.role)} {you}</div>
            </li>
        }
        .into_any();
    }
    let href = page::TEAM_MEMBER.path_of(member.id.as_str());
    let email = member.email.as_str().to_owned();
    view! {
        <li>
            <div>
                <a class="title" dir="auto" href=href>{name}</a>
                <span class="detail" dir="auto" translate="no">{email}</span>
            </div>
            <div class="status">
                {role(member.role)}
                {state(member, now)}
                {you}
            </div>
            <div class="used detail">{facts(&found)}</div>
        </li>
    }
    .into_any()
}

/// A member's role.
fn role(role: Role) -> AnyView {
    view! { <span class="role">{role_name(role)}</span> }.into_any()
}

fn role_name(role: Role) -> &'static str {
    let words = text().team();
    match role {
        Role::Owner => words.owner(),
        Role::Admin => words.admin(),
        Role::Member => words.member(),
    }
}

/// Whether two-factor is on, or was put off.
fn state(member: &Member, now: Timestamp) -> AnyView {
    let words = text().team();
    let put_off = member.reminder_hidden_until.is_some_and(|until| now < until);
    match member.two_factor_since {
        Some(_) => view! { <Chip kind=ChipKind::Good text=words.on() /> }.into_any(),
        None => {
            let not_now = put_off.then(|| view! { <span class="detail">{words.not_now()}</span> });
            view! { <Chip kind=ChipKind::Warn text=words.off() /> {not_now} }.into_any()
        }
    }
}

/// What a member has, in a few words.
fn facts(found: &TeamMember) -> AnyView {
    let words = text().team();
    let codes = found.member.two_factor_since.map(|_| {
        let left = words.codes(found.codes_left);
        let saved = found.member.codes_saved_at.is_some();
        let codes = if saved {
            left
        } else {
            format!("{left}, {}", words.not_saved())
        };
        view! { <span>{codes}</span> }
    });
    let used = match found.used_at {
        Some(at) => view! { <span><TimeIn words=words.used() at=at.0 /></span> }.into_any(),
        None => view! { <span>{words.never_used()}</span> }.into_any(),
    };
    view! {
        <span>{words.devices(found.devices)}</span>
        {(found.colleagues > 0).then(|| view! { <span>{words.colleagues(found.colleagues)}</span> })}
        {(found.devices > 0).then_some(used)}
        {codes}
        {(found.keys > 0).then(|| view! { <span>{words.keys(found.keys)}</span> })}
    }
    .into_any()
}

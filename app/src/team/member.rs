//! The page of one member, for owners and admins.

use super::{
    api::{ChangeRole, HandOver, RemindMember},
    facts,
    invite::{RoleChoice, roles_given},
    reset::ResetCard,
    role_name, state,
};
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::text,
    ui::{Card, Disclosure, SubmitButton, TimeIn},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    Timestamp,
    profile::member::Member,
    sessions::rights::UseCase,
    team::{member::TeamMember, reset::ResetView},
};
use leptos::prelude::*;
use terms::Rejection;

/// What the page shows.
struct Data {
    found: TeamMember,
    reset: Option<ResetView>,
    viewer: Member,
    asks: Asks,
    now: Timestamp,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadTeam).await?;
    if !who.member.manages_team() {
        return Err(Rejection::NotFound.into());
    }
    let found = service.team_member(&who, &address::param()).await?;
    let data = Data {
        reset: service.reset_of(&who, &found.member).await?,
        found,
        viewer: who.member.clone(),
        asks: wire::asks(&service, &who, UseCase::ChangeRole),
        now: who.now,
    };
    let content = |viewer| view! { <Content viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::TEAM_MEMBER.title(), content))
}

#[component]
fn Content(viewer: Viewer, data: Data) -> AnyView {
    let words = text().team();
    let Data {
        found,
        reset,
        viewer: by,
        asks,
        now,
    } = data;
    let member = found.member.clone();
    let id = member.id.to_string();
    let own = member.id == by.id;
    let lead = if own { words.you() } else { words.member_lead() };
    let decides = by.may_decide_about(&member);
    let remind = (!own && member.two_factor_since.is_none()).then(|| view! { <Remind id=id.clone() /> });
    let role = decides.then(|| {
        let others = roles_given(&by)
            .into_iter()
            .filter(|(role, _)| role != member.role.as_str());
        view! { <NewRole id=id.clone() roles=others.collect() asks=asks /> }
    });
    let hand_over = by
        .may_hand_over_to(&member)
        .then(|| view! { <Hand id=id.clone() asks=asks /> });
    let remove = decides.then(|| view! { <Remove id=id /> });
    let on = member.two_factor_since.is_some();
    let reset = (on && by.may_reset(&member)).then(|| {
        view! { <ResetCard member=member.clone() viewer=by.clone() view=reset asks=asks /> }
    });
    let leave = own.then(|| view! { <p class="small"><a href=page::LEAVE.path>{page::LEAVE.title()}</a></p> });
    view! {
        <PageHead title=page::TEAM_MEMBER.title() lead=lead viewer=viewer />
        <div class="stack">
            <About found=found now=now />
            {remind} {role} {reset} {hand_over} {remove} {leave}
        </div>
    }
    .into_any()
}

#[component]
fn About(found: TeamMember, now: Timestamp) -> AnyView {
    let words = text().team();
    let member = found.member.clone();
    let facts = facts(&found);
    let state = state(&member, now);
    let due = member.two_factor_due().map(|due| {
        let words = text().policy();
        match due <= now {
            true => view! { <p class="detail"><TimeIn words=words.overdue() at=due.0 /></p> }.into_any(),
            false => view! { <p class="detail">{words.due(&text().exact(due.0))}</p> }.into_any(),
        }
    });
    let seen = match found.seen_at {
        Some(at) => view! { <TimeIn words=words.seen() at=at.0 /> }.into_any(),
        None => words.not_seen().into_any(),
    };
    let keys =
        (found.keys > 0).then(|| view! { <p class="small"><a href=page::API_KEYS.path>{words.manage_keys()}</a></p> });
    view! {
        <Card>
            <div class="row between">
                <div>
                    <h2 dir="auto">{member.name.clone()}</h2>
                    <p class="lead small" dir="auto" translate="no">{member.email.as_str().to_owned()}</p>
                </div>
                <div class="status">
                    <span class="role">{role_name(member.role)}</span>
                    {state}
                </div>
            </div>
            {due}
            <div class="member-facts">
                {facts}
                <span>{seen}</span>
                <span><TimeIn words=words.joined() at=member.created_at.0 /></span>
            </div>
            {keys}
        </Card>
    }
    .into_any()
}

#[component]
fn Remind(id: String) -> AnyView {
    let words = text().team();
    let form = use_form::<RemindMember>();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.remind().0}</h2>
                <p>{words.remind().1}</p>
            </div>
            <FormAlert error=form.error />
            <PostForm form=form>
                <input type="hidden" name="id" value=id />
                <div class="row">
                    <SubmitButton label=words.remind_button() pending=form.pending class="quiet" />
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

#[component]
fn NewRole(id: String, roles: Vec<(String, String)>, asks: Asks) -> AnyView {
    let words = text().team();
    let form = use_form::<ChangeRole>();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.role_title()}</h2>
                <p>{words.role_text()}</p>
            </div>
            <Disclosure label=words.change_role() open=form.error.get_untracked().is_some()>
                <FormAlert error=form.error />
                <PostForm form=form>
                    <div class="stack">
                        <input type="hidden" name="id" value=id />
                        <RoleChoice roles=roles form=form />
                        <StepUpFields asks=asks error=form.error id="role" />
                        <div class="row">
                            <SubmitButton label=words.change_role() pending=form.pending />
                        </div>
                    </div>
                </PostForm>
            </Disclosure>
        </Card>
    }
    .into_any()
}

#[component]
fn Hand(id: String, asks: Asks) -> AnyView {
    let words = text().team();
    let form = use_form::<HandOver>();
    let (title, about) = words.hand_over();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{title}</h2>
                <p>{about}</p>
            </div>
            <Disclosure label=title open=form.error.get_untracked().is_some()>
                <FormAlert error=form.error />
                <PostForm form=form>
                    <div class="stack">
                        <input type="hidden" name="id" value=id />
                        <StepUpFields asks=asks error=form.error id="hand-over" />
                        <div class="row">
                            <SubmitButton label=words.hand_over_button() pending=form.pending class="danger" />
                        </div>
                    </div>
                </PostForm>
            </Disclosure>
        </Card>
    }
    .into_any()
}

#[component]
fn Remove(id: String) -> AnyView {
    let words = text().team();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.remove().0}</h2>
                <p>{words.remove().1}</p>
            </div>
            <div class="row">
                <a class="button quiet danger" href=page::REMOVE_MEMBER.path_of(&id)>{words.remove_link()}</a>
            </div>
        </Card>
    }
    .into_any()
}

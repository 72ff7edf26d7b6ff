//! The form that invites a person to the account.

use super::{api::InviteMember, role_name};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::text,
    ui::{Card, Choice, Field, FieldKind, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{profile::member::Member, sessions::rights::UseCase};
use leptos::prelude::*;
use terms::{Field as At, Rejection, Role};

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadTeam).await?;
    if !who.member.manages_team() {
        return Err(Rejection::NotFound.into());
    }
    let asks = wire::asks(&service, &who, UseCase::InviteMember);
    let roles = roles_given(&who.member);
    let content = |viewer| view! { <Content viewer=viewer roles=roles asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::INVITE.title(), content))
}

/// The roles that a member may give, the least first, with their names.
pub(super) fn roles_given(by: &Member) -> Vec<(String, String)> {
    let roles = Role::ALL.iter().rev().filter(|role| by.may_give(**role));
    roles
        .map(|role| (role.as_str().to_owned(), role_name(*role).to_owned()))
        .collect()
}

/// The choice of one of these roles, with what each may do.
#[component]
pub(super) fn RoleChoice(roles: Vec<(String, String)>, form: FormState) -> AnyView {
    let words = text().team();
    let about = |role: &Role| match role {
        Role::Owner => words.about_owner(),
        Role::Admin => words.about_admin(),
        Role::Member => words.about_member(),
    };
    let offered = |role: &&Role| roles.iter().any(|(value, _)| value == role.as_str());
    let abouts: Vec<_> = Role::ALL
        .iter()
        .rev()
        .filter(offered)
        .map(|role| view! { <li>{about(role)}</li> })
        .collect();
    view! {
        <div class="stack tight">
            <Choice
                name="role"
                label=words.role()
                chosen=typed(&form, "role")
                choices=roles
                error=form.error_at(At::Role)
            />
            <ul class="bullets small lead">{abouts}</ul>
        </div>
    }
    .into_any()
}

/// What was typed, else what the address of the page says.
fn typed(form: &FormState, name: &'static str) -> String {
    Some(form.typed(name))
        .filter(|typed| !typed.is_empty())
        .or_else(|| address::query(name))
        .unwrap_or_default()
}

#[component]
fn Content(viewer: Viewer, roles: Vec<(String, String)>, asks: Asks) -> AnyView {
    let (words, frame) = (text().team(), text().frame());
    let form = use_form::<InviteMember>();
    view! {
        <PageHead title=page::INVITE.title() lead=words.invite_lead() viewer=viewer />
        <Card>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <Field
                        id="invite-email"
                        name="email"
                        label=words.email()
                        kind=FieldKind::OthersEmail
                        hint=words.email_hint()
                        value=typed(&form, "email")
                        error=form.error_at(At::Email)
                    />
                    <RoleChoice roles=roles form=form />
                    <StepUpFields asks=asks error=form.error id="invite" />
                    <div class="row">
                        <SubmitButton label=words.invite() pending=form.pending />
                        <a class="button text" href=page::TEAM.path>{frame.cancel()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

//! The invitations that wait, a card of *Team*.

use super::{
    api::{InviteAgain, RevokeInvitation},
    role_name,
};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, use_form},
    page,
    shell::{
        address,
        live::{LiveVersion, Refresh},
    },
    text::{alert::AlertContext, text},
    ui::{Chip, ChipKind, TimeIn},
};
use domain::{Timestamp, live::Version, profile::member::Member, team::invitation::InvitationView};
use leptos::prelude::*;

/// The list, with the forms of each invitation.
#[component]
pub(super) fn Invitations(
    invitations: Vec<InvitationView>,
    viewer: Member,
    version: Version,
    now: Timestamp,
) -> AnyView {
    let words = text().team();
    let (again, revoke) = (use_form::<InviteAgain>(), use_form::<RevokeInvitation>());
    let rows = invitations.into_iter().map(|found| {
        let may = viewer.may_give(found.invitation.role);
        view! { <Row found=found may=may forms=(again, revoke) now=now /> }
    });
    view! {
        <section class="stack tight" id="invitations">
            <h2>{words.invitations()}</h2>
            <p class="lead small">{words.invitations_hint()}</p>
            <FormAlert error=again.error context=AlertContext::Resend />
            <FormAlert error=revoke.error />
            <ul class="card rows team" aria-label=words.invitations()>
                {rows.collect_view()}
            </ul>
            <LiveVersion version=version of=page::TEAM.path />
            <Refresh href=address::path_and_query() />
        </section>
    }
    .into_any()
}

#[component]
fn Row(
    found: InvitationView,
    /// Whether the viewer may decide about it.
    may: bool,
    forms: (FormState, FormState),
    now: Timestamp,
) -> AnyView {
    let words = text().team();
    let InvitationView { invitation, by } = found;
    let (again, revoke) = forms;
    let state = match invitation.is_open(now) {
        true => view! { <Chip kind=ChipKind::Plain text=words.open() /> }.into_any(),
        false => view! { <Chip kind=ChipKind::Warn text=words.over() /> }.into_any(),
    };
    let (id, open) = (invitation.id.to_string(), invitation.is_open(now));
    let email = invitation.email.as_str().to_owned();
    let buttons = may.then(|| {
        let of = id.clone();
        let named = |label: &str| format!("{label}: {email}");
        let (again_label, revoke_label) = (named(words.send_again()), named(words.revoke()));
        let again = match open {
            true => view! {
                <PostForm form=again>
                    <input type="hidden" name="id" value=of />
                    <button type="submit" class="button quiet" aria-label=again_label>{words.send_again()}</button>
                </PostForm>
            }
            .into_any(),
            // Another invitation asks for the step-up again.
            false => {
                let fields = [("email", email.as_str()), ("role", invitation.role.as_str())];
                let href = address::with_parameters(page::INVITE.path, fields);
                view! { <a class="button quiet" href=href aria-label=again_label>{words.send_again()}</a> }.into_any()
            }
        };
        view! {
            <div class="row inside">
                {again}
                <PostForm form=revoke>
                    <input type="hidden" name="id" value=id />
                    <button type="submit" class="button quiet danger" aria-label=revoke_label>{words.revoke()}</button>
                </PostForm>
            </div>
        }
    });
    view! {
        <li>
            <div>
                <b class="title" dir="auto" translate="no">{email}</b>
                <span class="detail" dir="auto">{words.invited_by(&by)}</span>
            </div>
            <div class="status">
                <span class="role">{role_name(invitation.role)}</span>
                {state}
            </div>
            <div class="used detail"><TimeIn words=words.sent() at=invitation.sent_at.0 /></div>
            {buttons}
        </li>
    }
    .into_any()
}

//! Changing the team. What the pages show is read by their contents.

use crate::{
    page,
    text::language,
    wire::{
        error::ApiError,
        fields::Form,
        secret::Secret,
        server as wire,
        ssr::{self, Cookie},
    },
};
use domain::{sessions::rights::UseCase, team::store::KeysOfRemoved};
use leptos::prelude::*;

/// The choice of the form *Remove* that moves the member's API keys.
pub(super) const MOVE: &str = "move";

/// Mails an invitation to an address.
#[server(prefix = "/ui", endpoint = "team/invite", input = Form)]
pub(crate) async fn invite_member(
    email: String,
    role: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::InviteMember).await?;
    let invitee = service.invitee(&who, &email, &role)?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.invite(&who, invitee, language()).await?;
    done("invited");
    Ok(())
}

/// Sends an invitation again with a new link.
#[server(prefix = "/ui", endpoint = "team/invitations/send-again", input = Form)]
pub(crate) async fn invite_again(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::SendInvitation).await?;
    service.invite_again(&who, &id, language()).await?;
    done("invited-again");
    Ok(())
}

/// Revokes an invitation.
#[server(prefix = "/ui", endpoint = "team/invitations/revoke", input = Form)]
pub(crate) async fn revoke_invitation(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RevokeInvitation).await?;
    service.revoke_invitation(&who, &id).await?;
    done("invitation-revoked");
    Ok(())
}

/// Reminds a member to set up two-factor.
#[server(prefix = "/ui", endpoint = "team/remind", input = Form)]
pub(crate) async fn remind_member(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RemindMember).await?;
    service.remind_member(&who, &id).await?;
    ssr::redirect(&format!("{}?done=reminded", page::TEAM_MEMBER.path_of(&id)));
    Ok(())
}

/// Gives a member another role.
#[server(prefix = "/ui", endpoint = "team/role", input = Form)]
pub(crate) async fn change_role(
    id: String,
    role: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ChangeRole).await?;
    let role = service.new_role(&who, &id, &role).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.change_role(&who, &id, role).await?;
    ssr::redirect(&format!("{}?done=role-changed", page::TEAM_MEMBER.path_of(&id)));
    Ok(())
}

/// Makes a member an owner and the person an admin.
#[server(prefix = "/ui", endpoint = "team/hand-over", input = Form)]
pub(crate) async fn hand_over(
    id: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::HandOver).await?;
    service.heir(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let token = service.hand_over(&who, &id).await?;
    ssr::set_cookie(Cookie::Session, token.expose_secret());
    done("handed-over");
    Ok(())
}

/// Removes a member.
#[server(prefix = "/ui", endpoint = "team/remove", input = Form)]
pub(crate) async fn remove_member(
    id: String,
    #[server(default)] keys: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RemoveMember).await?;
    service.removal_preview(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let keys = match keys.as_str() {
        MOVE => KeysOfRemoved::Move,
        _ => KeysOfRemoved::End,
    };
    service.remove_member(&who, &id, keys).await?;
    done("member-removed");
    Ok(())
}

/// Ends the person's own membership.
#[server(prefix = "/ui", endpoint = "team/leave", input = Form)]
pub(crate) async fn leave_team(
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::LeaveTeam).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.leave_team(&who).await?;
    ssr::clear_cookie(Cookie::Session);
    ssr::redirect(&format!("{}?ready=left", page::SIGN_IN.path));
    Ok(())
}

fn done(what: &str) {
    ssr::redirect(&format!("{}?done={what}", page::TEAM.path));
}

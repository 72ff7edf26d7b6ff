//! Deciding about requests for approval. What the page shows is read by its content.

use crate::{
    page,
    wire::{error::ApiError, fields::Form, secret::Secret, server as wire, ssr},
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;

/// Approves an action with a passcode for this very action.
#[server(prefix = "/ui", endpoint = "approvals/approve", input = Form)]
pub(crate) async fn approve(id: String, #[server(default)] passcode: Secret) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::Approve).await?;
    service.approve(&who, &id, passcode.expose_secret()).await?;
    ssr::redirect(&page::APPROVE.path_of(&id));
    Ok(())
}

/// Rejects an action.
#[server(prefix = "/ui", endpoint = "approvals/reject", input = Form)]
pub(crate) async fn reject(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RejectApproval).await?;
    service.reject_approval(&who, &id).await?;
    ssr::redirect(&page::APPROVE.path_of(&id));
    Ok(())
}

/// Decides whether another person has to approve.
#[server(prefix = "/ui", endpoint = "approvals/approver", input = Form)]
pub(crate) async fn choose_approver(
    second_person: bool,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ChooseApprover).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.choose_approver(&who, second_person).await?;
    let done = if second_person { "together" } else { "alone" };
    ssr::redirect(&format!("{}?done={done}", page::API_KEYS.path));
    Ok(())
}

//! Starting, approving and stopping verified resets, and reading their code.

use crate::{
    page,
    wire::{error::ApiError, fields::Form, secret::Secret, server as wire, ssr},
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;

/// Starts the reset of a member's second factor.
#[server(prefix = "/ui", endpoint = "team/reset/start", input = Form)]
pub(crate) async fn start_reset(
    id: String,
    reason: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::StartReset).await?;
    let chosen = service.to_be_reset(&who, &id, &reason).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.start_reset(&who, chosen).await?;
    done(&id, "reset-started");
    Ok(())
}

/// Approves the reset of an owner's second factor.
#[server(prefix = "/ui", endpoint = "team/reset/approve", input = Form)]
pub(crate) async fn approve_reset(
    id: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ApproveReset).await?;
    service.may_approve_reset(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.approve_reset(&who, &id).await?;
    done(&id, "reset-approved");
    Ok(())
}

/// Reads the code of a reset, which the page of the member then shows.
#[server(prefix = "/ui", endpoint = "team/reset/read", input = Form)]
pub(crate) async fn read_reset_code(
    id: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadResetCode).await?;
    service.may_read_reset_code(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.read_reset_code(&who, &id).await?;
    ssr::redirect(&page::TEAM_MEMBER.path_of(&id));
    Ok(())
}

/// Stops a reset as an owner or admin.
#[server(prefix = "/ui", endpoint = "team/reset/stop", input = Form)]
pub(crate) async fn stop_reset(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::StopReset).await?;
    service.cancel_reset(&who, &id).await?;
    done(&id, "reset-stopped");
    Ok(())
}

/// Stops the reset of the person's own second factor.
#[server(prefix = "/ui", endpoint = "two-factor/reset/stop", input = Form)]
pub(crate) async fn stop_own_reset() -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::StopReset).await?;
    service.stop_own_reset(&who).await?;
    ssr::redirect(&format!("{}?done=reset-stopped", page::TWO_FACTOR.path));
    Ok(())
}

fn done(id: &str, what: &str) {
    ssr::redirect(&format!("{}?done={what}", page::TEAM_MEMBER.path_of(id)));
}

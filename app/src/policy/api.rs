//! Changing the policy, and proving the mailbox. What the pages show is read by their contents.

use super::asked::Asked;
use crate::{
    page,
    wire::{
        error::ApiError,
        fields::Form,
        secret::Secret,
        server as wire,
        ssr::{self, Cookie},
    },
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;

/// Changes the policy to a choice, which is the query of the page that showed what it changes.
#[server(prefix = "/ui", endpoint = "policy/change", input = Form)]
pub(crate) async fn change_policy(
    choice: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ChangePolicy).await?;
    let chosen = Asked::in_query(&choice).policy(&who)?;
    let policy = service.chosen_policy(&who, chosen)?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.change_policy(&who, policy).await?;
    ssr::redirect(&format!("{}?done=policy-changed", page::POLICY.path));
    Ok(())
}

/// Mails a code to the member's own address.
#[server(prefix = "/ui", endpoint = "two-factor/required/send-code", input = Form)]
pub(crate) async fn send_mailbox_code() -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ProveMailbox).await?;
    service.send_mailbox_code(&who).await?;
    ssr::redirect(page::REQUIRED.path);
    Ok(())
}

/// Checks the mailed code.
#[server(prefix = "/ui", endpoint = "two-factor/required/prove", input = Form)]
pub(crate) async fn prove_mailbox(code: Secret) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ProveMailbox).await?;
    if let Some(token) = service.prove_mailbox(&who, code.expose_secret()).await? {
        ssr::set_cookie(Cookie::Session, token.expose_secret());
    }
    ssr::redirect(page::REQUIRED.path);
    Ok(())
}

//! Making and revoking API keys. What the pages show is read by their content.

use crate::{
    page,
    wire::{error::ApiError, fields::Form, secret::Secret, server as wire, ssr},
};
use domain::{api_keys::key::KeyChoice, sessions::rights::UseCase};
use leptos::prelude::*;

/// Makes a key and leads to the page that shows it.
#[server(prefix = "/ui", endpoint = "api-keys/make", input = Form)]
pub(crate) async fn make_api_key(
    key_name: String,
    #[server(default)] scopes: Vec<String>,
    days: String,
    #[server(default)] networks: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::MakeApiKey).await?;
    let choice = KeyChoice::parse(&key_name, &scopes.join(" "), &days, &networks)?;
    service.new_key_name(&who, &choice.label).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let id = service.make_api_key(&who, choice).await?;
    ssr::redirect(&page::API_KEY.path_of(id.as_str()));
    Ok(())
}

/// Stops showing the text of a new key.
#[server(prefix = "/ui", endpoint = "api-keys/done", input = Form)]
pub(crate) async fn leave_api_key(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::LeaveApiKey).await?;
    service.leave_key(&who, &id).await?;
    ssr::redirect(page::API_KEYS.path);
    Ok(())
}

/// Revokes a key.
#[server(prefix = "/ui", endpoint = "api-keys/revoke", input = Form)]
pub(crate) async fn revoke_api_key(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RevokeApiKey).await?;
    service.revoke_api_key(&who, &id).await?;
    ssr::redirect("/security/api-keys?done=key-revoked");
    Ok(())
}

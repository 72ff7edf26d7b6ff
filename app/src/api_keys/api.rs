//! Making and revoking API keys. What the pages show is read by their content.

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
use domain::{
    api_keys::{key::KeyChoice, machine::parameters},
    sessions::rights::UseCase,
};
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
    let choice = KeyChoice::parse(
        (&key_name, &scopes.join(" ")),
        (&days, &networks),
        &service.settings().scopes,
    )?;
    service.new_key(&who, &choice).await?;
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

/// Switches *every API call needs a second factor* on or off.
#[server(prefix = "/ui", endpoint = "api-keys/every-call", input = Form)]
pub(crate) async fn decide_every_call(
    on: bool,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::DecideEveryCall).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.decide_every_call(&who, on).await?;
    let done = if on { "every-call-on" } else { "every-call-off" };
    ssr::redirect(&format!("{}?done={done}", page::API_KEYS.path));
    Ok(())
}

/// Adds a pending machine device to a key and leads to its secret.
#[server(prefix = "/ui", endpoint = "api-keys/machine/add", input = Form)]
pub(crate) async fn add_machine_device(
    id: String,
    algorithm: String,
    digits: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::AddMachineDevice).await?;
    let parameters = parameters(&algorithm, &digits)?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.add_machine_device(&who, &id, parameters).await?;
    ssr::redirect(&page::MACHINE_DEVICE.path_of(&id));
    Ok(())
}

/// Confirms a key's pending machine device with its first passcode.
#[server(prefix = "/ui", endpoint = "api-keys/machine/confirm", input = Form)]
pub(crate) async fn confirm_machine_device(id: String, passcode: Secret) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ConfirmMachineDevice).await?;
    let passcode = passcode.expose_secret();
    service.confirm_machine_device(&who, &id, passcode).await?;
    ssr::redirect(&format!("{}?done=machine-confirmed", page::API_KEY.path_of(&id)));
    Ok(())
}

/// Removes the machine device of a key.
#[server(prefix = "/ui", endpoint = "api-keys/machine/remove", input = Form)]
pub(crate) async fn remove_machine_device(
    id: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RemoveMachineDevice).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let token = service.remove_machine_device(&who, &id).await?;
    ssr::set_cookie(Cookie::Session, token.expose_secret());
    ssr::redirect(&format!("{}?done=machine-removed", page::API_KEY.path_of(&id)));
    Ok(())
}

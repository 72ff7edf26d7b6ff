//! Changing the apps of an account. What the pages show is read by their contents.
#![expect(
    clippy::too_many_arguments,
    reason = "the fields of the form; `#[server]` repeats the function, so an attribute of its own does not cover it"
)]

use crate::{
    page,
    wire::{error::ApiError, fields::Form, secret::Secret, server as wire, ssr},
};
use domain::{oidc::clients::choice::ClientForm, sessions::rights::UseCase};
use leptos::prelude::*;

/// Adds an app and leads to it.
#[server(prefix = "/ui", endpoint = "team/apps/add", input = Form)]
pub(crate) async fn add_app(
    app_name: String,
    kind: String,
    #[server(default)] key_set: String,
    redirect_uris: String,
    #[server(default)] logout_uris: String,
    #[server(default)] backchannel_uri: String,
    audience: String,
    #[server(default)] members: String,
    consent: String,
    least: String,
    algorithm: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::AddApp).await?;
    let form = ClientForm {
        name: &app_name,
        kind: &kind,
        key_set: &key_set,
        redirect_uris: &redirect_uris,
        logout_uris: &logout_uris,
        backchannel_uri: &backchannel_uri,
        audience: &audience,
        members: &members,
        consent: &consent,
        least: &least,
        algorithm: &algorithm,
    };
    let choice = service.new_app(&who, &form).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let id = service.add_app(&who, choice).await?;
    done(&id.to_string(), "app-added");
    Ok(())
}

/// Changes an app.
#[server(prefix = "/ui", endpoint = "team/apps/change", input = Form)]
pub(crate) async fn change_app(
    id: String,
    app_name: String,
    kind: String,
    #[server(default)] key_set: String,
    redirect_uris: String,
    #[server(default)] logout_uris: String,
    #[server(default)] backchannel_uri: String,
    audience: String,
    #[server(default)] members: String,
    consent: String,
    least: String,
    algorithm: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ChangeApp).await?;
    let form = ClientForm {
        name: &app_name,
        kind: &kind,
        key_set: &key_set,
        redirect_uris: &redirect_uris,
        logout_uris: &logout_uris,
        backchannel_uri: &backchannel_uri,
        audience: &audience,
        members: &members,
        consent: &consent,
        least: &least,
        algorithm: &algorithm,
    };
    let choice = service.other_app(&who, &id, &form).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.change_app(&who, &id, choice).await?;
    done(&id, "app-changed");
    Ok(())
}

/// Gives an app a new secret.
#[server(prefix = "/ui", endpoint = "team/apps/new-secret", input = Form)]
pub(crate) async fn replace_app_secret(
    id: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::NewAppSecret).await?;
    service.app_with_secret(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.replace_app_secret(&who, &id).await?;
    done(&id, "app-secret");
    Ok(())
}

/// Stops showing the secret of an app.
#[server(prefix = "/ui", endpoint = "team/apps/stored", input = Form)]
pub(crate) async fn leave_app_secret(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::LeaveAppSecret).await?;
    service.leave_app_secret(&who, &id).await?;
    ssr::redirect(&page::APP.path_of(&id));
    Ok(())
}

/// Removes an app.
#[server(prefix = "/ui", endpoint = "team/apps/remove", input = Form)]
pub(crate) async fn remove_app(
    id: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RemoveApp).await?;
    service.removable_app(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    service.remove_app(&who, &id).await?;
    ssr::redirect(&format!("{}?done=app-removed", page::APPS.path));
    Ok(())
}

fn done(id: &str, what: &str) {
    ssr::redirect(&format!("{}?done={what}", page::APP.path_of(id)));
}

//! The server function that adds a colleague's device.
#![expect(
    clippy::too_many_arguments,
    reason = "the fields of the form; `#[server]` repeats the function, so an attribute of its own does not cover it"
)]

use crate::wire::{error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::page,
    crate::wire::{server as wire, ssr},
    domain::{devices::colleague::ColleagueForm, sessions::rights::UseCase},
};

/// Adds a colleague's device and redirects to its QR code.
#[server(prefix = "/ui", endpoint = "devices/add-colleague", input = Form)]
pub(crate) async fn add_colleague(
    name: String,
    email: String,
    device_name: String,
    #[server(default)] days: String,
    #[server(default)] changes_security: bool,
    password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::AddColleague).await?;
    let form = ColleagueForm {
        name: &name,
        email: &email,
        device: &device_name,
        days: &days,
        changes_security,
    };
    let new = service.new_colleague(&who, &form).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let id = service.add_colleague(&who, new).await?;
    ssr::redirect(&page::SCAN.path_of(&id.to_string()));
    Ok(())
}

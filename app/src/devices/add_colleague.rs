//! The server functions that add a colleague's device, side by side or by link.
#![expect(
    clippy::too_many_arguments,
    reason = "the fields of the form; `#[server]` repeats the function, so an attribute of its own does not cover it"
)]

use crate::wire::{error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::page,
    crate::wire::{
        server as wire,
        ssr::{self, Cookie},
    },
    domain::{devices::colleague::ColleagueForm, sessions::rights::UseCase},
};

/// Adds a colleague's device and redirects to its QR code, or mails an enrolment link.
#[server(prefix = "/ui", endpoint = "devices/add-colleague", input = Form)]
pub(crate) async fn add_colleague(
    name: String,
    email: String,
    device_name: String,
    #[server(default)] days: String,
    #[server(default)] changes_security: bool,
    #[server(default)] by_link: bool,
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
    let next = if by_link {
        let id = service.send_enrolment(&who, new).await?;
        page::ENROLMENT.path_of(id.as_str())
    } else {
        let id = service.add_colleague(&who, new).await?;
        page::SCAN.path_of(id.as_str())
    };
    ssr::redirect(&next);
    Ok(())
}

/// Mails an enrolment link again.
#[server(prefix = "/ui", endpoint = "devices/send-link-again", input = Form)]
pub(crate) async fn send_enrolment_again(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::SendEnrolmentAgain).await?;
    service.send_enrolment_again(&who, &id).await?;
    ssr::redirect(&page::ENROLMENT.path_of(&id));
    Ok(())
}

/// Approves a colleague's device.
#[server(prefix = "/ui", endpoint = "devices/approve", input = Form)]
pub(crate) async fn approve_device(
    id: String,
    #[server(default)] changes_security: bool,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ApproveDevice).await?;
    let enrolment = service.enrolment_of(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let token = service.approve_device(&who, &id, changes_security).await?;
    ssr::set_cookie(Cookie::Session, token.expose_secret());
    ssr::redirect(&format!("{}?new={}", page::TWO_FACTOR.path, enrolment.device));
    Ok(())
}

/// Discards a colleague's device that is being set up by link.
#[server(prefix = "/ui", endpoint = "devices/discard-link", input = Form)]
pub(crate) async fn discard_enrolment(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::DiscardDevice).await?;
    service.discard_enrolment(&who, &id).await?;
    ssr::redirect("/security/two-factor?done=discarded");
    Ok(())
}

//! What people decide about apps.

use crate::{
    page,
    sign_in::api::end_session,
    wire::{error::ApiError, fields::Form, server as wire, ssr},
};
use domain::{kernel::id::ClientId, sessions::rights::UseCase};
use leptos::prelude::*;
use terms::Rejection;

/// Agrees to a request of an app, and goes on with it.
#[server(prefix = "/ui", endpoint = "apps/allow", input = Form)]
pub(crate) async fn allow_app(request: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::PassToApps).await?;
    go_on(&service.agree(&who, &request)?);
    Ok(())
}

/// Signs out, and goes on with the request of an app in another account.
#[server(prefix = "/ui", endpoint = "apps/other-account", input = Form)]
pub(crate) async fn other_account(request: String) -> Result<(), ApiError> {
    end_session().await?;
    go_on(&request);
    Ok(())
}

/// Signs out because an app asks for it, and goes back to the app.
#[server(prefix = "/ui", endpoint = "apps/sign-out", input = Form)]
pub(crate) async fn sign_out_for_app(request: String) -> Result<(), ApiError> {
    end_session().await?;
    ssr::redirect(&format!("{}?{request}", super::SIGN_OUT));
    Ok(())
}

/// Takes back what an app may know.
#[server(prefix = "/ui", endpoint = "apps/take-back", input = Form)]
pub(crate) async fn take_back(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::TakeBackApp).await?;
    let id = ClientId::parse(&id).ok_or(Rejection::NotFound)?;
    service.take_back(&who, &id).await?;
    ssr::redirect(&format!("{}?done=taken-back", page::MY_APPS.path));
    Ok(())
}

#[cfg(feature = "ssr")]
fn go_on(request: &str) {
    ssr::redirect(&format!("{}?request={request}", super::CONTINUE));
}

//! Ending sessions. What the page shows is read by its content.

use crate::{
    page,
    wire::{
        error::ApiError,
        fields::Form,
        server as wire,
        ssr::{self, Cookie},
    },
};
use domain::sessions::rights::UseCase;
use leptos::prelude::*;

/// Ends another session of the member.
#[server(prefix = "/ui", endpoint = "sessions/end", input = Form)]
pub(crate) async fn end_session(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::EndSessions).await?;
    service.end_session(&who, &id).await?;
    done("session-ended");
    Ok(())
}

/// Ends all other sessions of the member.
#[server(prefix = "/ui", endpoint = "sessions/end-others", input = Form)]
pub(crate) async fn end_other_sessions() -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::EndSessions).await?;
    let token = service.end_other_sessions(&who).await?;
    ssr::set_cookie(Cookie::Session, token.expose_secret());
    done("sessions-ended");
    Ok(())
}

/// Ends all sessions of the member and redirects to sign-in.
#[server(prefix = "/ui", endpoint = "sessions/end-all", input = Form)]
pub(crate) async fn end_every_session() -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::EndSessions).await?;
    service.end_every_session(&who).await?;
    ssr::clear_cookie(Cookie::Session);
    ssr::redirect("/sign-in?ready=signed-out");
    Ok(())
}

/// Ends the trust in a browser.
#[server(prefix = "/ui", endpoint = "trusted-browsers/end", input = Form)]
pub(crate) async fn end_trust(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::EndSessions).await?;
    service.end_trust(&who, &id).await?;
    done("trust-ended");
    Ok(())
}

#[cfg(feature = "ssr")]
fn done(what: &str) {
    ssr::redirect(&format!("{}?done={what}", page::SESSIONS.path));
}

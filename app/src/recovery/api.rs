//! Recovery codes.

use crate::wire::{Asks, Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::page,
    crate::wire::{
        paths::{encode_query, with_query},
        server as wire,
        ssr::{self, Cookie},
    },
    domain::sessions::rights::UseCase,
};

/// The page *Recovery codes*.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecoveryView {
    /// The codes, while this session may still show them.
    pub codes: Option<Vec<String>>,
    /// Until when they are shown, Unix seconds.
    pub shown_until: Option<i64>,
    /// Unused codes.
    pub left: u32,
    /// When the set was marked as saved, Unix seconds.
    pub saved_at: Option<i64>,
    /// What *New recovery codes* asks for.
    pub asks: Asks,
}

terms::redacted!(RecoveryView);

/// The page's data.
#[server(prefix = "/ui", endpoint = "recovery-codes", input = Form)]
pub(crate) async fn read_recovery_codes() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadRecoveryCodes).await?;
    let status = service.recovery_status(&who).await?;
    let view = RecoveryView {
        codes: status
            .codes
            .map(|codes| codes.iter().map(|code| code.to_string()).collect()),
        shown_until: status.shown_until.map(|at| at.0),
        left: status.left,
        saved_at: status.saved_at.map(|at| at.0),
        asks: wire::asks(&service, &who, UseCase::ReplaceRecoveryCodes),
    };
    Ok(wire::page(&who, view))
}

/// Replaces the set and redirects to the page, which shows it.
#[server(prefix = "/ui", endpoint = "recovery-codes/replace", input = Form)]
pub(crate) async fn replace_codes(
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReplaceRecoveryCodes).await?;
    who.require_two_factor()?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let token = service.replace_codes(&who).await?;
    ssr::set_cookie(Cookie::Session, token.expose_secret());
    ssr::redirect(page::RECOVERY_CODES.path);
    Ok(())
}

/// Marks the set as saved after a copy or print, which only scripts can observe.
#[server(prefix = "/ui", endpoint = "recovery-codes/saved", input = Form)]
pub(crate) async fn codes_were_saved() -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::SaveRecoveryCodes).await?;
    Ok(service.codes_were_saved(&who).await?)
}

/// Marks the set as saved if one of its codes is typed back; redirects to the page, which keeps `device`.
#[server(prefix = "/ui", endpoint = "recovery-codes/type-back", input = Form)]
pub(crate) async fn type_back(recovery_code: Secret, #[server(default)] device: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::SaveRecoveryCodes).await?;
    service.type_back(&who, recovery_code.expose_secret()).await?;
    ssr::redirect(&format!("{}#keep", with_device("/security/recovery-codes", &device)));
    Ok(())
}

/// Ends the display of the codes and redirects to the list, which highlights `device`. A set that was not saved first
/// redirects to a confirmation, unless `anyway` is set.
#[server(prefix = "/ui", endpoint = "recovery-codes/done", input = Form)]
pub(crate) async fn leave_codes(
    #[server(default)] anyway: bool,
    #[server(default)] device: String,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::SaveRecoveryCodes).await?;
    if !anyway && who.member.codes_saved_at.is_none() {
        ssr::redirect(&format!(
            "{}#keep",
            with_device("/security/recovery-codes?leave=ask", &device)
        ));
        return Ok(());
    }
    service.leave_codes(&who).await?;
    ssr::redirect(&with_device("/security/two-factor", &device));
    Ok(())
}

#[cfg(feature = "ssr")]
fn with_device(path: &str, device: &str) -> String {
    match device {
        "" => path.to_owned(),
        device => with_query(path, &format!("new={}", encode_query(device))),
    }
}

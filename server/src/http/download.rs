//! The recovery codes as a text file: a plain form, so that it works without scripts.

use super::Shared;
use crate::mail::written;
use app::{page, wire::ssr::Cookie};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    Error, Result,
    sessions::{SignedIn, rights::UseCase},
};
use http::{HeaderMap, StatusCode, header};
use zeroize::Zeroizing;

/// Sends the codes that this session may still show; with that the set counts as saved.
pub async fn recovery_codes(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    match sheet(&shared, &headers).await {
        Ok(text) => {
            let head = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"recovery-codes.txt\"",
                ),
            ];
            (head, text).into_response()
        }
        // The page with the form says why.
        Err(Error::Rejected(_)) => (StatusCode::FOUND, [(header::LOCATION, page::RECOVERY_CODES.path)]).into_response(),
        Err(Error::Internal(fault)) => {
            tracing::error!(%fault, "the recovery codes could not be downloaded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn sheet(shared: &Shared, headers: &HeaderMap) -> Result<String> {
    let token = Cookie::Session.read(headers).unwrap_or_default();
    let who = shared.service.signed_in(token, UseCase::SaveRecoveryCodes).await?;
    let codes = shared.service.shown(&who).await?;
    shared.service.codes_were_saved(&who).await?;
    Ok(text(shared, &who, &codes))
}

fn text(shared: &Shared, who: &SignedIn, codes: &[Zeroizing<String>]) -> String {
    let (name, origin) = (&shared.service.settings().name, &shared.service.settings().origin);
    let list: String = codes.iter().map(|code| format!("    {}\r\n", **code)).collect();
    format!(
        "{name} recovery codes\r\n\r\nAccount: {}\r\nDate:    {}\r\n\r\n{list}\r\n\
         Each code works once, in place of a passcode, together with your password.\r\nKeep this file where only you can \
         read it. Sign in at {origin}\r\n",
        who.member.email.as_str(),
        written(shared.service.now())
    )
}

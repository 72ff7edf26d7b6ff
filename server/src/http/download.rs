//! The recovery codes as a text file: a plain form, so that it works without scripts.

use super::Shared;
use app::{
    page,
    wire::{error::ApiError, ssr::Cookie},
};
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    Error, Result,
    kernel::browser::Browser,
    sessions::{SignedIn, rights::UseCase},
};
use http::{HeaderMap, StatusCode, header};
use terms::Language;
use text::Text;
use zeroize::Zeroizing;

/// Sends the codes that this session may still show; with that the set counts as saved.
pub(super) async fn recovery_codes(
    State(shared): State<Shared>,
    Extension(language): Extension<Language>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Response {
    match sheet(&shared, language, &browser, &headers).await {
        Ok(text) => {
            let name = Text::of(language).codes_file().name();
            let head = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
            ];
            (head, text).into_response()
        }
        // The page with the form says why.
        Err(error) => failure(error, page::RECOVERY_CODES.path),
    }
}

/// Answers a request for a file that cannot be sent: a refusal leads to a page that says why.
pub(super) fn failure(error: Error, page: &str) -> Response {
    if matches!(error, Error::Rejected(_)) {
        return (StatusCode::FOUND, [(header::LOCATION, page)]).into_response();
    }
    let status = StatusCode::from_u16(ApiError::from(error).status());
    status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// Authenticates the session cookie for this use case.
pub(super) async fn signed_in(
    shared: &Shared,
    use_case: UseCase,
    browser: &Browser,
    headers: &HeaderMap,
) -> Result<SignedIn> {
    let token = Cookie::Session.read(headers, shared.web.transport());
    shared
        .service
        .signed_in(token.unwrap_or_default(), use_case, browser)
        .await
}

async fn sheet(shared: &Shared, language: Language, browser: &Browser, headers: &HeaderMap) -> Result<String> {
    let who = signed_in(shared, UseCase::SaveRecoveryCodes, browser, headers).await?;
    let codes = shared.service.shown(&who).await?;
    shared.service.codes_were_saved(&who).await?;
    Ok(text(shared, language, &who, &codes))
}

/// The file's text, by the lines that every system shows as lines.
fn text(shared: &Shared, language: Language, who: &SignedIn, codes: &[Zeroizing<String>]) -> String {
    let (name, origin) = (&shared.service.settings().name, &shared.service.settings().origin);
    let list: String = codes.iter().map(|code| format!("    {}\n", **code)).collect();
    let text = Text::of(language);
    let date = text.exact(shared.service.now().0);
    let email = who.member.email.as_str();
    text.codes_file()
        .text(name, email, &date, &list, origin)
        .replace('\n', "\r\n")
}

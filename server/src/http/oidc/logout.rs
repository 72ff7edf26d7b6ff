//! `/oidc/logout`: an app sends a browser to sign out (OpenID Connect RP-Initiated Logout 1.0).

use super::{
    form,
    way::{onward, redirect, wrong_sign_out},
};
use crate::http::{
    Shared,
    download::{failure, signed_in},
};
use app::{
    oidc::SIGN_OUT,
    page,
    wire::{
        paths::{own_path, with_parameter},
        ssr::Cookie,
    },
};
use axum::{Extension, body::Bytes, extract::State, response::Response};
use domain::{Error, Result, kernel::browser::Browser, sessions::rights::UseCase};
use http::{HeaderMap, Method, Uri, header};
use terms::Language;

/// Signs the person out if the app shows an ID token of this very session, and asks the person otherwise.
pub(in crate::http) async fn logout(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    Extension(language): Extension<Language>,
    (method, uri, headers): (Method, Uri, HeaderMap),
    body: Bytes,
) -> Response {
    // A form of another site comes without the cookie of the session.
    if method == Method::POST {
        let query = std::str::from_utf8(&body).map(|query| format!("{SIGN_OUT}?{query}"));
        return match query.as_deref().ok().and_then(own_path) {
            Some(address) => redirect(address),
            None => wrong_sign_out(&shared, language),
        };
    }
    let answered = sign_out(&shared, language, &browser, (&uri, &headers)).await;
    answered.unwrap_or_else(|error| failure(error, page::HOME.path))
}

async fn sign_out(
    shared: &Shared,
    language: Language,
    browser: &Browser,
    (uri, headers): (&Uri, &HeaderMap),
) -> Result<Response> {
    let Some(parameters) = form::in_query(uri) else {
        return Ok(wrong_sign_out(shared, language));
    };
    let who = match signed_in(shared, UseCase::PassToApps, browser, headers).await {
        Ok(who) => Some(who),
        Err(Error::Rejected(_)) => None,
        Err(error) => return Err(error),
    };
    let Ok(wanted) = shared.service.read_sign_out(&parameters, who.as_ref()).await? else {
        return Ok(wrong_sign_out(shared, language));
    };
    let then = wanted.then.map(|answer| answer.url());
    if who.is_none() {
        // Also after the form of our page, which leads here again.
        return Ok(match then {
            Some(then) => onward(shared, language, &then),
            None => redirect(&format!("{}?ready=signed-out", page::SIGN_IN.path)),
        });
    }
    if !wanted.is_proved {
        let request = uri.query().unwrap_or_default();
        return Ok(redirect(&with_parameter(
            page::SIGN_OUT_FOR_APP.path,
            "request",
            request,
        )));
    }
    let transport = shared.web.transport();
    let token = Cookie::Session.read(headers, transport).unwrap_or_default();
    shared.service.sign_out(token, browser).await?;
    let mut response = redirect(&then.unwrap_or_else(|| format!("{}?ready=signed-out", page::SIGN_IN.path)));
    if let Some(cookie) = Cookie::Session.clear(transport) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

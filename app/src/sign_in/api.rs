//! Signing in and out.

use crate::wire::{Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::page,
    crate::wire::{
        paths::with_next,
        server as wire,
        ssr::{self, Cookie},
    },
    domain::{
        Service,
        sign_in::{Entered, SecondFactor, SignInForm},
    },
    terms::{Ended, Rejection},
};

/// The data of the passcode and recovery pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChallengeView {
    /// The member's address.
    pub email: String,
    /// When the challenge expires, Unix seconds.
    pub expires_at: i64,
    /// Whether the browser can be trusted with this sign-in.
    pub may_trust: bool,
    /// Why passcodes are not checked at the moment.
    pub passcodes: Option<ApiError>,
    /// Why recovery codes are not checked at the moment.
    pub recovery: Option<ApiError>,
}

/// Checks e-mail and password; redirects to the passcode page or, with two-factor off, to `next`.
#[server(prefix = "/ui", endpoint = "sign-in", input = Form)]
pub(crate) async fn sign_in(email: String, password: Secret, #[server(default)] next: String) -> Result<(), ApiError> {
    let service = ssr::service()?;
    let (known, trusted) = (ssr::known_browsers(), ssr::trusted_browsers());
    let form = SignInForm {
        email: &email,
        password: password.expose_secret(),
        known: &known,
        trusted: &trusted,
    };
    match service.sign_in(&form, &ssr::browser()?).await? {
        Entered::Challenge(token) => {
            ssr::set_cookie(Cookie::Challenge, token.expose_secret());
            ssr::redirect(&with_next(page::SIGN_IN_PASSCODE.path, &next));
        }
        Entered::Session(opened) => {
            end_former_session(&service).await?;
            ssr::signed_in(&opened);
            ssr::redirect(&next);
        }
    }
    Ok(())
}

/// The challenge of this browser; `Gone(Challenge)` without one.
#[server(prefix = "/ui", endpoint = "challenge", input = Form)]
pub(crate) async fn read_challenge() -> Result<Page, ApiError> {
    let service = ssr::service()?;
    let view = service.challenge(&held_challenge()?).await?;
    Ok(wire::open_page(ChallengeView {
        email: view.email.as_str().to_owned(),
        expires_at: view.expires_at.0,
        may_trust: view.may_trust,
        passcodes: view.passcodes.map(ApiError::from),
        recovery: view.recovery.map(ApiError::from),
    }))
}

/// Completes sign-in with a passcode, trusts the browser if the member wants it, and redirects to `next`.
#[server(prefix = "/ui", endpoint = "sign-in/passcode", input = Form)]
pub(crate) async fn enter_passcode(
    passcode: Secret,
    #[server(default)] trust: bool,
    #[server(default)] next: String,
) -> Result<(), ApiError> {
    let service = ssr::service()?;
    let (challenge, known, trusted) = (held_challenge()?, ssr::known_browsers(), ssr::trusted_browsers());
    let form = SecondFactor {
        challenge: &challenge,
        code: passcode.expose_secret(),
        known: &known,
        trust: trust.then_some(trusted.as_slice()),
    };
    let opened = service.enter_passcode(&form, &ssr::browser()?).await?;
    end_former_session(&service).await?;
    ssr::signed_in(&opened);
    ssr::redirect(&next);
    Ok(())
}

/// Opens a repair session with a recovery code and redirects to the device list. `next` is only kept for the page: the
/// replay of a rejected form has it, for the link to the passcode page.
#[server(prefix = "/ui", endpoint = "sign-in/recovery", input = Form)]
pub(crate) async fn use_recovery_code(recovery_code: Secret, #[server(default)] next: String) -> Result<(), ApiError> {
    drop(next);
    let service = ssr::service()?;
    let challenge = held_challenge()?;
    let form = SecondFactor {
        challenge: &challenge,
        code: recovery_code.expose_secret(),
        known: &[],
        trust: None,
    };
    let opened = service.use_recovery_code(&form, &ssr::browser()?).await?;
    end_former_session(&service).await?;
    ssr::signed_in(&opened);
    ssr::redirect(page::TWO_FACTOR.path);
    Ok(())
}

/// Ends the challenge and redirects to sign-in.
#[server(prefix = "/ui", endpoint = "sign-in/another-account", input = Form)]
pub(crate) async fn another_account() -> Result<(), ApiError> {
    let service = ssr::service()?;
    if let Some(token) = ssr::cookie(Cookie::Challenge) {
        service.abandon_challenge(&token).await?;
    }
    ssr::clear_cookie(Cookie::Challenge);
    ssr::redirect(page::SIGN_IN.path);
    Ok(())
}

/// Ends the session, if there is one, and redirects to sign-in.
#[server(prefix = "/ui", endpoint = "sign-out", input = Form)]
pub(crate) async fn sign_out() -> Result<(), ApiError> {
    end_session().await?;
    ssr::redirect(page::SIGN_IN.path);
    Ok(())
}

/// Ends the browser's session.
#[cfg(feature = "ssr")]
pub(crate) async fn end_session() -> Result<(), ApiError> {
    end_former_session(&ssr::service()?).await?;
    ssr::clear_cookie(Cookie::Session);
    Ok(())
}

#[cfg(feature = "ssr")]
fn held_challenge() -> Result<String, ApiError> {
    ssr::cookie(Cookie::Challenge).ok_or(ApiError::Rejected(Rejection::Gone(Ended::Challenge)))
}

/// Ends the browser's previous session, because a browser has at most one.
#[cfg(feature = "ssr")]
async fn end_former_session(service: &Service) -> Result<(), ApiError> {
    match ssr::cookie(Cookie::Session) {
        Some(token) => Ok(service.sign_out(&token, &ssr::browser()?).await?),
        None => Ok(()),
    }
}

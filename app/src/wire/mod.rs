//! The types and encodings between browser and server: pages, errors, secrets and form fields.

#[cfg(feature = "ssr")]
pub mod cookies;
pub mod error;
pub mod fields;
pub(crate) mod json;
pub(crate) mod page;
pub mod paths;
pub(crate) mod secret;
pub(crate) mod site;
#[cfg(feature = "ssr")]
pub mod ssr;

pub(crate) use page::{Page, Viewer};
use serde::{Deserialize, Serialize};

/// The proofs that a sensitive form currently requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asks {
    /// The account's password.
    pub password: bool,
    /// A passcode.
    pub passcode: bool,
}

#[cfg(feature = "ssr")]
pub(crate) mod server {
    use super::{Asks, Page, Viewer, secret::Secret};
    use crate::wire::{
        error::ApiError,
        ssr::{self, Cookie},
    };
    use domain::{
        Service,
        sessions::{Proofs, SignedIn, rights::UseCase},
    };
    use serde::Serialize;
    use serde_json::value::RawValue;
    use terms::{Rejection, SessionKind};

    /// A page for the signed-in member.
    pub(crate) fn page(who: &SignedIn, data: impl Serialize) -> Page {
        page_of(viewer(who), data)
    }

    /// A page for this viewer.
    pub(crate) fn page_of(viewer: Viewer, data: impl Serialize) -> Page {
        Page {
            data: raw(&data),
            viewer: Some(viewer),
            client: ssr::home_client(),
        }
    }

    /// A page without a viewer.
    pub(crate) fn open_page(data: impl Serialize) -> Page {
        Page {
            data: raw(&data),
            viewer: None,
            client: String::new(),
        }
    }

    /// `null` if `data` cannot be serialized, which does not happen for our types; the page then shows an internal
    /// error.
    fn raw(data: &impl Serialize) -> Box<RawValue> {
        serde_json::value::to_raw_value(data).unwrap_or_else(|error| {
            tracing::error!(%error, "a page's data cannot be written");
            RawValue::NULL.to_owned()
        })
    }

    /// The service and the signed-in member, after checking that the session permits `use_case`.
    pub(crate) async fn signed_in(use_case: UseCase) -> Result<(Service, SignedIn), ApiError> {
        let (service, who) = watching(use_case).await?;
        if !ssr::looks_again() {
            service.touch(&who).await?;
        }
        Ok((service, who))
    }

    /// The same for what an open page asks for by itself, which is no use of the session.
    pub(crate) async fn watching(use_case: UseCase) -> Result<(Service, SignedIn), ApiError> {
        let service = ssr::service()?;
        let token = ssr::cookie(Cookie::Session).ok_or(Rejection::NotSignedIn)?;
        let who = service.signed_in(&token, use_case, &ssr::browser()?).await?;
        Ok((service, who))
    }

    /// Performs the step-up that the use case requires. The browser gets the session's new token even if the action
    /// then fails, because the old token is no longer valid.
    pub(crate) async fn stepped_up(
        service: &Service,
        who: SignedIn,
        password: &Secret,
        passcode: &Secret,
    ) -> Result<SignedIn, ApiError> {
        let proofs = Proofs {
            password: password.expose_secret(),
            passcode: passcode.expose_secret(),
        };
        let stepped_up = service.step_up(who, proofs).await?;
        if let Some(token) = &stepped_up.token {
            ssr::set_cookie(Cookie::Session, token.expose_secret());
        }
        Ok(stepped_up.who)
    }

    /// The proofs that a form for `use_case` requires.
    pub(crate) fn asks(service: &Service, who: &SignedIn, use_case: UseCase) -> Asks {
        let asks = service.asks(who, use_case);
        Asks {
            password: asks.password,
            passcode: asks.passcode,
        }
    }

    /// The member as the viewer of a page.
    pub(crate) fn viewer(who: &SignedIn) -> Viewer {
        Viewer {
            name: who.member.name.clone(),
            email: who.member.email.as_str().to_owned(),
            two_factor_since: who.member.two_factor_since.map(|at| at.0),
            repair: who.session.kind == SessionKind::Repair,
            limited: matches!(who.session.kind, SessionKind::SignInOnly | SessionKind::Restricted),
            session_ends_at: who.session.expires_at.0,
            now: who.now.0,
        }
    }
}

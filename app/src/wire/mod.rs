//! What travels between browser and server, and how: pages, errors, secrets, the fields of forms.

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

/// What a sensitive form has to ask for right now.
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

    /// The page of this member with this data.
    pub(crate) fn page(who: &SignedIn, data: impl Serialize) -> Page {
        Page {
            data: raw(&data),
            viewer: Some(viewer(who)),
        }
    }

    /// A page for nobody in particular.
    pub(crate) fn open_page(data: impl Serialize) -> Page {
        Page {
            data: raw(&data),
            viewer: None,
        }
    }

    /// `null` where a type cannot be written as JSON, which none of ours can: its page says that something broke.
    fn raw(data: &impl Serialize) -> Box<RawValue> {
        serde_json::value::to_raw_value(data).unwrap_or_else(|error| {
            tracing::error!(%error, "a page's data cannot be written");
            RawValue::NULL.to_owned()
        })
    }

    /// The use cases and the signed-in person, who may do `use_case` in this session.
    pub(crate) async fn signed_in(use_case: UseCase) -> Result<(Service, SignedIn), ApiError> {
        let service = ssr::service()?;
        let token = ssr::cookie(Cookie::Session).ok_or(Rejection::NotSignedIn)?;
        let who = service.signed_in(&token, use_case).await?;
        service.touch(&who).await?;
        Ok((service, who))
    }

    /// The same person after the step-up that the use case asks for. The browser gets the session's new token, whatever
    /// comes of the action: the old one is over.
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
        let stepped_up = service.step_up(who, proofs, &ssr::browser()?).await?;
        if let Some(token) = &stepped_up.token {
            ssr::set_cookie(Cookie::Session, token.expose_secret());
        }
        Ok(stepped_up.who)
    }

    /// What a form for `use_case` asks for.
    pub(crate) fn asks(service: &Service, who: &SignedIn, use_case: UseCase) -> Asks {
        let asks = service.asks(who, use_case);
        Asks {
            password: asks.password,
            passcode: asks.passcode,
        }
    }

    fn viewer(who: &SignedIn) -> Viewer {
        Viewer {
            name: who.member.name.clone(),
            email: who.member.email.as_str().to_owned(),
            two_factor_since: who.member.two_factor_since.map(|at| at.0),
            repair: who.session.kind == SessionKind::Repair,
            session_ends_at: who.session.expires_at.0,
            now: who.now.0,
        }
    }
}

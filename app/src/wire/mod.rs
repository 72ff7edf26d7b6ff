//! What travels between browser and server, and how: pages, errors, secrets, the fields of forms.

pub mod error;
pub mod fields;
pub mod json;
pub mod page;
pub mod paths;
pub mod secret;
pub mod site;
#[cfg(feature = "ssr")]
pub mod ssr;

pub use page::{Page, Viewer};
use serde::{Deserialize, Serialize};

/// What a sensitive form has to ask for right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asks {
    /// The account's password.
    pub password: bool,
    /// A passcode.
    pub passcode: bool,
}

#[cfg(feature = "ssr")]
pub(crate) mod server {
    use super::{Asks, Page, Viewer};
    use crate::wire::{error::ApiError, ssr};
    use domain::{Service, store::SignedIn};
    use serde::Serialize;
    use serde_json::value::RawValue;
    use terms::SessionKind;

    /// The page of this member with this data.
    pub fn page(service: &Service, who: &SignedIn, data: impl Serialize) -> Page {
        Page {
            data: raw(&data),
            viewer: Some(viewer(service, who)),
        }
    }

    /// A page for nobody in particular.
    pub fn open_page(data: impl Serialize) -> Page {
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

    /// The caller and the service, for functions of signed-in members.
    pub async fn signed_in() -> Result<(Service, SignedIn), ApiError> {
        Ok((ssr::service()?, ssr::caller().await?))
    }

    /// What a form of a sensitive action asks for; `always` for those that ask for the password every time.
    pub fn asks(service: &Service, who: &SignedIn, always: bool) -> Asks {
        Asks {
            password: always || service.needs_step_up(who),
            passcode: (always || service.needs_step_up(who)) && service.needs_passcode(who),
        }
    }

    fn viewer(service: &Service, who: &SignedIn) -> Viewer {
        Viewer {
            name: who.member.name.clone(),
            email: who.member.email.as_str().to_owned(),
            two_factor_since: who.member.two_factor_since.map(|at| at.0),
            repair: who.session.kind == SessionKind::Repair,
            session_ends_at: who.session.expires_at.0,
            now: service.now().0,
        }
    }
}

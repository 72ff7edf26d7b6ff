//! The one message above a form: every refusal, in the same words wherever it is met.

use crate::{
    sign_in::api::encode_query,
    text::{
        self,
        alert::{Asked, above_form},
    },
    ui::{Alert, AlertKind, Countdown, focus_errors_of},
    wire::error::{ApiError, Conflict, Ended},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Says above a form why it failed, unless its field says it all, and takes the focus to the first wrong field.
#[component]
pub fn FormAlert(
    error: Signal<Option<ApiError>>,
    /// What the form asks for: a wait reads differently for passcodes and for recovery codes.
    #[prop(optional)]
    asked: Asked,
) -> AnyView {
    focus_errors_of(move || error.with(Option::is_some));
    // Not atomic: a countdown in it must not make a screen reader say the whole message again.
    view! {
        <div class="form-alert" role="alert" aria-atomic="false">
            {move || error.get().and_then(|error| shown(&error, asked))}
        </div>
    }
    .into_any()
}

fn shown(error: &ApiError, asked: Asked) -> Option<AnyView> {
    let (title, text) = above_form(error, asked)?;
    let after = after(error, asked);
    let view = view! {
        <Alert kind=kind(error) title=title>
            <p>{text}</p>
            {after}
        </Alert>
    };
    Some(view.into_any())
}

/// A wait and a clash are nobody's mistake.
const fn kind(error: &ApiError) -> AlertKind {
    match error {
        ApiError::Conflict(Conflict::RegistrationClosed) => AlertKind::Info,
        ApiError::Wait { .. }
        | ApiError::Busy
        | ApiError::TimedOut
        | ApiError::Offline
        | ApiError::NotSignedIn
        | ApiError::StepUpNeeded
        | ApiError::Gone(_)
        | ApiError::Conflict(_) => AlertKind::Warn,
        _ => AlertKind::Bad,
    }
}

/// How long, or the way on.
fn after(error: &ApiError, asked: Asked) -> Option<AnyView> {
    let (until, now) = match error {
        ApiError::Wait { until, now } => (*until, *now),
        ApiError::WrongCode { wait, .. } => ((*wait)?, 0),
        _ => return way_on(error),
    };
    // The challenge may have had its last try, too.
    let again = matches!(error, ApiError::WrongCode { .. }) && asked == Asked::Passcode;
    let again = again.then(|| way("/sign-in".to_owned(), text::sign_in::TITLE));
    Some(view! { <p><Countdown until=until now=now /></p> {again} }.into_any())
}

fn way_on(error: &ApiError) -> Option<AnyView> {
    let (path, label) = match error {
        ApiError::NotSignedIn => (sign_in_and_back(), text::sign_in::TITLE),
        ApiError::Gone(Ended::Challenge) | ApiError::Conflict(Conflict::EmailTaken) => {
            ("/sign-in".to_owned(), text::sign_in::TITLE)
        }
        ApiError::Gone(Ended::PendingDevice) => ("/security/two-factor/new".to_owned(), text::new_device::TITLE),
        _ => return None,
    };
    Some(way(path, label))
}

fn way(path: String, label: &'static str) -> AnyView {
    view! { <p><a href=path>{label}</a></p> }.into_any()
}

fn sign_in_and_back() -> String {
    let path = use_location().pathname.get_untracked();
    format!("/sign-in?next={}", encode_query(&path))
}

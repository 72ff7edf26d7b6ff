//! The one message above a form: every refusal, in the same words wherever it is met.

use crate::{
    page,
    text::alert::{AlertContext, above_form},
    ui::{Alert, AlertKind, Countdown, focus_errors_of},
    wire::{error::ApiError, paths::with_next},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use terms::{Conflict, Ended, Rejection};

/// Says above a form why it failed, unless its field says it all, and takes the focus to the first wrong field.
#[component]
pub(crate) fn FormAlert(
    error: Signal<Option<ApiError>>,
    /// What the form asks for: a wait reads differently for passcodes and for recovery codes.
    #[prop(optional)]
    context: AlertContext,
) -> AnyView {
    focus_errors_of(move || error.with(Option::is_some));
    // Not atomic: a countdown in it must not make a screen reader say the whole message again.
    view! {
        <div class="form-alert" role="alert" aria-atomic="false">
            {move || error.get().and_then(|error| shown(&error, context))}
        </div>
    }
    .into_any()
}

fn shown(error: &ApiError, context: AlertContext) -> Option<AnyView> {
    let (title, text) = above_form(crate::text::text(), error, context)?;
    let after = after(error, context);
    let view = view! {
        <Alert kind=kind(error) title=title>
            <p>{text}</p>
            {after}
        </Alert>
    };
    Some(view.into_any())
}

/// A wait and a clash are not the person's mistake.
const fn kind(error: &ApiError) -> AlertKind {
    match error {
        ApiError::TimedOut | ApiError::Offline => AlertKind::Warn,
        ApiError::Rejected(rejection) => match rejection {
            Rejection::Conflict(Conflict::RegistrationClosed) => AlertKind::Info,
            Rejection::Wait(_)
            | Rejection::Busy
            | Rejection::NotSignedIn
            | Rejection::StepUpNeeded
            | Rejection::Gone(_)
            | Rejection::Conflict(_) => AlertKind::Warn,
            _ => AlertKind::Bad,
        },
        ApiError::BadRequest | ApiError::Internal => AlertKind::Bad,
    }
}

/// How long, or the way on.
fn after(error: &ApiError, context: AlertContext) -> Option<AnyView> {
    let (wait, again) = match error.rejection()? {
        Rejection::Wait(wait) => (*wait, false),
        // The challenge may have had its last try, too.
        Rejection::WrongCode { wait, .. } => ((*wait)?, context == AlertContext::Passcode),
        rejection => return way_on(rejection),
    };
    let again = again.then(|| {
        let (path, label) = page::SIGN_IN.link();
        way(path, label)
    });
    Some(view! { <p><Countdown until=wait.until.0 now=wait.now.0 /></p> {again} }.into_any())
}

fn way_on(rejection: &Rejection) -> Option<AnyView> {
    let (path, label) = match rejection {
        Rejection::NotSignedIn => (sign_in_and_back(), page::SIGN_IN.title()),
        Rejection::Gone(Ended::Challenge) | Rejection::Conflict(Conflict::EmailTaken) => page::SIGN_IN.link(),
        Rejection::Gone(Ended::PendingDevice) => page::NEW_DEVICE.link(),
        _ => return None,
    };
    Some(way(path, label))
}

fn way(path: String, label: &'static str) -> AnyView {
    view! { <p><a href=path>{label}</a></p> }.into_any()
}

fn sign_in_and_back() -> String {
    with_next(page::SIGN_IN.path, &use_location().pathname.get_untracked())
}

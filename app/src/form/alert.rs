//! The message above a form, with the same words for an error on every page.

use crate::{
    page,
    shell::address::address,
    text::alert::{AlertContext, above_form},
    ui::{Alert, AlertKind, Countdown, focus_errors_of},
    wire::{error::ApiError, paths::with_next},
};
use leptos::prelude::*;
use terms::{Conflict, Ended, Rejection};

/// Shows why a form failed, unless the field's error suffices, and focuses the first invalid field.
#[component]
pub(crate) fn FormAlert(
    error: Signal<Option<ApiError>>,
    /// The kind of form, which changes the wording.
    #[prop(optional)]
    context: AlertContext,
) -> AnyView {
    focus_errors_of(move || error.with(Option::is_some));
    // Not atomic: otherwise screen readers repeat the whole message whenever the countdown changes.
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

/// Waits and conflicts are warnings, because they are no mistake in the input.
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

/// The countdown of a wait, or a link to continue with.
fn after(error: &ApiError, context: AlertContext) -> Option<AnyView> {
    let (wait, again) = match error.rejection()? {
        Rejection::Wait(wait) => (*wait, false),
        // It may have been the challenge's last try as well, so sign-in is offered.
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
    with_next(page::SIGN_IN.path, &address().path)
}

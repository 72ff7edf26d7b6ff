//! The step-up fields of a sensitive form.

use crate::{
    form::error_at,
    shell::viewer::viewer_email,
    text::text,
    ui::{Field, FieldKind, PasscodeInput, Shown, Username},
    wire::{Asks, error::ApiError},
};
use leptos::prelude::*;
use terms::Field as At;
use terms::Rejection;

/// Password and passcode, each shown if `asks` requires it or if a rejection shows that it has become required.
#[component]
pub(crate) fn StepUpFields(
    asks: Asks,
    error: Signal<Option<ApiError>>,
    /// The prefix of the fields' ids.
    id: &'static str,
    #[prop(default = text().field().password())] password_label: &'static str,
    #[prop(default = text().new_device().password_hint())] password_hint: &'static str,
    #[prop(default = text().new_device().passcode_hint())] passcode_hint: &'static str,
    #[prop(optional)] autofocus: bool,
    /// What stands after the password: a text field between two passwords would be taken for a second user name.
    #[prop(optional)]
    between: Option<AnyView>,
) -> AnyView {
    let password = due(asks.password, error, concerns_password);
    let passcode = due(asks.passcode, error, concerns_passcode);
    let password_field = move || {
        view! {
            <Field
                id=format!("{id}-password")
                label=password_label
                name="password"
                kind=FieldKind::CurrentPassword
                hint=password_hint
                error=error_at(error, At::Password)
                autofocus=autofocus
            />
        }
    };
    let passcode_field = move || {
        view! {
            <PasscodeInput id=format!("{id}-passcode") hint=passcode_hint error=error_at(error, At::Passcode) send_when_full=false />
        }
    };
    view! {
        <Shown when=password>
            {viewer_email().map(|email| view! { <Username email=email /> })}
            {password_field()}
        </Shown>
        {between}
        <Shown when=passcode>{passcode_field()}</Shown>
    }
    .into_any()
}

/// Whether a field is shown. A field that was shown stays, so that its text survives the next error.
fn due(asked: bool, error: Signal<Option<ApiError>>, concerns: fn(&Rejection) -> bool) -> Memo<bool> {
    Memo::new(move |before: Option<&bool>| {
        before.copied().unwrap_or(asked)
            || error.with(|error| error.as_ref().and_then(ApiError::rejection).is_some_and(concerns))
    })
}

const fn concerns_password(rejection: &Rejection) -> bool {
    matches!(
        rejection,
        Rejection::Invalid(At::Password, _) | Rejection::WrongPassword | Rejection::StepUpNeeded
    )
}

const fn concerns_passcode(rejection: &Rejection) -> bool {
    matches!(
        rejection,
        Rejection::Invalid(At::Passcode, _) | Rejection::WrongCode { .. }
    )
}

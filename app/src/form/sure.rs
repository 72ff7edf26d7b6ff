//! The box that a form asks to tick before something that cannot simply be undone.

use super::FormState;
use leptos::prelude::*;
use terms::Field as At;

/// The box, with the error that it was not ticked. Its name is `sure`.
#[component]
pub(crate) fn SureBox(form: FormState, label: &'static str) -> AnyView {
    let wrong = form.error_at(At::Sure).get();
    let (invalid, described) = (
        wrong.is_some().then_some("true"),
        wrong.is_some().then_some("sure-error"),
    );
    let error = wrong.map(|wrong| view! { <p class="error" id="sure-error">{wrong}</p> });
    view! {
        <label class="check">
            <input
                type="checkbox"
                name="sure"
                value="true"
                required=true
                aria-invalid=invalid
                aria-describedby=described
            />
            <span>{label}</span>
        </label>
        {error}
    }
    .into_any()
}

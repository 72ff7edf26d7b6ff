use crate::ui::field_frame::{FieldFrame, described_by};
use leptos::prelude::*;

/// A date, for pages that the server makes.
#[component]
pub(crate) fn Day(
    name: &'static str,
    label: &'static str,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
    /// Such as `2026-05-31`. A browser with a calendar shows nothing else.
    value: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> AnyView {
    let wrong = error.with(Option::is_some);
    view! {
        <FieldFrame id=name.to_owned() label=label.to_owned() hint=hint.map(str::to_owned) error=error>
            <input
                class="input"
                type="date"
                id=name
                name=name
                value=value
                aria-invalid=wrong.then_some("true")
                aria-describedby=described_by(name, hint.is_some(), wrong)
            />
        </FieldFrame>
    }
    .into_any()
}

use crate::ui::field_frame::{FieldFrame, described_by};
use leptos::prelude::*;

/// A choice of one of several values, for pages that the server makes.
#[component]
pub(crate) fn Choice(
    name: &'static str,
    label: &'static str,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
    /// The choice of none of them, if there is one.
    #[prop(optional)]
    any: Option<&'static str>,
    chosen: String,
    /// Values and labels.
    choices: Vec<(String, String)>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> AnyView {
    let any = any.map(|label| view! { <option value="" selected=chosen.is_empty()>{label}</option> });
    let choices = choices.into_iter().map(move |(value, label)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let wrong = error.with(Option::is_some);
    view! {
        <FieldFrame id=name.to_owned() label=label.to_owned() hint=hint.map(str::to_owned) error=error>
            <select
                class="input"
                id=name
                name=name
                aria-invalid=wrong.then_some("true")
                aria-describedby=described_by(name, hint.is_some(), wrong)
            >
                {any}
                {choices.collect_view()}
            </select>
        </FieldFrame>
    }
    .into_any()
}

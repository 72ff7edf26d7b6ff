use crate::{api::devices::DiscardDevice, form::FormState, ui::SubmitButton};
use leptos::prelude::*;

/// Erases a pending device; any session of the member may.
#[component]
pub(super) fn DiscardForm(
    id: String,
    form: FormState<DiscardDevice>,
    label: &'static str,
    class: &'static str,
) -> AnyView {
    view! {
        <ActionForm action=form.action>
            <input type="hidden" name="id" value=id />
            <SubmitButton label=label pending=form.pending class=class />
        </ActionForm>
    }
    .into_any()
}

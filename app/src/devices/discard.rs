use crate::{
    form::{FormState, PostForm},
    ui::SubmitButton,
};
use leptos::prelude::*;

/// The form that discards a pending device; every session of the member is permitted to.
#[component]
pub(super) fn DiscardForm(id: String, form: FormState, label: &'static str, class: &'static str) -> AnyView {
    view! {
        <PostForm form=form>
            <input type="hidden" name="id" value=id />
            <SubmitButton label=label pending=form.pending class=class />
        </PostForm>
    }
    .into_any()
}

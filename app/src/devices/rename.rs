use crate::{
    form::{FormState, PostForm, alert::FormAlert},
    page,
    text::text,
    ui::{Field, FieldKind, SubmitButton},
};
use leptos::prelude::*;
use terms::Field as At;

/// The form in a device's row; a query parameter opens it, so it works without scripts.
#[component]
pub(super) fn RenameForm(id: String, name: String, form: FormState) -> AnyView {
    let words = text().two_factor();
    let field = text().field();
    let frame = text().frame();
    let typed = Some(form.typed("device_name")).filter(|typed| !typed.is_empty() && form.typed("id") == id);
    view! {
        <div class="inside stack">
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=id />
                    <Field
                        id="new-name"
                        label=words.new_name()
                        name="device_name"
                        kind=FieldKind::Text
                        value=typed.unwrap_or(name)
                        error=form.error_at(At::DeviceName)
                        autofocus=true
                    />
                    <div class="row">
                        <SubmitButton label=field.save() pending=form.pending />
                        <a class="button text" href=page::TWO_FACTOR.path data-noscroll="">{frame.cancel()}</a>
                    </div>
                </div>
            </PostForm>
        </div>
    }
    .into_any()
}

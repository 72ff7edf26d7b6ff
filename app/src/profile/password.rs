use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields},
    profile::api::ProfileView,
    shell::address::{query, use_query},
    text::text,
    ui::{Alert, AlertKind, Field, FieldKind, Live, PasswordStrength, SubmitButton, TimeIn},
};
use leptos::prelude::*;
use terms::Field as At;

/// Shows when the password was changed, and changes it.
#[component]
pub(super) fn PasswordCard(profile: ProfileView, form: FormState) -> AnyView {
    let words = text().profile();
    let field = text().field();
    // *Change* on Home leads here: the first field takes the focus, which scrolls it into view.
    let first = query("change").as_deref() == Some("password");
    let asked = profile.asks.password;
    let changed = use_query("changed");
    let changed = move || changed.with(|changed| changed.as_deref() == Some("password"));
    let typed = RwSignal::new(String::new());
    let new = view! {
        <div class="stack tight">
            <Field
                id="new-password"
                label=words.new_password()
                name="new_password"
                kind=FieldKind::NewPassword
                hint=field.new_password_hint()
                error=form.error_at(At::NewPassword)
                on_typed=move |text| typed.set(text)
                autofocus=first && !asked
            />
            <PasswordStrength password=typed />
        </div>
    };
    view! {
        <section class="card padded" id="password">
            <div class="stack tight">
                <h2>{words.password()}</h2>
                <p class="lead"><TimeIn words=words.password_changed() at=profile.password_changed_at /></p>
            </div>
            {move || changed().then(|| view! { <Changed /> })}
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <StepUpFields
                        asks=profile.asks
                        error=form.error
                        id="change"
                        password_label=words.current_password()
                        password_hint=words.current_hint()
                        passcode_hint=words.passcode_hint()
                        autofocus=first && asked
                        between=new.into_any()
                    />
                    <div class="row">
                        <SubmitButton label=words.change() pending=form.pending class="quiet" />
                    </div>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

#[component]
fn Changed() -> AnyView {
    let words = text().profile();
    view! {
        <Alert kind=AlertKind::Good title=words.changed().0 live=Live::Polite>
            <p>{words.changed().1}</p>
        </Alert>
    }
    .into_any()
}

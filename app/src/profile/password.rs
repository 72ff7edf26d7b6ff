use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields},
    profile::api::ProfileView,
    text::{self, profile as words},
    ui::{Alert, AlertKind, Field, FieldKind, Live, PasswordStrength, SubmitButton, Time},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use terms::Field as At;

/// How old the password is, and another one.
#[component]
pub(super) fn PasswordCard(profile: ProfileView, form: FormState) -> AnyView {
    let query = use_query_map();
    let changed = move || query.with(|query| query.get_str("changed") == Some("password"));
    let typed = RwSignal::new(String::new());
    view! {
        <section class="card padded" id="password">
            <div class="stack tight">
                <h2>{words::PASSWORD}</h2>
                <p class="lead">{words::PASSWORD_CHANGED} <Time at=profile.password_changed_at /> "."</p>
            </div>
            {move || changed().then(|| view! { <Changed /> })}
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <StepUpFields
                        asks=profile.asks
                        error=form.error
                        id="change"
                        password_label=words::CURRENT
                        password_hint=words::CURRENT_HINT
                        passcode_hint=words::PASSCODE_HINT
                    />
                    <div class="stack tight">
                        <Field
                            id="new-password"
                            label=words::NEW
                            name="new_password"
                            kind=FieldKind::NewPassword
                            hint=text::field::NEW_PASSWORD_HINT
                            error=form.error_at(At::NewPassword)
                            on_typed=move |text| typed.set(text)
                        />
                        <PasswordStrength password=typed />
                    </div>
                    <div class="row">
                        <SubmitButton label=words::CHANGE pending=form.pending class="quiet" />
                    </div>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

#[component]
fn Changed() -> AnyView {
    view! {
        <Alert kind=AlertKind::Good title=words::CHANGED_TITLE live=Live::Polite>
            <p>{words::CHANGED_TEXT}</p>
        </Alert>
    }
    .into_any()
}

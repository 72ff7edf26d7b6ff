use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields},
    recovery::api::RecoveryView,
    text::recovery_codes as words,
    ui::{Card, SubmitButton, Time},
};
use leptos::prelude::*;
use terms::limits::RECOVERY_CODES_FEW;

/// How many codes are left, and a new set.
#[component]
pub(super) fn Left(view: RecoveryView, form: FormState) -> AnyView {
    let advice = match (view.left, view.saved_at) {
        (0..=RECOVERY_CODES_FEW, _) => words::LOW,
        (_, None) => words::NEVER_SAVED,
        (_, Some(_)) => words::NOT_SHOWN_AGAIN,
    };
    let saved = view
        .saved_at
        .map(|at| view! { <p class="small faint">{words::SAVED_AT} <Time at=at /> "."</p> });
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words::left(view.left)}</h2>
                <p class="lead">{advice}</p>
                {saved}
            </div>
        </Card>
        <Card>
            <div class="stack tight">
                <h2>{words::MAKE_NEW}</h2>
                <p class="lead">{words::MAKE_NEW_TEXT}</p>
            </div>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <StepUpFields asks=view.asks error=form.error id="replace" />
                    <div class="row">
                        <SubmitButton label=words::MAKE_NEW pending=form.pending class="quiet" />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

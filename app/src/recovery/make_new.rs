use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields},
    recovery::api::RecoveryView,
    text::text,
    ui::{Card, SubmitButton, TimeIn},
};
use leptos::prelude::*;
use terms::limits::RECOVERY_CODES_FEW;

/// The number of unused codes, and the form for a new set.
#[component]
pub(super) fn CodesLeft(view: RecoveryView, form: FormState) -> AnyView {
    let words = text().recovery_codes();
    let advice = match (view.left, view.saved_at) {
        (0..=RECOVERY_CODES_FEW, _) => words.low(),
        (_, None) => words.never_saved(),
        (_, Some(_)) => words.not_shown_again(),
    };
    let saved = view
        .saved_at
        .map(|at| view! { <p class="small faint"><TimeIn words=words.saved_at() at=at /></p> });
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.left(view.left)}</h2>
                <p class="lead">{advice}</p>
                {saved}
            </div>
        </Card>
        <Card>
            <div class="stack tight">
                <h2>{words.make_new().0}</h2>
                <p class="lead">{words.make_new().1}</p>
            </div>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <StepUpFields asks=view.asks error=form.error id="replace" />
                    <div class="row">
                        <SubmitButton label=words.make_new_button() pending=form.pending class="quiet" />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

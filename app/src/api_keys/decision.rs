//! A decision for the whole account, as a card of *API keys*: what holds now, and on demand the form that changes it.

use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields},
    ui::{Card, Disclosure, SubmitButton},
    wire::Asks,
};
use leptos::prelude::*;

/// What a decision is about.
pub(crate) struct Subject {
    /// The prefix of the ids of the form's fields.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What holds now.
    pub now: String,
    /// What opens the form, and what the change means.
    pub change: (&'static str, &'static str),
    /// The button that makes the change, and whether it takes protection away.
    pub button: (&'static str, bool),
    /// The field that says what to change to.
    pub field: (&'static str, bool),
}

/// The card of a decision.
#[component]
pub(crate) fn Decision(subject: Subject, asks: Asks, form: FormState) -> AnyView {
    let (label, about) = subject.change;
    let (button, danger) = subject.button;
    let (name, value) = subject.field;
    let refused = form.error.get_untracked().is_some();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{subject.title}</h2>
                <p>{subject.now}</p>
            </div>
            <Disclosure label=label open=refused>
                <div class="stack">
                    <p>{about}</p>
                    <FormAlert error=form.error />
                    <PostForm form=form>
                        <div class="stack">
                            <input type="hidden" name=name value=value.to_string() />
                            <StepUpFields asks=asks error=form.error id=subject.id />
                            <div class="row">
                                <SubmitButton label=button pending=form.pending class=if danger { "danger" } else { "" } />
                            </div>
                        </div>
                    </PostForm>
                </div>
            </Disclosure>
        </Card>
    }
    .into_any()
}

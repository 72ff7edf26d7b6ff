//! The account's switch *every API call needs a second factor*: as a card of the list of keys, and as the box that an
//! owner finds on the page that confirms the first device.

use super::api::DecideEveryCall;
use crate::{
    devices::api::ConfirmDevice,
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    text::text,
    ui::{Card, Disclosure, SubmitButton},
    wire::Asks,
};
use leptos::prelude::*;

/// The state of the switch, and the form that changes it.
#[component]
pub(super) fn Switch(on: bool, asks: Asks) -> AnyView {
    let words = text().every_call();
    let form = use_form::<DecideEveryCall>();
    let ((label, about), button) = match on {
        true => (words.switch_off(), words.switch_off_button()),
        false => (words.switch_on(), words.switch_on_button()),
    };
    let class = if on { "danger" } else { "" };
    let refused = form.error.get_untracked().is_some();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.title()}</h2>
                <p>{if on { words.on() } else { words.off() }}</p>
            </div>
            <Disclosure label=label open=refused>
                <div class="stack">
                    <p>{about}</p>
                    <FormAlert error=form.error />
                    <PostForm form=form>
                        <div class="stack">
                            <input type="hidden" name="on" value=(!on).to_string() />
                            <StepUpFields asks=asks error=form.error id="every-call" />
                            <div class="row">
                                <SubmitButton label=button pending=form.pending class=class />
                            </div>
                        </div>
                    </PostForm>
                </div>
            </Disclosure>
        </Card>
    }
    .into_any()
}

/// The box of an owner who confirms the first device. It is ticked until the owner clears it, also after a wrong
/// passcode.
#[component]
pub(crate) fn FirstDecision() -> AnyView {
    let words = text().every_call();
    let form = use_form::<ConfirmDevice>();
    let cleared = form.typed("asks_every_call") == "true" && form.typed("every_call") != "true";
    view! {
        <div class="stack tight">
            <input type="hidden" name="asks_every_call" value="true" />
            <label class="check">
                <input
                    type="checkbox"
                    name="every_call"
                    value="true"
                    checked=!cleared
                    aria-describedby="every-call-hint"
                />
                <span>{words.first()}</span>
            </label>
            <p class="small lead" id="every-call-hint">{words.first_hint()}</p>
        </div>
    }
    .into_any()
}

//! The account's switch *every API call needs a second factor*: as a card of the list of keys, and as the box that an
//! owner finds on the page that confirms the first device.

use super::{
    api::DecideEveryCall,
    decision::{Decision, Subject},
};
use crate::{devices::api::ConfirmDevice, form::use_form, text::text, wire::Asks};
use leptos::prelude::*;

/// The state of the switch, and the form that changes it.
#[component]
pub(super) fn Switch(on: bool, asks: Asks) -> AnyView {
    let words = text().every_call();
    let (now, change, button) = match on {
        true => (words.on(), words.switch_off(), words.switch_off_button()),
        false => (words.off(), words.switch_on(), words.switch_on_button()),
    };
    let subject = Subject {
        id: "every-call",
        title: words.title(),
        now: now.to_owned(),
        change,
        button: (button, on),
        field: ("on", !on),
    };
    let form = use_form::<DecideEveryCall>();
    view! { <Decision subject=subject asks=asks form=form /> }.into_any()
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

use crate::text::text;
use leptos::html::Input;
use leptos::prelude::*;

use super::field_frame::{FieldFrame, described_by};
use super::{
    LifeRing, client,
    digits::{self, Typed},
};

/// The number of digits in a passcode, at which the form is submitted.
const FULL: usize = terms::limits::PASSCODE_DIGITS as usize;

/// The field for a passcode: it accepts pasted text in any format and shows how long the current passcode is valid.
#[component]
pub(crate) fn PasscodeInput(
    #[prop(into)] id: String,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] autofocus: bool,
    /// Focuses the field without scrolling, after hydration, so that the content above it stays visible.
    #[prop(optional)]
    focus_in_place: bool,
    /// Submits the form at the last digit; false for forms with more fields.
    #[prop(default = true)]
    send_when_full: bool,
    /// Called when a recovery code was pasted instead, which is not sent.
    #[prop(optional, into)]
    on_recovery_code: Option<Callback<()>>,
) -> AnyView {
    let passcode = text().passcode();
    let input = NodeRef::<Input>::new();
    if autofocus {
        client::focus_when_shown(input);
    }
    if focus_in_place {
        client::focus_in_place(input);
    }
    client::clear_on_error(input, error);
    let has_hint = hint.is_some();
    let described = {
        let id = id.clone();
        move || described_by(&id, has_hint, error.with(Option::is_some))
    };
    let tidy = move || tidy(input, send_when_full, on_recovery_code);
    let label = label.unwrap_or_else(|| passcode.label().to_owned());
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error>
            <div class="passcode">
                <input
                    class="input digits"
                    node_ref=input
                    id=id
                    name="passcode"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    spellcheck="false"
                    required=true
                    autofocus=client::at_load(|| autofocus || error.with_untracked(Option::is_some))
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    // What an input method composes is its own until it is committed.
                    on:input=move |event| {
                        if !client::is_composing(&event) {
                            tidy();
                        }
                    }
                    on:compositionend=move |_| tidy()
                />
                <LifeRing />
            </div>
        </FieldFrame>
    }
    .into_any()
}

/// Removes everything but digits from the field, and submits its form at the last digit.
fn tidy(field: NodeRef<Input>, send_when_full: bool, on_recovery_code: Option<Callback<()>>) {
    let Some(input) = field.get_untracked() else { return };
    let typed = input.value();
    let digits = match digits::passcode(&typed) {
        Typed::Digits(digits) => digits,
        Typed::RecoveryCode => {
            if let Some(tell) = on_recovery_code {
                tell.run(());
            }
            return;
        }
        Typed::Other => return,
    };
    if digits != typed {
        input.set_value(&digits);
    }
    if send_when_full && digits.len() == FULL {
        client::send_form(&input);
        // If the passcode was not checked (offline, busy), typing the next one replaces it.
        input.select();
    }
}

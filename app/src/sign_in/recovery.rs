use super::challenge::{Stage, WaysOut, challenge_ended, next_of, no_challenge, stage};
use crate::{
    form::{PostForm, alert::FormAlert, read::read_once, use_form},
    page,
    shell::{load::signed_out_page, lost_cookie::challenge_cookie_was_lost, signed_out::SignedOutPage},
    sign_in::api::{ChallengeView, ReadChallenge, UseRecoveryCode as UseRecoveryCodeCall},
    text::{alert::AlertContext, text},
    ui::{Disclosure, Field, FieldKind, SubmitButton},
    wire::paths::with_next,
};
use leptos::prelude::*;
use terms::Field as At;

/// *Use a recovery code*, the second factor without a device.
#[component]
pub(crate) fn UseRecoveryCode() -> impl IntoView {
    let words = text().recovery();
    let data = read_once(|| ReadChallenge {});
    let lost = challenge_cookie_was_lost();
    let form = use_form::<UseRecoveryCodeCall>();
    let next = next_of(&form);
    let start_again = next.clone();
    let error_at = form.error_at(At::RecoveryCode);
    let (error, pending) = (form.error, form.pending);
    let render = move |challenge: ChallengeView| {
        let closed = challenge.recovery.clone();
        let error = Signal::derive(move || error.get().or_else(|| closed.clone()));
        let now = Memo::new(move |_| error.with(|error| stage(error.as_ref())));
        let next = next.clone();
        (move || {
            if now.get() == Stage::Ended {
                return challenge_ended(&next);
            }
            let passcode = with_next(page::SIGN_IN_PASSCODE.path, &next);
            let next = next.clone();
            view! {
                <SignedOutPage title=page::SIGN_IN_RECOVERY.title()>
                    <p class="lead">{words.lead()}</p>
                    <FormAlert error=error context=AlertContext::RecoveryCode />
                    <PostForm form=form class="stack">
                        <input type="hidden" name="next" value=next />
                        <Field
                            id="recovery_code"
                            name="recovery_code"
                            label=words.label()
                            hint=words.hint()
                            kind=FieldKind::RecoveryCode
                            error=error_at
                            autofocus=true
                        />
                        <SubmitButton label=words.button() pending=pending class="wide" />
                    </PostForm>
                    <WaysOut path=passcode label=words.use_passcode() />
                    <Disclosure label=words.none_left().0>
                        <p>{words.none_left().1}</p>
                    </Disclosure>
                </SignedOutPage>
            }
            .into_any()
        })
        .into_any()
    };
    signed_out_page(data, render, move |_| no_challenge(&start_again, lost))
}

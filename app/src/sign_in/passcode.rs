use super::challenge::{OtherAccount, Stage, WaysOut, challenge_ended, next_of, no_challenge, stage};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, read::read_once, use_form},
    page,
    shell::{load::signed_out_page, lost_cookie::challenge_cookie_was_lost, signed_out::SignedOutPage},
    sign_in::api::{ChallengeView, EnterPasscode as EnterPasscodeCall, ReadChallenge},
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Disclosure, PasscodeInput, SubmitButton},
    wire::{error::ApiError, paths::with_next},
};
use leptos::prelude::*;
use terms::{Field, Problem, Rejection};

/// *Enter your passcode*: the second factor.
#[component]
pub(crate) fn EnterPasscode() -> impl IntoView {
    let words = text().passcode();
    let data = read_once(|| ReadChallenge {});
    let lost = challenge_cookie_was_lost();
    let form = use_form::<EnterPasscodeCall>();
    let next = next_of(&form);
    let start_again = next.clone();
    let at_field = form.error_at(Field::Passcode);
    // What it looks like is said above the form.
    let error_at = Signal::derive(move || match was_recovery_code(form.error) {
        true => Some(text().field_errors().passcode_shape().to_owned()),
        false => at_field.get(),
    });
    let (error, pending) = (form.error, form.pending);
    let is_recovery_code = Callback::new(move |()| form.refuse(IS_RECOVERY_CODE));
    let render = move |challenge: ChallengeView| {
        let closed = challenge.passcodes.clone();
        let error = Signal::derive(move || error.get().or_else(|| closed.clone()));
        let now = Memo::new(move |_| error.with(|error| stage(error.as_ref())));
        let (next, email, may_trust) = (next.clone(), challenge.email, challenge.may_trust);
        (move || {
            let recovery = with_next(page::SIGN_IN_RECOVERY.path, &next);
            match now.get() {
                Stage::Ended => challenge_ended(&next),
                Stage::Stopped => view! { <Stopped error=error recovery=recovery /> }.into_any(),
                Stage::Open => {
                    let (next, email) = (next.clone(), email.clone());
                    view! {
                        <SignedOutPage title=page::SIGN_IN_PASSCODE.title()>
                            <Lead email=email />
                            <FormAlert error=error context=AlertContext::Passcode />
                            <IsRecoveryCode error=error recovery=recovery.clone() />
                            <PostForm form=form class="stack">
                                <input type="hidden" name="next" value=next />
                                {may_trust.then(|| view! { <Trust form=form /> })}
                                <PasscodeInput id="passcode" error=error_at autofocus=true on_recovery_code=is_recovery_code />
                                <SubmitButton label=words.button() pending=pending class="wide" />
                            </PostForm>
                            <WaysOut path=recovery label=words.use_recovery() />
                            <Disclosure label=words.help().0>
                                <p>{words.help().1}</p>
                            </Disclosure>
                        </SignedOutPage>
                    }
                    .into_any()
                }
            }
        })
        .into_any()
    };
    signed_out_page(data, render, move |_| no_challenge(&start_again, lost))
}

const IS_RECOVERY_CODE: Rejection = Rejection::Invalid(Field::Passcode, Problem::RecoveryCode);

fn was_recovery_code(error: Signal<Option<ApiError>>) -> bool {
    error.with(|error| error.as_ref().and_then(ApiError::rejection) == Some(&IS_RECOVERY_CODE))
}

/// Leads to the other page if a recovery code was entered.
#[component]
fn IsRecoveryCode(error: Signal<Option<ApiError>>, recovery: String) -> AnyView {
    let words = text().errors().is_recovery_code();
    let shown = move || {
        let recovery = recovery.clone();
        view! {
            <Alert kind=AlertKind::Info title=words.0>
                <p>{words.1}</p>
                <p><a href=recovery>{text().passcode().use_recovery()}</a></p>
            </Alert>
        }
    };
    (move || was_recovery_code(error).then(&shown)).into_any()
}

/// *Trust this browser*. It stands before the field, whose last digit submits the form.
#[component]
fn Trust(form: FormState) -> AnyView {
    let checked = !form.typed("trust").is_empty();
    view! {
        <label class="check">
            <input type="checkbox" name="trust" value="true" checked=checked />
            <span>{text().passcode().trust()}</span>
        </label>
    }
    .into_any()
}

/// The lead, which names the account.
#[component]
fn Lead(email: String) -> AnyView {
    let words = text().passcode();
    view! {
        <p class="lead">
            {words.lead()} <b translate="no">{email}</b>
        </p>
    }
    .into_any()
}

/// Shown once the challenge accepts no more passcodes; a recovery code is then the primary action.
#[component]
fn Stopped(error: Signal<Option<ApiError>>, recovery: String) -> AnyView {
    let words = text().passcode();
    view! {
        <SignedOutPage title=page::SIGN_IN_PASSCODE.title()>
            <FormAlert error=error context=AlertContext::Passcode />
            <a class="button wide" href=recovery.clone()>{words.use_recovery()}</a>
            <OtherAccount />
        </SignedOutPage>
    }
    .into_any()
}

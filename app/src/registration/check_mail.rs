use crate::{
    form::{PostForm, alert::FormAlert, read::read_once, use_form},
    page,
    registration::api::{ReadWaiting, SendAgain, WaitingView},
    shell::{address, load::signed_out_page, refusal::ended_page, signed_out::SignedOutPage},
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Countdown, Live, SubmitButton, hydrated},
    wire::site::site,
};
use leptos::prelude::*;

/// *Check your mail*, with *Send again* once a minute.
#[component]
pub(crate) fn CheckMail() -> impl IntoView {
    let words = text().sign_up();
    let form = use_form::<SendAgain>();
    let sent = address::query("sent").is_some();
    let data = read_once(|| ReadWaiting {});
    let (error, pending) = (form.error, form.pending);
    let again = move || {
        (sent && error.with(Option::is_none))
            .then(|| view! { <Alert kind=AlertKind::Good title=words.sent_again() live=Live::Polite /> })
    };
    let render = move |waiting: WaitingView| {
        view! {
            <SignedOutPage title=page::CHECK_MAIL.title()>
                <p class="lead">{words.sent_to()} <b translate="no">{waiting.email}</b></p>
                {again}
                <FormAlert error=error context=AlertContext::Resend />
                <p class="lead">{words.sent_hint()}</p>
                <PostForm form=form>
                    <Again until=waiting.again_at now=waiting.now pending=pending />
                </PostForm>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(data, render, |_| no_sign_up_pending())
}

/// *Send again*, disabled until the minute has passed; without scripts the server rejects it and states the wait.
#[component]
fn Again(until: i64, now: i64, pending: Signal<bool>) -> AnyView {
    let words = text().sign_up();
    let scripts = hydrated();
    let waits = RwSignal::new(until > now);
    view! {
        <div class="stack tight">
            <fieldset disabled=move || scripts.get() && waits.get()>
                <SubmitButton label=words.send_again() pending=pending class="wide quiet" />
            </fieldset>
            <p class="small lead">
                {move || {
                    waits
                        .get()
                        .then(|| view! { <Countdown until=until now=now on_end=Callback::new(move |()| waits.set(false)) /> })
                }}
            </p>
        </div>
    }
    .into_any()
}

fn no_sign_up_pending() -> AnyView {
    let words = text().sign_up();
    let ways = if site().open {
        vec![page::SIGN_IN.link(), page::SIGN_UP.link()]
    } else {
        vec![page::SIGN_IN.link()]
    };
    ended_page(words.not_waiting().0, words.not_waiting().1, &ways)
}

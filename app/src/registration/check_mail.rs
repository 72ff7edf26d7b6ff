use crate::{
    PageInfo,
    form::{
        FormState, PostForm,
        alert::FormAlert,
        read::{Read, read_once},
        use_form,
    },
    page,
    registration::api::{ReadWaiting, SendAgain, WaitingView},
    shell::{address, load::signed_out_page, refusal::ended_page, signed_out::SignedOutPage},
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Countdown, Live, SubmitButton, hydrated},
    wire::site::site,
};
use leptos::prelude::*;

/// *Check your mail* of a sign-up.
#[component]
pub(crate) fn CheckMail() -> impl IntoView {
    let words = text().sign_up();
    let form = use_form::<SendAgain>();
    view! {
        <MailSent
            page=page::CHECK_MAIL
            to=words.sent_to()
            hint=words.sent_hint()
            data=read_once(|| ReadWaiting {})
            form=form
            ended=no_sign_up_pending
        />
    }
}

/// A page that waits for a person to open a mailed link, with *Send again* once a minute.
#[component]
pub(crate) fn MailSent(
    page: &'static PageInfo,
    /// What stands before and after the address.
    to: (&'static str, &'static str),
    hint: &'static str,
    data: Read,
    /// The form without fields that sends the mail again.
    form: FormState,
    /// Renders the page of a browser that waits for nothing.
    ended: fn() -> AnyView,
) -> AnyView {
    let sent = address::query("sent").is_some();
    let (error, pending) = (form.error, form.pending);
    let again = move || {
        let words = text().sign_up();
        (sent && error.with(Option::is_none))
            .then(|| view! { <Alert kind=AlertKind::Good title=words.sent_again() live=Live::Polite /> })
    };
    let render = move |waiting: WaitingView| {
        view! {
            <SignedOutPage title=page.title()>
                <p class="lead">{to.0} <b translate="no">{waiting.email}</b> {to.1}</p>
                {again}
                <FormAlert error=error context=AlertContext::Resend />
                <p class="lead">{hint}</p>
                <PostForm form=form>
                    <Again until=waiting.again_at now=waiting.now pending=pending />
                </PostForm>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(data, render, move |_| ended())
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

use super::challenge::next_of;
use crate::{
    form::{PostForm, alert::FormAlert, session_ended, use_form},
    page,
    shell::{address, lost_cookie::says_cookie_was_lost, signed_out::SignedOutPage},
    sign_in::api::SignIn as SignInCall,
    text::text,
    ui::{Alert, AlertKind, Field, FieldKind, Live, SubmitButton, focus_after},
    wire::{error::ApiError, site::site},
};
use leptos::prelude::*;
use terms::Field as At;
use terms::Rejection;

/// *Sign in*: the first factor.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let field = text().field();
    let words = text().sign_in();
    let form = use_form::<SignInCall>();
    let next = next_of(&form);
    let typed = form.typed("email");
    let email = if typed.is_empty() {
        // An app says who probably signs in.
        address::query("email").unwrap_or_default()
    } else {
        typed
    };
    let known = !email.is_empty();
    let (error, pending) = (form.error, form.pending);
    focus_after("password", move || {
        error.get() == Some(ApiError::Rejected(Rejection::WrongCredentials))
    });
    let foot = move || site().open.then(|| view! { <SignUpLine /> });
    view! {
        <SignedOutPage title=page::SIGN_IN.title() foot=foot>
            <Ready unless=form.error />
            <FormAlert error=form.error />
            <PostForm form=form class="stack">
                <input type="hidden" name="next" value=next />
                <Field
                    id="email"
                    name="email"
                    label=field.email()
                    kind=FieldKind::Email
                    value=email
                    error=form.error_at(At::Email)
                    autofocus=!known
                />
                <Field
                    id="password"
                    name="password"
                    label=field.password()
                    kind=FieldKind::CurrentPassword
                    error=form.error_at(At::Password)
                    autofocus=known
                />
                <SubmitButton label=words.button() pending=pending class="wide" />
                <p><a href=page::FORGOT_PASSWORD.path>{page::FORGOT_PASSWORD.title()}</a></p>
            </PostForm>
        </SignedOutPage>
    }
}

/// The notice of what led here: a completed action, or an ended session.
#[component]
fn Ready(unless: Signal<Option<ApiError>>) -> impl IntoView {
    let set_up = text().set_up();
    let confirm_email = text().confirm_email();
    let words = text().sign_in();
    let done = address::query("ready");
    let ended = session_ended();
    let lost = says_cookie_was_lost();
    let ready = move || match done.as_deref() {
        Some("owner") => Some(set_up.done()),
        Some("confirmed") => Some(confirm_email.done()),
        Some("removed") => Some(words.device_removed()),
        Some("signed-out") => Some(words.signed_out_everywhere()),
        Some("joined") => Some(text().join().done()),
        Some("left") => Some(text().join().left()),
        Some("password") => Some(text().forgot_password().done()),
        Some("email") => Some(text().new_email().done()),
        Some("kept") => Some(text().closed_account().kept()),
        Some("reset-stopped") => Some(text().stop_reset().stopped()),
        _ if lost => Some(text().errors().cookie()),
        _ if ended => Some(words.session_ended()),
        _ => None,
    };
    let kind = if ended || lost {
        AlertKind::Warn
    } else {
        AlertKind::Good
    };
    let notice = move || ready().filter(|_| unless.with(Option::is_none));
    move || {
        notice().map(|(title, text)| {
            view! {
                <Alert kind=kind title=title live=Live::Polite>
                    <p>{text}</p>
                </Alert>
            }
        })
    }
}

#[component]
fn SignUpLine() -> impl IntoView {
    let words = text().sign_in();
    view! {
        <p>
            {words.no_account()} " " <a href=page::SIGN_UP.path>{words.sign_up()}</a>
        </p>
    }
}

use super::challenge::next_of;
use crate::{
    form::{PostForm, alert::FormAlert, session_ended, use_form},
    page,
    shell::signed_out::SignedOutPage,
    sign_in::api::SignIn as SignInCall,
    text::{confirm_email, field, set_up, sign_in as words},
    ui::{Alert, AlertKind, Field, FieldKind, Live, SubmitButton, focus_after},
    wire::{error::ApiError, site::site},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use terms::Field as At;
use terms::Rejection;

/// *Sign in*: the first factor.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let form = use_form::<SignInCall>();
    let next = next_of(&form);
    let email = form.typed("email");
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
                    label=field::EMAIL
                    kind=FieldKind::Email
                    value=email
                    error=form.error_at(At::Email)
                    autofocus=!known
                />
                <Field
                    id="password"
                    name="password"
                    label=field::PASSWORD
                    kind=FieldKind::CurrentPassword
                    error=form.error_at(At::Password)
                    autofocus=known
                />
                <SubmitButton label=words::BUTTON pending=pending class="wide" />
            </PostForm>
        </SignedOutPage>
    }
}

/// What has just been done, where the way led here; or what ended.
#[component]
fn Ready(unless: Signal<Option<ApiError>>) -> impl IntoView {
    let query = use_query_map();
    let ended = session_ended();
    let ready = move || match query.read().get("ready").as_deref() {
        Some("owner") => Some((set_up::DONE_TITLE, set_up::DONE)),
        Some("confirmed") => Some((confirm_email::DONE_TITLE, confirm_email::DONE)),
        Some("removed") => Some((words::DEVICE_REMOVED_TITLE, words::DEVICE_REMOVED)),
        _ if ended => Some((words::SESSION_ENDED_TITLE, words::SESSION_ENDED_TEXT)),
        _ => None,
    };
    let kind = if ended { AlertKind::Warn } else { AlertKind::Good };
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
    view! {
        <p>
            {words::NO_ACCOUNT} " " <a href=page::SIGN_UP.path>{words::SIGN_UP}</a>
        </p>
    }
}

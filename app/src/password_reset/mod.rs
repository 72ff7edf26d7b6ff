//! A forgotten password: *Forgot your password?* and the page of the mailed link.

mod api;

use crate::{
    form::{FormState, PostForm, alert::FormAlert, read::read_once, use_form},
    page,
    registration::{
        check_mail::MailSent,
        link::{LinkPage, held_link},
        person_fields::NewPassword,
    },
    shell::{load::signed_out_page, page_info::PageInfo, refusal::ended_page, signed_out::SignedOutPage},
    text::text,
    ui::{Field, FieldKind, SubmitButton, Username},
};
use api::{ForgotPassword as Ask, OpenResetPassword, ReadResetAsked, ResetPassword as Set, SendResetAgain};
use leptos::prelude::*;
use terms::{Field as At, LinkKind};

/// *Forgot your password?*, which asks for the address.
#[component]
pub(crate) fn ForgotPassword() -> impl IntoView {
    let words = text().forgot_password();
    let form = use_form::<Ask>();
    view! {
        <SignedOutPage title=page::FORGOT_PASSWORD.title()>
            <p class="lead">{words.lead()}</p>
            <FormAlert error=form.error />
            <PostForm form=form class="stack">
                <Field
                    id="email"
                    name="email"
                    label=text().field().email()
                    kind=FieldKind::Email
                    value=form.typed("email")
                    error=form.error_at(At::Email)
                    autofocus=true
                />
                <SubmitButton label=words.button() pending=form.pending class="wide" />
                <p><a href=page::SIGN_IN.path>{page::SIGN_IN.title()}</a></p>
            </PostForm>
        </SignedOutPage>
    }
}

/// *Check your mail*, which says the same for every address.
#[component]
pub(crate) fn ResetSent() -> impl IntoView {
    let words = text().forgot_password();
    let form = use_form::<SendResetAgain>();
    view! {
        <MailSent
            page=page::RESET_SENT
            to=words.sent_to()
            hint=words.sent_hint()
            data=read_once(|| ReadResetAsked {})
            form=form
            ended=not_waiting
        />
    }
}

fn not_waiting() -> AnyView {
    let (title, why) = text().forgot_password().not_waiting();
    ended_page(title, why, &[page::FORGOT_PASSWORD.link(), page::SIGN_IN.link()])
}

/// The page of the mailed link, with the button that exchanges it.
#[component]
pub(crate) fn ResetPasswordLink() -> impl IntoView {
    let form = use_form::<OpenResetPassword>();
    view! {
        <LinkPage
            kind=LinkKind::ResetPassword
            title=page::RESET_PASSWORD.title()
            leads=vec![text().forgot_password().open_lead()]
            button=text().confirm_email().go_on()
            form=form
            ended=link_ended
        />
    }
}

/// *Choose a new password*.
#[component]
pub(crate) fn ResetPassword() -> impl IntoView {
    let form = use_form::<Set>();
    view! { <ChoosePassword page=page::RESET_PASSWORD kind=LinkKind::ResetPassword form=form ended=link_ended /> }
}

/// The form with a new password, on the page of an opened link.
#[component]
pub(crate) fn ChoosePassword(
    page: &'static PageInfo,
    kind: LinkKind,
    form: FormState,
    /// Renders the page of a link that is over.
    ended: fn() -> AnyView,
) -> AnyView {
    let wrong = form.error_at(At::Password);
    let (error, pending) = (form.error, form.pending);
    let render = move |email: String| {
        let words = text().forgot_password();
        view! {
            <SignedOutPage title=page.title()>
                <p class="lead">{words.new_lead()}</p>
                <FormAlert error=error />
                <PostForm form=form class="stack">
                    <Username email=email />
                    <NewPassword error=wrong autofocus=true />
                    <SubmitButton label=words.set() pending=pending class="wide" />
                </PostForm>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(held_link(kind), render, move |_| ended())
}

fn link_ended() -> AnyView {
    ended_page(
        text().errors().link().0,
        text().forgot_password().over(),
        &[page::FORGOT_PASSWORD.link(), page::SIGN_IN.link()],
    )
}

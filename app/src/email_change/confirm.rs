//! The page of the link that the new mailbox got.

use super::api::{ChangeEmail as Confirm, OpenChangeEmail};
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    registration::{
        confirm_email::link_ended,
        link::{LinkPage, held_link},
    },
    shell::{load::signed_out_page, signed_out::SignedOutPage},
    text::text,
    ui::{Field, FieldKind, SubmitButton, Username},
};
use leptos::prelude::*;
use terms::{Field as At, LinkKind};

/// The page of the mailed link, with the button that exchanges it.
#[component]
pub(crate) fn ChangeEmailLink() -> impl IntoView {
    let words = text().confirm_email();
    let form = use_form::<OpenChangeEmail>();
    view! {
        <LinkPage
            kind=LinkKind::ChangeEmail
            title=page::CHANGE_EMAIL.title()
            leads=vec![words.open_lead()]
            button=words.go_on()
            form=form
            ended=link_ended
        />
    }
}

/// *Confirm your new address*, which asks for the password.
#[component]
pub(crate) fn ChangeEmail() -> impl IntoView {
    let form = use_form::<Confirm>();
    let wrong = form.error_at(At::Password);
    let (error, pending) = (form.error, form.pending);
    let render = move |email: String| {
        let words = text().new_email();
        view! {
            <SignedOutPage title=page::CHANGE_EMAIL.title()>
                <p class="lead">{words.lead()}</p>
                <p dir="auto" translate="no"><b>{email.clone()}</b></p>
                <FormAlert error=error />
                <PostForm form=form class="stack">
                    <Username email=email />
                    <Field
                        id="password"
                        name="password"
                        label=text().field().password()
                        kind=FieldKind::CurrentPassword
                        error=wrong
                        autofocus=true
                    />
                    <SubmitButton label=words.button() pending=pending class="wide" />
                </PostForm>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(held_link(LinkKind::ChangeEmail), render, |_| link_ended())
}

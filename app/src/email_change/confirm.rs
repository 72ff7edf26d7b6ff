//! The page of the link that the new mailbox got.

use super::api::{ChangeEmail as Confirm, OpenChangeEmail};
use crate::{
    form::use_form,
    page,
    registration::{
        confirm_email::{ByPassword, link_ended},
        link::LinkPage,
    },
    text::text,
};
use leptos::prelude::*;
use terms::LinkKind;

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
    let words = text().new_email();
    let form = use_form::<Confirm>();
    view! { <ByPassword kind=LinkKind::ChangeEmail page=page::CHANGE_EMAIL lead=lead button=words.button() form=form /> }
}

fn lead(email: &str) -> AnyView {
    view! {
        <p class="lead">{text().new_email().lead()}</p>
        <p dir="auto" translate="no"><b>{email.to_owned()}</b></p>
    }
    .into_any()
}

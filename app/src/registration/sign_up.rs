use super::person_fields::{Person, PersonFields};
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    registration::api::SignUp as SignUpCall,
    shell::signed_out::SignedOutPage,
    text::sign_up as words,
    ui::{Alert, AlertKind, SubmitButton},
    wire::site::site,
};
use leptos::prelude::*;

/// *Create your account*, where anybody may.
#[component]
pub(crate) fn SignUp() -> impl IntoView {
    if site().open {
        view! { <OpenSignUp /> }.into_any()
    } else {
        view! { <ClosedSignUp /> }.into_any()
    }
}

#[component]
fn OpenSignUp() -> AnyView {
    let form = use_form::<SignUpCall>();
    let person = Person::of(&form);
    view! {
        <SignedOutPage title=page::SIGN_UP.title() foot=|| view! { <SignInLine /> }>
            <p class="lead">{words::LEAD}</p>
            <FormAlert error=form.error />
            <PostForm form=form class="stack">
                <PersonFields person=person />
                <SubmitButton label=words::BUTTON pending=form.pending class="wide" />
            </PostForm>
        </SignedOutPage>
    }
    .into_any()
}

#[component]
fn ClosedSignUp() -> AnyView {
    view! {
        <SignedOutPage title=page::SIGN_UP.title()>
            <Alert kind=AlertKind::Info title=words::CLOSED_TITLE>
                <p>{words::CLOSED}</p>
            </Alert>
            <a class="button wide" href=page::SIGN_IN.path>{words::SIGN_IN}</a>
        </SignedOutPage>
    }
    .into_any()
}

#[component]
fn SignInLine() -> impl IntoView {
    view! {
        <p>
            {words::HAVE_ONE} " " <a href=page::SIGN_IN.path>{words::SIGN_IN}</a>
        </p>
    }
}

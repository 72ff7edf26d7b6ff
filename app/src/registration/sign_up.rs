use super::person_fields::{Person, PersonFields};
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    registration::api::SignUp as SignUpCall,
    shell::signed_out::SignedOutPage,
    text::text,
    ui::{Alert, AlertKind, SubmitButton},
    wire::site::site,
};
use leptos::prelude::*;

/// *Create your account*, if registration is open.
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
    let words = text().sign_up();
    let form = use_form::<SignUpCall>();
    let person = Person::of(&form);
    view! {
        <SignedOutPage title=page::SIGN_UP.title() foot=|| view! { <SignInLine /> }>
            <p class="lead">{words.lead()}</p>
            <FormAlert error=form.error />
            <PostForm form=form class="stack">
                <PersonFields person=person />
                <SubmitButton label=words.button() pending=form.pending class="wide" />
            </PostForm>
        </SignedOutPage>
    }
    .into_any()
}

#[component]
fn ClosedSignUp() -> AnyView {
    let words = text().sign_up();
    view! {
        <SignedOutPage title=page::SIGN_UP.title()>
            <Alert kind=AlertKind::Info title=words.closed().0>
                <p>{words.closed().1}</p>
            </Alert>
            <a class="button wide" href=page::SIGN_IN.path>{words.sign_in()}</a>
        </SignedOutPage>
    }
    .into_any()
}

#[component]
fn SignInLine() -> impl IntoView {
    let words = text().sign_up();
    view! {
        <p>
            {words.have_one()} " " <a href=page::SIGN_IN.path>{words.sign_in()}</a>
        </p>
    }
}

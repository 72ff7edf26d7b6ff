use super::{
    link::{LinkPage, held_link},
    person_fields::{Person, PersonFields},
};
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    registration::api::{CreateOwner, OpenSetUp},
    shell::{load::signed_out_page, refusal::ended_page, signed_out::SignedOutPage},
    text::text,
    ui::SubmitButton,
};
use leptos::prelude::*;
use terms::LinkKind;

/// The page of the set-up link, with the button that exchanges it.
#[component]
pub(crate) fn SetUpLink() -> impl IntoView {
    let words = text().set_up();
    let form = use_form::<OpenSetUp>();
    view! {
        <LinkPage
            kind=LinkKind::SetUp
            title=page::SET_UP.title()
            leads=vec![words.lead(), words.open_lead()]
            button=words.go_on()
            form=form
            ended=set_up_link_ended
        />
    }
}

/// *Create the owner*, the form that the set-up link leads to.
#[component]
pub(crate) fn SetUp() -> impl IntoView {
    let words = text().set_up();
    let data = held_link(LinkKind::SetUp);
    let form = use_form::<CreateOwner>();
    let person = Person::of(&form);
    let (error, pending) = (form.error, form.pending);
    let render = move |_: String| {
        let person = person.clone();
        view! {
            <SignedOutPage title=page::SET_UP.title()>
                <p class="lead">{words.lead()}</p>
                <FormAlert error=error />
                <PostForm form=form class="stack">
                    <PersonFields person=person />
                    <SubmitButton label=words.button() pending=pending class="wide" />
                </PostForm>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(data, render, |_| set_up_link_ended())
}

fn set_up_link_ended() -> AnyView {
    let errors = text().errors();
    ended_page(errors.link().0, errors.set_up_link(), &[page::SIGN_IN.link()])
}

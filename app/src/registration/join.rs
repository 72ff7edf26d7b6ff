use super::{
    link::{LinkPage, held_link},
    person_fields::NewPassword,
};
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    registration::api::{HeldInvitation, JoinTeam, OpenInvitation},
    shell::{load::signed_out_page, refusal::ended_page, signed_out::SignedOutPage},
    text::text,
    ui::{Field, FieldKind, SubmitButton, Username},
};
use leptos::prelude::*;
use terms::{Field as At, LinkKind};

/// The page of the invitation's link, with the button that exchanges it.
#[component]
pub(crate) fn JoinLink() -> impl IntoView {
    let words = text().join();
    let form = use_form::<OpenInvitation>();
    view! {
        <LinkPage
            kind=LinkKind::Invitation
            title=page::JOIN.title()
            leads=vec![words.open_lead()]
            button=words.go_on()
            form=form
            ended=invitation_ended
        />
    }
}

/// *Join the team*: name and password of the invited person, whose address is given.
#[component]
pub(crate) fn Join() -> impl IntoView {
    let (words, field) = (text().join(), text().field());
    let data = held_link(LinkKind::Invitation);
    let form = use_form::<JoinTeam>();
    let name = form.typed("name");
    let (error, pending) = (form.error, form.pending);
    let wrong_password = form.error_at(At::Password);
    // Without scripts the document is loaded again, with `autofocus` on the first invalid field.
    let at_password = wrong_password.with_untracked(Option::is_some);
    let render = move |held: HeldInvitation| {
        let name = name.clone();
        view! {
            <SignedOutPage title=page::JOIN.title()>
                <p class="lead" dir="auto">{words.by(&held.by)}</p>
                <p dir="auto" translate="no"><b>{held.email.clone()}</b></p>
                <FormAlert error=error />
                <PostForm form=form class="stack">
                    <Username email=held.email />
                    <Field
                        id="name"
                        name="name"
                        label=field.name()
                        kind=FieldKind::PersonName
                        value=name
                        error=form.error_at(At::Name)
                        autofocus=!at_password
                    />
                    <NewPassword error=wrong_password autofocus=at_password />
                    <SubmitButton label=words.button() pending=pending class="wide" />
                </PostForm>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(data, render, |_| invitation_ended())
}

fn invitation_ended() -> AnyView {
    ended_page(text().errors().link().0, text().join().over(), &[page::SIGN_IN.link()])
}

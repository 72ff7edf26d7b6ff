use super::link::{LinkPage, held_link};
use crate::{
    PageInfo,
    form::{FormState, PostForm, alert::FormAlert, use_form},
    page,
    registration::api::{ConfirmEmail as ConfirmEmailCall, OpenConfirmEmail},
    shell::{load::signed_out_page, refusal::ended_page, signed_out::SignedOutPage},
    text::text,
    ui::{Field, FieldKind, SubmitButton, Username},
};
use leptos::prelude::*;
use terms::{Field as At, LinkKind};

/// The page of the mailed link, with the button that exchanges it.
#[component]
pub(crate) fn ConfirmEmailLink() -> impl IntoView {
    let words = text().confirm_email();
    let form = use_form::<OpenConfirmEmail>();
    view! {
        <LinkPage
            kind=LinkKind::ConfirmEmail
            title=page::CONFIRM_EMAIL.title()
            leads=vec![words.open_lead()]
            button=words.go_on()
            form=form
            ended=link_ended
        />
    }
}

/// *Confirm your e-mail address*, which asks for the password again.
#[component]
pub(crate) fn ConfirmEmail() -> impl IntoView {
    let words = text().confirm_email();
    let form = use_form::<ConfirmEmailCall>();
    let lead = |_: &str| view! { <p class="lead">{text().confirm_email().lead()}</p> }.into_any();
    view! { <ByPassword kind=LinkKind::ConfirmEmail page=page::CONFIRM_EMAIL lead=lead button=words.button() form=form /> }
}

/// The form of an opened link that confirms an address, with the password.
#[component]
pub(crate) fn ByPassword(
    kind: LinkKind,
    page: &'static PageInfo,
    /// Renders what is confirmed, for the address.
    lead: fn(&str) -> AnyView,
    button: &'static str,
    /// The form, whose only field is the password.
    form: FormState,
) -> AnyView {
    let wrong = form.error_at(At::Password);
    let (error, pending) = (form.error, form.pending);
    let render = move |email: String| {
        view! {
            <SignedOutPage title=page.title()>
                {lead(&email)}
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
                    <SubmitButton label=button pending=pending class="wide" />
                </PostForm>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(held_link(kind), render, |_| link_ended())
}

/// A new link can be requested on *Check your mail*, in the browser of the sign-up.
pub(crate) fn link_ended() -> AnyView {
    let sign_up = text().sign_up();
    let errors = text().errors();
    let words = text().confirm_email();
    let ways = [
        page::SIGN_IN.link(),
        (page::CHECK_MAIL.path.to_owned(), sign_up.send_again()),
    ];
    ended_page(errors.link().0, words.over(), &ways)
}
